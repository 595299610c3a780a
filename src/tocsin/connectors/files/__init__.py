"""The organisation as a directory of YAML and CSV files, read and written. Knows no database."""

import tocsin.connectors.files.sentences  # noqa: F401  a mistake can be said wherever it is found
from tocsin.connectors.files.layout import section_of as section_of
from tocsin.connectors.files.read import read_directory as read_directory
from tocsin.connectors.files.read import tree_of as tree_of
from tocsin.connectors.files.write import write_directory as write_directory

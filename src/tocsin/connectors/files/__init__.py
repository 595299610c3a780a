"""The organisation as a directory of YAML and CSV files, read and written. Knows no database."""

import tocsin.connectors.files.sentences  # noqa: F401  a mistake can be said wherever it is found
from tocsin.connectors.files.columns import columns_of as columns_of
from tocsin.connectors.files.columns import write_columns as write_columns
from tocsin.connectors.files.layout import section_of as section_of
from tocsin.connectors.files.read import read_directory as read_directory
from tocsin.connectors.files.read import tree_of as tree_of
from tocsin.connectors.files.unread import unread as unread
from tocsin.connectors.files.update import update_items as update_items
from tocsin.connectors.files.write import write_directory as write_directory

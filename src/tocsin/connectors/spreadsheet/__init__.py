"""Sheets of an Excel, OpenDocument, CSV or PDF file, or of a mail, as rows of text. Knows no inventory and no database."""

from tocsin.connectors.spreadsheet.reading import read_content as read_content
from tocsin.connectors.spreadsheet.reading import read_sheets as read_sheets

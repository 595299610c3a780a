"""Importing: what a person's spreadsheet says of the inventory, as declared objects. Pure; knows no file."""

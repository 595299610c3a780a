"""Importing: the inventory in a person's spreadsheet as declared objects. Pure; knows no file."""

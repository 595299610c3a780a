"""Histories: files of any size that hold other programs' incidents (CSV, XLSX, XES), read row by row in bounded memory."""

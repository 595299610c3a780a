"""What pages read: rows become values, with one function for each page. Nothing is decided or written here."""

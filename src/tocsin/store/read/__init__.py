"""What the screens read: rows become values, one function a screen; nothing is decided or written here."""

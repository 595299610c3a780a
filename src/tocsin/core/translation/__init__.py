"""Translation: a raw message said again in our words, by formats that are data."""

"""Event: what happens, in our vocabulary."""

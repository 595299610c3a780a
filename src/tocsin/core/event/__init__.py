"""Event: everything that happens, said in our words."""

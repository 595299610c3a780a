"""Inventory: our things, how they hang together, and which of them a message is about."""

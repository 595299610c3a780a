"""Sources: the mailboxes and inlets that are kept open, and whether each source is alive."""

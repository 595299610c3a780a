"""Ring 3: the command line."""

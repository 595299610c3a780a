"""Ring 1a: one folder per counterpart; connectors know protocols and no database."""

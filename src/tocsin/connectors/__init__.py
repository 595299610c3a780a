"""Ring 1a: one folder per counterpart; they speak protocols and know no database."""

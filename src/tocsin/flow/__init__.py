"""Ring 2: use cases: lock, load, decide, apply, commit."""

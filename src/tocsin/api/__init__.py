"""Ring 3: the HTTP API."""

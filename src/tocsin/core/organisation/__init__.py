"""Organisation: the company as declared in files: people, calendars, commitments, kinds, sources, items."""

"""All incidents that ever were: searched, filtered, sorted, and taken away as a table."""

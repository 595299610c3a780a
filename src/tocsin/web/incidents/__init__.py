"""All incidents, also old ones: searched, filtered, sorted, and exported as a table."""

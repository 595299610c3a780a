"""History: incidents that another program has kept, read by a mapping and made ours. Starts no clock."""

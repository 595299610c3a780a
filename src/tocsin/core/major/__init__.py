"""Major incidents: one commander, updates by a plan, status pages, and the review afterwards. Reads no clock."""

"""Major incidents: the list, one with its commander, its plan and its updates, its review; and the status pages."""

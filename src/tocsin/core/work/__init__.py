"""Work: what of the open incidents concerns a person, and what of it runs out first."""

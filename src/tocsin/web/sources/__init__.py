"""The sources: which there are, and whether they still send."""

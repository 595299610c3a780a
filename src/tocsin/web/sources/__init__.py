"""The page of the sources: which there are, and whether they still send."""

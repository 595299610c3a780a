"""What recurs: each finding with its evidence, and the form that dismisses it."""

"""Impact: what a loss takes down, through power, places and dependencies with redundancy."""

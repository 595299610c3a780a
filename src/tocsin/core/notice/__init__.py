"""Notice: who is told what, when, and never more than a person can read."""

"""People: who they are, what they know, when they work, how they are reached and whether that was verified."""

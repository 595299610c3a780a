"""The messages: everything received, its translation, the queue of what was not understood, and a trial page."""

"""The messages: everything heard, its translation, the queue of what was not understood, and a place to try."""

"""Calls: how often a counterpart may be called, and when again after it refused. Who abuses an API is cut off."""

"""Calls: how often a counterpart may be called, and when again after it refused. Who calls too often is cut off."""

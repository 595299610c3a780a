"""Histories: the pages that import incidents of other programs."""

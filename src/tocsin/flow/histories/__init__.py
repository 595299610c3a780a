"""Histories: incidents that other programs have kept are tried, imported and reported. No clock learns of them."""

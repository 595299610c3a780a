"""Suppliers' sites: who may enter, and how a lost one is brought back."""

"""Accounts: who may log in, with which role; and what everyone keeps for themselves."""

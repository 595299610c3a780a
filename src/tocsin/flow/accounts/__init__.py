"""Accounts: attempts to log in, and the audit of what accounts do."""

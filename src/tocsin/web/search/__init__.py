"""The search over everything: a page by a plain form, and the answers of the command palette."""

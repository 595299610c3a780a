"""Exchanges: tickets at suppliers' desks, written and read one call at a time, whatever fails in between."""

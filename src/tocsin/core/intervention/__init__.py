"""Intervention: what we do in a supplier's rooms, checked, declared to it, followed; and the calendar of all works."""

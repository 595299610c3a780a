"""Routing: which team owns an incident, by scope: regional, group, supplier."""

"""Notices: who is notified; chosen, bundled and delivered."""

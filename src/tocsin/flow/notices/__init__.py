"""Notices: who must be told, chosen, bundled and delivered."""

"""Valmont, the demo's provider, as a process of its own: supervision API, ticket desk, mail, and a page to play it."""

"""Search: what a person asks for in words, and which people, teams and things of the organisation it names."""

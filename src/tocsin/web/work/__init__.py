"""My work: what concerns a person, what runs out first, and what they do to several incidents at once."""

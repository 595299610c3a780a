"""The providers: each one's channels, what lies with it, what it costs, and what its mails are worth."""

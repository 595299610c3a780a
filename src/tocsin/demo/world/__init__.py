"""The world around the company: messages as its parties would write them, and real senders. Knows no database."""

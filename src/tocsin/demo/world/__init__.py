"""The world around the company: what its parties would really write, and real senders for it. Knows no database."""

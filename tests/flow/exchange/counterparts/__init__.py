"""Real ticket desks in processes of their own, and their people: what they write, hide, attach, close, merge and delete."""

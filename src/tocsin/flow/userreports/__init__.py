"""User reports at work: received by mail or phone, linked to incidents, answered, and followed to the end."""

"""User reports: what users write or say is wrong, which incident it is probably about, and what they are answered."""

"""The rooms: the rack plan drawn from the inventory, kept up to date, and the same facts in words."""

"""The rooms: the rack plan drawn from the inventory, alive, and the same facts in words."""

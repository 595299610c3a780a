"""The teams' work in figures, each of which opens its incidents."""

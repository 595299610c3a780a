"""The monthly statements: what suppliers list, held against ours, settled, and exported as a dispute."""

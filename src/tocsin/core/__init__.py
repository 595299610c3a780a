"""Ring 0: values and rules. Pure: no I/O, no clock, no framework."""

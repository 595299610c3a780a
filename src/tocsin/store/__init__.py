"""Ring 1b: the only Django app with models; rows to values and effects to rows."""

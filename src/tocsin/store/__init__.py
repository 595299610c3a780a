"""Ring 1b: the only Django app with models. Rows become values, and effects become rows."""

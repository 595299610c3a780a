"""Problems: what recurs, the record that a person makes of it, and known errors on new incidents."""

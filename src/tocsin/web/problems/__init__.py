"""Problems: the list, the record with its causes, actions and incidents, and its forms."""

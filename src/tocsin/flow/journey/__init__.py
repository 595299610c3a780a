"""Journey: the steps of the pipeline, from a raw message to what it does to incidents."""

"""The JSON API, version 1: incidents, messages, the queue, sources. What posts events is the inlet beside it."""

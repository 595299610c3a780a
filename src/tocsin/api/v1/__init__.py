"""The JSON API, version 1: incidents, messages, the queue, sources. Events are posted to the inlet."""

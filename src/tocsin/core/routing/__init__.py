"""Routing: who owns an incident, by scope; rules are data, and the first that applies decides."""

from tocsin.core.routing import sentences as sentences

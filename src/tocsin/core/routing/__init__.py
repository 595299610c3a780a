"""Routing: who owns an incident, by scope; rules are data, the first that holds decides."""

from tocsin.core.routing import sentences as sentences

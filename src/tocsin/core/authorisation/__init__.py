"""Authorisation: who may enter which room of a supplier, until when, and how that is asked for and confirmed."""

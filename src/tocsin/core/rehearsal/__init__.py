"""Rehearsal: what would happen if something failed at a given time, by the rules of the real pipeline. Writes nothing."""

from tocsin.core.rehearsal import sentences as sentences

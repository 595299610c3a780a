"""Lifecycle: what correlation's effects make of incidents and interventions. Decides; writes nothing."""

from tocsin.core.lifecycle import sentences as sentences

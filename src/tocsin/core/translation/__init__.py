"""Translation: a raw message said again in our words, by formats that are data."""

from tocsin.core.translation import sentences as sentences

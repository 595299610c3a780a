"""Translation: a raw message becomes events in our vocabulary, by formats that are data."""

from tocsin.core.translation import sentences as sentences

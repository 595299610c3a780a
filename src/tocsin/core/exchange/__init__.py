"""Exchange: what a person needs to deal with a supplier about one incident: whom, when, how, and in which words."""

from tocsin.core.exchange import sentences as sentences

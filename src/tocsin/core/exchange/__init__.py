"""Exchange: what a person needs to contact a supplier about an incident: whom, when, how, and in which words."""

from tocsin.core.exchange import sentences as sentences
from tocsin.core.exchange import sentences_bond as sentences_bond
from tocsin.core.exchange import sentences_channels as sentences_channels

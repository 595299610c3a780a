"""The HTTP inlet: knows how events are posted to us; not who commits them, and not what they mean."""

from tocsin.api.inlet import sentences as sentences
from tocsin.api.inlet.app import Inlet, handles, make_inlet
from tocsin.api.inlet.limits import Limits

__all__ = ["Inlet", "Limits", "handles", "make_inlet"]

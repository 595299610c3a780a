"""Limits of the HTTP inlet: knows the numbers, not how they are enforced."""

from tocsin.core.kernel.value import Value


class Limits(Value):
    """The limits of one request. The defaults are large enough for a storm, and too small for an attack."""

    body_bytes: int = 5_000_000
    body_timeout_s: float = 30.0  # from the first header to the last byte of the body
    events: int = 5_000  # in one request
    depth: int = 32  # of nested JSON

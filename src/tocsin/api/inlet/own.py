"""JSON: our own, held against its form before it is taken; and a sender's own, kept for a format to read."""

from typing import Any

from tocsin.api.inlet.limits import Limits
from tocsin.api.inlet.post import Post
from tocsin.api.inlet.shape import check_count, parse
from tocsin.core.event.message import Message
from tocsin.core.translation import own_json

MEDIA_TYPE = "application/json"
EVENTS = own_json.MEDIA_TYPE


def read(post: Post, limits: Limits) -> tuple[tuple[Message, ...], int]:
    """Our events as one message, verbatim, and how many they are; BadInput names every field that is wrong.

    It is stored under our own media type, so that no format is asked what it means.
    """
    events = own_json.count(post.body)
    check_count(events, limits)
    return ((post.message(EVENTS, post.body),) if events else ()), events


def read_any(post: Post, limits: Limits) -> tuple[tuple[Message, ...], int]:
    """A message in its sender's own JSON: whether a format knows it is found out afterwards."""
    parse(post.body, Any, limits)
    return (post.message(MEDIA_TYPE, post.body),), 1

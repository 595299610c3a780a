"""Static files, offline: WhiteNoise, answered whole so that an ASGI server need not iterate in a thread."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """WhiteNoise whose responses contain all their bytes: our files are small."""

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponse:
        """The file, or 304 when the browser has it."""
        found = static_file.get_response(request.method, request.META)
        response = HttpResponse(_read(found.file), status=int(found.status))
        del response["content-type"]
        for name, value in found.headers:
            response[name] = value
        return response


def _read(file: BinaryIO | None) -> bytes:
    if file is None:
        return b""
    with file:
        return file.read()


@cache
def asset_url(path: str) -> str:
    """The address of a static file with a digest of its content, so that it may be kept for a year."""
    file = finders.find(path)
    if not file:
        raise FileNotFoundError(path)
    digest = hashlib.blake2b(Path(str(file)).read_bytes(), digest_size=6).hexdigest()
    return f"{static(path)}?v={digest}"

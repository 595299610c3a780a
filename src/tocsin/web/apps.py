"""What Django must know of the pages before the first request."""

from django.apps import AppConfig


class Pages(AppConfig):
    """The pages."""

    name = "tocsin.web"

    def ready(self) -> None:
        """Whoever logs in, by whichever way, begins a session that can become idle."""
        import tocsin.web.idle  # noqa: F401  connects its receiver

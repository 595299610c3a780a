"""Structured logs: one JSON object a line on standard error, or readable lines on a terminal."""

import logging
import os
import sys

import structlog


def level() -> str:
    """The least that is said: ``TOCSIN_LOG_LEVEL`` (default: info)."""
    return os.environ.get("TOCSIN_LOG_LEVEL", "info").lower()


def configure() -> None:
    """Set the logs up; ``TOCSIN_LOG`` is json or text (default: text on a terminal, json elsewhere)."""
    as_text = os.environ.get("TOCSIN_LOG", "text" if sys.stderr.isatty() else "json") == "text"
    least = logging.getLevelNamesMapping()[level().upper()]
    tracebacks = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *(
                [tracebacks]
                if as_text
                else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
            ),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(least),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s", stream=sys.stderr)

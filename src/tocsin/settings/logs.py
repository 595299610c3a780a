"""Structured logs: one JSON object for each line on standard error, or readable lines on a terminal."""

import logging
import sys
from typing import Any

import structlog
from structlog.typing import EventDict

from tocsin.settings import environment

LEVELS = ("debug", "info", "warning", "error", "critical")
_SHARED: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def level() -> str:
    """The lowest level that is logged: ``TOCSIN_LOG_LEVEL`` (default: info). Raises BadInput."""
    return environment.one_of("TOCSIN_LOG_LEVEL", "info", LEVELS)


def configure() -> None:
    """Set the logs up; ``TOCSIN_LOG`` is json or text (default: text on a terminal, json elsewhere).

    Logs of the libraries take the same form. Raises BadInput when a variable can't be used.
    """
    form = environment.one_of("TOCSIN_LOG", "text" if sys.stderr.isatty() else "json", ("text", "json"))
    structlog.configure(
        processors=[*_SHARED, *_rendering(form)],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(level()),
        cache_logger_on_first_use=True,
    )
    _configure_libraries(form)


def _rendering(form: str) -> list[structlog.typing.Processor]:
    if form == "text":
        return [_printable, structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]


def _printable(_logger: Any, _name: str, event: EventDict) -> EventDict:
    """One line on the terminal: what strangers typed can neither begin another one nor command the terminal."""
    return {name: _line(value) if isinstance(value, str) else value for name, value in event.items()}


def _line(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text)


def _configure_libraries(form: str) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*_SHARED, structlog.stdlib.add_logger_name],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_rendering(form)],
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)  # we log ourselves that the database is away

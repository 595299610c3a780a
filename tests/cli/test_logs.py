"""The log on a terminal: what strangers typed stays within its line."""

import io
import logging

import pytest
import structlog

from tocsin.settings import logs

HOSTILE = "x\x1b[2J\x1b]0;title\x07\nforged\r\u202eline\x85\x9b1m"


@pytest.fixture
def logged(monkeypatch):
    """What was logged as text."""
    terminal = io.StringIO()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("TOCSIN_LOG", "text")
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    logs.configure()
    yield terminal.getvalue
    root.handlers[:] = before
    root.setLevel(level)


def test_neither_a_value_nor_a_path_commands_the_terminal_or_begins_a_line(logged):
    structlog.get_logger().info("security.sign_in_failed", actor=HOSTILE)
    logging.getLogger("django.request").warning("Not Found: %s", HOSTILE)
    lines = logged().splitlines()
    assert len(lines) == 2
    for line in lines:
        assert "forged" in line
        assert "\\x1b[2J" in line
        assert not any(command in line for command in ("\x1b[2J", "\x1b]0", "\x07", "\u202e", "\x9b"))


def test_a_trace_keeps_its_lines(logged):
    try:
        raise ValueError("broken")
    except ValueError:
        logging.getLogger("x").exception("failed")
    assert "Traceback" in logged()

"""What the environment may get wrong: each variable is refused by its name, with a documented exit code."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

WRONG = [
    ("migrate", "TOCSIN_POOL", "abc", 2),
    ("migrate", "TOCSIN_POOL", "0", 2),
    ("check examples/first-mailbox", "TOCSIN_LOG_LEVEL", "loud", 2),
    ("check examples/first-mailbox", "TOCSIN_LOG", "xml", 2),
    ("migrate", "TOCSIN_ZONE", "Mars/Olympus", 2),
    ("migrate", "TOCSIN_SECRET_KEY_FILE", "/nonexistent/key", 2),
    ("migrate", "TOCSIN_SECRET_KEY_FILE", "/dev/null", 2),
    ("migrate", "TOCSIN_SECRET_KEY", "secret", 2),
    ("worker", "TOCSIN_SMTP_PORT", "smtp", 2),
    ("worker", "TOCSIN_RELAY", "ftp://mail", 2),
    ("worker", "TOCSIN_RELAY", "nonsense", 2),
    ("worker", "TOCSIN_RELAY", "smtp://mail:99999999", 2),
    ("migrate", "DATABASE_URL", "mysql://h/x", 2),
    ("migrate", "DATABASE_URL", "postgresql://[::1", 2),
    ("migrate", "DATABASE_URL", "postgresql://h/x?nonsense=1", 2),
]


def tocsin(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, as a shell starts it."""
    return subprocess.run(
        [sys.executable, "-m", "tocsin", *arguments],
        env={**os.environ, "LC_ALL": "C", "TOCSIN_SECRET_KEY": "", **environment},
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


@pytest.mark.parametrize(("command", "name", "value", "code"), WRONG, ids=[f"{w[1]}={w[2]}" for w in WRONG])
def test_a_variable_that_cannot_be_used_is_named(
    command: str, name: str, value: str, code: int, tmp_path: Path
) -> None:
    ran = tocsin(*command.split(), TOCSIN_DATA=str(tmp_path), **{name: value})
    assert ran.returncode == code, ran.stderr
    assert ran.stderr.startswith("tocsin: Input refused")
    assert name in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_password_is_not_repeated_by_a_refusal(tmp_path: Path) -> None:
    ran = tocsin("migrate", DATABASE_URL="postgresql://me:s3cret@[::1/x", TOCSIN_DATA=str(tmp_path))
    assert ran.returncode == 2
    assert "s3cret" not in ran.stderr


def test_a_database_that_is_away_is_reported_in_one_line(tmp_path: Path) -> None:
    ran = tocsin(
        "worker", DATABASE_URL="postgresql://127.0.0.1:1/x", TOCSIN_SECRET_KEY="k" * 32, LC_ALL="fr_FR.UTF-8"
    )
    assert ran.returncode == 4
    assert ran.stderr.startswith("tocsin: La base de données ne répond pas")
    assert len(ran.stderr.splitlines()) == 1


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    ran = tocsin("migrate", TOCSIN_DATA=str(tmp_path / "file"))
    assert (ran.returncode, "Traceback" in ran.stderr) == (4, False)
    assert str(tmp_path / "file") in ran.stderr


@pytest.mark.parametrize(
    "arguments", ["up --port 99999", "web --port 0", "up --workers 0", "demo --port 70000"]
)
def test_a_number_out_of_range_is_a_mistake_of_the_command_line(arguments: str) -> None:
    assert tocsin(*arguments.split()).returncode == 2


def test_the_manual_names_every_exit_code_and_cuts_no_summary() -> None:
    shown = tocsin("--help").stdout
    assert all(f"  {code}  " in shown for code in range(6))
    assert "..." not in shown.partition("Commands:")[2]


def test_the_formats_of_the_example_are_found_from_anywhere(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tocsin", "formats", "list"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "valmont" in ran.stdout


@pytest.mark.parametrize(
    ("url", "prefix", "secure"), [("https://t.example", "__Host-", True), ("http://t.example", "", False)]
)
def test_with_https_cookies_are_for_this_host_over_https_alone(url: str, prefix: str, secure: bool) -> None:
    shown = "SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, SESSION_COOKIE_SECURE, CSRF_COOKIE_SECURE, SECURE_HSTS_SECONDS"
    code = f"from tocsin.settings import base as b; print([b.{', b.'.join(shown.split(', '))}])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "TOCSIN_URL": url},
        capture_output=True,
        text=True,
        check=True,
    )
    expected = [f"{prefix}sessionid", f"{prefix}csrftoken", secure, secure, 31536000 if secure else 0]
    assert done.stdout.strip() == repr(expected)

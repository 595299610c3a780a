"""The whole API as it is served, asked in every way that its description allows, and in many others (schemathesis).

A few examples of each operation in every run, many by ``make fuzz``.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from tests.api.tmf.specs import FILES, as_served
from tests.stories.installation import Installation, installation

EXAMPLES = os.environ.get("EXAMPLES", "2")
SECONDS = os.environ.get("FUZZ_SECONDS", "")
TOKEN = "tocsin_fuzz"
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,"
    "unsupported_method,ignored_auth"
)


@pytest.fixture(scope="module")
def served() -> Iterator[Installation]:
    """Web, workers and database, with the company and an administrator's token."""
    with installation() as here:
        here.up()
        assert here.tocsin("account", "fuzz", "--role", "administrator").returncode == 0
        here.rows(
            "insert into api_token (account_id, label, hash, scope, created_at)"
            " select id, 'fuzz', %s, 'act', now() from account where username = 'fuzz' returning id",
            [sha256(TOKEN.encode()).hexdigest()],
        )
        yield here


@pytest.mark.parametrize(
    ("token", "operations"),
    [
        (TOKEN, ["--exclude-tag=inlet"]),
        # amtool shows the text of a 400 alone: to its GET, which we do not have, that is the answer, and no 405
        ("demo-http-it", ["--include-tag=inlet", "--exclude-checks", "unsupported_method"]),
    ],
    ids=["api", "inlet"],
)
def test_no_request_breaks_it_and_every_answer_is_described(
    served: Installation, tmp_path: Path, token: str, operations: list[str]
) -> None:
    described = f"http://127.0.0.1:{served.port}/api/v1/openapi.json"
    asked(served, tmp_path, described, token, CHECKS, *operations, "--phases", "examples,coverage,fuzzing")


@pytest.mark.parametrize("api", FILES)
def test_no_supplier_breaks_it_and_every_answer_is_what_the_specification_says(
    served: Installation, tmp_path: Path, api: str
) -> None:
    specification = tmp_path / "specification.json"
    specification.write_text(json.dumps(as_served(api)), "utf-8")
    where = f"http://127.0.0.1:{served.port}/tmf-api/{api}"
    checks = CHECKS.removesuffix(",ignored_auth")  # the specifications do not say how one signs in
    phases = (
        "examples,coverage,fuzzing" if SECONDS else "examples,fuzzing"
    )  # their shapes are large: coverage takes minutes
    asked(
        served, tmp_path, str(specification), "demo-valmont-tmf", checks, "--url", where, "--phases", phases
    )


def asked(
    served: Installation, folder: Path, specification: str, token: str, checks: str, *options: str
) -> None:
    """Every operation of a description, asked as it may be and as it may not; AssertionError with what went wrong."""
    command = [
        str(Path(sys.executable).with_name("schemathesis")), "run", specification,
        "--header", f"Authorization:Bearer {token}", *options, "--max-examples", EXAMPLES, "--continue-on-failure",
        "--checks", checks, "--no-color", "--workers", "1", "--request-timeout", "60",
        "--suppress-health-check", "too_slow", "--seed", "1", *(["--max-time", SECONDS] if SECONDS else []),
    ]  # fmt: skip
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=7_200, check=False)
    assert done.returncode == 0, done.stdout[-20_000:]
    assert "Traceback" not in served.log.read_text()

"""Story: a program reports, merges, splits and hands over, over HTTP on the served app; the page tells the same story."""

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener, urlopen

import msgspec
import pytest

from tests.stories.installation import Installation, installation

TOKEN = "tocsin_acts"


class Program:
    """A caller of the API, and a person's browser on the same installation."""

    def __init__(self, here: Installation, password: str) -> None:
        self._here = here
        self._home = f"http://127.0.0.1:{here.port}"
        self._browser = build_opener(HTTPCookieProcessor(CookieJar()))
        self._log_in(password)

    def __call__(self, address: str, **fields: Any) -> dict[str, Any]:
        """POST where there are fields, else GET; the JSON answered, with its ``status`` and ``etag``."""
        match = fields.pop("if_match", "")
        headers = {
            "Authorization": f"Bearer {TOKEN}",
            "Content-Type": "application/json",
            "Accept-Language": "fr",
        }
        request = Request(
            f"{self._home}/api/v1/incidents{address}", headers=headers | ({"If-Match": match} if match else {}),
            data=msgspec.json.encode(fields) if fields else None,
        )  # fmt: skip
        try:
            answer = urlopen(request, timeout=30)
        except HTTPError as refused:
            answer = refused
        with answer:
            return {
                **msgspec.json.decode(answer.read()),
                "status": answer.status,
                "etag": answer.headers.get("ETag"),
            }

    def page(self, number: int) -> str:
        """The text of an incident's timeline as a browser shows it, in French."""
        with self._browser.open(f"{self._home}/incidents/{number}", timeout=30) as answer:
            shown = re.search(r'<ol class="timeline">.*?</ol>', answer.read().decode(), re.DOTALL)
        assert shown
        return " ".join(
            html.unescape(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", shown[0], flags=re.DOTALL)).split()
        )

    def _log_in(self, password: str) -> None:
        with self._browser.open(f"{self._home}/login", timeout=30) as answer:
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.read().decode())
        assert token
        form = {"csrfmiddlewaretoken": token[1], "username": "me", "password": password}
        request = Request(f"{self._home}/login", urlencode(form).encode(), {"Referer": f"{self._home}/login"})
        self._browser.addheaders = [("Accept-Language", "fr")]
        self._browser.open(request, timeout=30).close()


@pytest.fixture(scope="module")
def program() -> Iterator[Program]:
    with installation() as here:
        here.up()
        made = here.tocsin("account", "me", "--role", "administrator", "--person", "karim.haddad")
        assert made.returncode == 0, made.stderr.decode()
        here.rows(
            "insert into api_token (account_id, label, hash, scope, created_at)"
            " select id, 'acts', %s, 'act', now() from account where username = 'me' returning id",
            [sha256(TOKEN.encode()).hexdigest()],
        )
        here.rows("update account set must_change_password = false returning id")
        yield Program(here, made.stdout.decode().split()[-1])


def agrees(program: Program, whole: dict[str, Any]) -> None:
    """Every reason and note of the API's timeline stands on the page, in the same order."""
    page, at = program.page(whole["id"]), 0
    for entry in whole["timeline"]:
        for text in filter(None, (entry["why"], entry["data"].get("note"))):
            found = page.find(" ".join(text.split()), at)
            assert found >= 0, (text, page[at:])
            at = found


def verbs(whole: dict[str, Any]) -> list[str]:
    return [entry["verb"] for entry in whole["timeline"]]


def test_reported_merged_split_and_handed_over(program: Program) -> None:
    began = datetime(2026, 1, 2, 3, 4, tzinfo=UTC).isoformat()
    first = program("", what="Ne répond pas", item="srv-intra-01", since=began, caller="Mme Durand")
    second = program("", what="Lent", item="srv-crm-01", apart=True)
    assert (first["status"], second["status"]) == (201, 201)
    assert first["id"] != second["id"]
    assert [alert["item"] for alert in first["alerts"]] == ["srv-intra-01"]

    merged = program(f"/{first['id']}/merge", into=second["number"], note="la même baie")
    assert (merged["status"], merged["id"]) == (200, second["id"])
    assert {alert["item"] for alert in merged["alerts"]} == {"srv-intra-01", "srv-crm-01"}
    assert merged["alert_count"] == 2
    assert "merged_in" in verbs(merged)
    folded = program(f"/{first['id']}")
    assert folded["folded_into"] == second["id"]
    agrees(program, merged)
    agrees(program, folded)

    leaving = next(alert["fingerprint"] for alert in merged["alerts"] if alert["item"] == "srv-intra-01")
    apart = program(f"/{second['id']}/split", alerts=leaving, note="une autre baie", if_match=merged["etag"])
    assert apart["status"] == 200, apart
    assert apart["id"] not in (first["id"], second["id"])
    assert [alert["fingerprint"] for alert in apart["alerts"]] == [leaving]
    left = program(f"/{second['id']}")
    assert [alert["item"] for alert in left["alerts"]] == ["srv-crm-01"]
    assert "split" in verbs(left)
    agrees(program, apart)
    agrees(program, left)

    handed = program(f"/{apart['id']}/hand-over", team="it-fr", note="à vous")
    assert (handed["status"], handed["owner_team"], handed["owner"]) == (200, "it-fr", "")
    agrees(program, handed)
    stale = program(f"/{apart['id']}/take", note="", if_match=apart["etag"])
    assert stale["status"] == 412, "somebody has acted since"


@pytest.mark.parametrize(
    ("verb", "fields", "named"),
    [
        ("split", {"alerts": "no-such-alert"}, "alerts"),
        ("merge", {"into": "INC-99999"}, "into"),
        ("merge", {"into": "the other"}, "into"),
        ("hand-over", {"team": "nobody"}, "team"),
    ],
)
def test_what_can_not_be_meant_is_named_by_its_field(
    program: Program, verb: str, fields: dict[str, str], named: str
) -> None:
    reported = program("", what="Ne répond pas", item="srv-erp-01", apart=True)
    refused = program(f"/{reported['id']}/{verb}", **fields)
    assert refused["status"] in (404, 409, 422), refused
    assert named in str(refused) or refused["status"] != 422, refused
    assert program(f"/{reported['id']}")["revision"] == reported["revision"]

"""Posts that were once refused whole, or under their name: each has a README that says what, and what is right."""

import json
import re
from pathlib import Path

from tests.api.inlet.calling import Inlet

HERE = Path(__file__).parent


def posted(name: str) -> tuple[str, bytes, str]:
    """(path, body, content type) of what a script posts."""
    script = (HERE / name / "run.sh").read_text()
    found = re.search(r"\$URL(\S+) .*'Content-Type: ([^']+)' -d '(.*)'", script)
    assert found is not None
    return found[1], found[3].encode(), found[2]


async def test_the_good_alerts_are_kept_and_the_bad_one_is_named() -> None:
    inlet = Inlet()
    path, body, content_type = posted("alerts-one-bad-in-the-batch")
    reply = await inlet.post(body, path, content_type=content_type)
    assert (reply.status, reply.fields) == (400, ["[1].labels"])
    kept = [alert["labels"]["instance"] for alert in json.loads(inlet.kept[0].body)]
    assert kept == ["srv-fic-it-01", "srv-fic-es-01"]


async def test_json_that_is_called_text_is_json() -> None:
    inlet = Inlet()
    path, body, content_type = posted("json-called-text-plain")
    assert (await inlet.post(body, path, content_type=content_type)).status == 202
    assert (inlet.kept[0].media_type, inlet.kept[0].body) == ("application/json", body)

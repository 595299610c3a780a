"""The board with a million messages, a hundred thousand incidents and two thousand open: how long a page takes."""

from typing import Any

from bench.browser import Browser
from bench.installation import installation

MESSAGES, INCIDENTS, OPEN = 1_000_000, 100_000, 2_000
REQUESTS = 200


def run() -> dict[str, Any]:
    """Milliseconds a board page, as a browser waits for them; and how many queries one costs."""
    with installation() as here:
        _fill()
        here.start(workers=0)
        browser = Browser(here)
        browser.log_in()
        for _ in range(20):
            browser.milliseconds("/")
        before = here.cpu_s("web")
        taken = sorted(browser.milliseconds("/") for _ in range(REQUESTS))
        return {
            "board, web CPU ms a page": (here.cpu_s("web") - before) / REQUESTS * 1000,
            "board, median ms": taken[REQUESTS // 2],
            "board, p95 ms": taken[REQUESTS * 95 // 100],
            "board, messages": MESSAGES,
            "board, incidents": INCIDENTS,
            "board, open": OPEN,
        }


def _fill() -> None:
    """Rows as the pipeline writes them, copied: one real open incident, many times."""
    from django.db import connection

    open_incident()
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into message (received_at, source, channel, media_type, envelope, body, size, status, format)"
            " select received_at, source, channel, media_type, envelope, body, size,"
            " case when n %% 50 = 0 then 'untranslated' else 'translated' end, 'own'"
            " from message, generate_series(1, %s) n where id = (select min(id) from message)",
            [MESSAGES],
        )
        cursor.execute("create temp table sample as select * from incident limit 1")
        names = [column for column in columns(cursor) if column not in ("id", "state", "opened_at", "stands")]
        cursor.execute(
            f"insert into incident (id, state, opened_at, stands, {', '.join(names)})"
            f" select nextval('incident_id_seq'), case when n <= %s then 'in_progress' else 'closed' end,"
            f" opened_at - n * interval '1 minute', n <= %s, {', '.join(names)} from sample, generate_series(1, %s) n",
            [OPEN, OPEN, INCIDENTS],
        )
        cursor.execute("analyze")


def open_incident() -> None:
    """One real incident, by the pipeline."""
    from bench.intake import _hosts
    from tocsin.core.event.message import Message
    from tocsin.flow import clock, pipeline
    from tocsin.flow.intake import deposit as intake

    body = (
        b'{"kind": "device.down", "state": "firing", "criticality": "high", "summary": "down",'
        b' "place": {"item": "%s"}}' % _hosts()[0].encode()
    )
    message = Message(
        source="http-it", channel="http", received_at=clock.now(), body=body,
        media_type="application/vnd.tocsin.events+json",
    )  # fmt: skip
    intake.deposit([message])
    pipeline.work()


def columns(cursor: Any) -> list[str]:
    """What is written of an incident; the database fills the other columns itself."""
    cursor.execute(
        "select column_name from information_schema.columns"
        " where table_name = 'incident' and is_generated = 'NEVER'"
    )
    return [name for (name,) in cursor.fetchall()]


if __name__ == "__main__":
    for name, value in run().items():
        print(f"{name:40} {value:>12,.2f}")

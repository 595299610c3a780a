"""Three workers, one database, several sources at once: every message is worked once, and in its order."""

from collections import Counter

from tests.connectors.servers import until
from tests.stories.installation import Poster, Sender, installation

SOURCES = ("http-it", "desk-fr", "prometheus-de", "nagios-fr", "icinga-es")
SUBJECTS = 8
ENOUGH = 300  # messages of each source


def test_every_message_is_worked_once_and_messages_of_a_subject_keep_their_order() -> None:
    with installation() as here:
        database = here.begin("worker")  # it starts the embedded database, and so goes last
        until(lambda: here.postmaster and here.listens_for_mail, 60)
        here.environment["TOCSIN_SMTP_PORT"] = "0"
        for _ in range(2):
            here.begin("worker")
        here.begin("web", "--port", str(here.port))
        until(lambda: here.is_listening, 60)
        senders = [
            Sender(source, Poster(here, source, [f"{source} {n}" for n in range(SUBJECTS)]))
            for source in SOURCES
        ]
        for sender in senders:
            sender.start()
        until(lambda: all(len(sender.kept) >= ENOUGH for sender in senders), 60)
        for sender in senders:
            sender.finish()
        until(here.all_worked, 60)

        kept = Counter(word for sender in senders for word in sender.kept)
        stored = Counter(w for (w,) in here.rows("select summary from event where kind = 'check.failed'"))
        assert stored == kept
        assert here.rows("select status, count(*) from message where source <> 'tocsin' group by 1") == [
            ("translated", len(kept))
        ]
        assert here.rows("select status, sum(count) from tally where source <> 'tocsin' group by 1") == [
            ("translated", len(kept))
        ]
        alerts = here.rows("select source, subject, state, count from alert where kind = 'check.failed'")
        assert {(source, subject): (state, count) for source, subject, state, count in alerts} == {
            (sender.name, f"{sender.name} {n}"): _expected(len(sender.kept), n)
            for sender in senders
            for n in range(SUBJECTS)
        }
        outdated = here.value("select count(*) from event where outcome = 'outdated'")
        assert outdated == 0, "no word overtook another"
        assert "deadlock detected" not in here.database_log
        assert database.poll() is None


def _expected(messages: int, subject: int) -> tuple[str, int]:
    """The subjects speak in turn: fires, recovers, fires ..."""
    times = len(range(subject, messages, SUBJECTS))
    return ("firing" if times % 2 else "resolved", times)

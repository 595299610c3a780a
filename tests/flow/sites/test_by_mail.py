"""What is asked of a supplier leaves by real SMTP, with its proof; what the server refuses stands on its page."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from tests.connectors.servers import smtp_server
from tests.flow.house import House
from tests.flow.sites.people import VALMONT, account, asked, entered
from tests.flow.sites.test_planned import plan
from tocsin.core.authorisation import values as a
from tocsin.core.intervention import values as i
from tocsin.flow.notices import outbox
from tocsin.flow.sites import authorisations, interventions
from tocsin.store.read.mails import mails


class Desk:
    """The supplier's mail server."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refuses = ""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if self.refuses:
            return self.refuses
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 2.0.0 accepted as 4F2A"


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    served = Desk()
    with smtp_server(served) as port:
        monkeypatch.setenv("TOCSIN_RELAY", f"smtp://127.0.0.1:{port}")
        yield served


def test_a_request_and_a_declaration_leave_in_their_threads_and_their_receipt_is_kept(
    shared_house: House, desk: Desk
) -> None:
    who = account()
    known = entered(who)
    removed = authorisations.ask(who, known.id, a.Remove())
    again = entered(who, place="par1.s2")
    drafted = interventions.plan(who, plan(places=("par1.s2",)))
    declared = interventions.ask(who, drafted.id, i.Declare(accepted=True))
    assert outbox.deliver_due() == 4

    to_them = [(mail["To"], mail["Subject"]) for mail in desk.mails]
    assert {to for to, _ in to_them} == {VALMONT}
    asking, removal, _, declaration = desk.mails
    assert removed.subject.number in removal["Subject"]
    assert asking["References"] == removal["References"]
    assert asking["Message-ID"] != removal["Message-ID"]
    assert declared.subject.number in declaration["Subject"]
    assert "Nature des travaux : Remplacement d'un disque" in declaration.get_content()
    proofs = [mail.reply for subject in (known, again, declared) for mail in mails(subject.subject)]
    assert proofs == ["250 2.0.0 accepted as 4F2A"] * 4
    assert outbox.deliver_due() == 0


def test_a_refused_address_is_no_proof(shared_house: House, desk: Desk) -> None:
    desk.refuses = "550 5.1.1 no such mailbox"
    known = authorisations.ask_for(account(), asked())
    assert outbox.deliver_due() == 0
    (mail,) = mails(known.subject)
    assert (mail.state, mail.sent_at) == ("failed", None)
    assert "550" in mail.error

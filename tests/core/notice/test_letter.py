"""Letters, whole, in both languages: short, with the number in the subject and a link."""

import base64
import email
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from msgspec.structs import replace

from tocsin.core.escalation.ladder import Recipient
from tocsin.core.exchange.values import ProviderCard, Reach, ReadyMessage, Rung
from tocsin.core.impact.values import Effect
from tocsin.core.incident.values import Incident, IncidentKind, NoticeDue, NoticeKind
from tocsin.core.inventory.values import Item, ItemType
from tocsin.core.kernel.scales import Criticality, Priority
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.typography import COLON, typeset
from tocsin.core.kernel.why import Why
from tocsin.core.notice.letter import message_id, render, thread_id
from tocsin.core.notice.values import Brief, Struck
from tocsin.core.notice.writing import HitsAlike, brief_of, write
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import Label, Person, SupplierChannel, Team
from tocsin.core.sla.values import Clock, ClockState, Share

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
URL = "https://tocsin.example"
CLOCKS = (
    Clock(
        side="ours",
        commitment="crm",
        name="CRM, 24 h",
        target_s=86400,
        state=ClockState.RUNNING,
        why=Why(code="x"),
        remaining_s=83_400,
        due_at=NINE + timedelta(hours=24),
        shares=(Share(party="us", calendar_s=1, wall_s=1),),
    ),
    Clock(
        side="supplier",
        commitment="gold",
        name="Garantie haute",
        target_s=14400,
        state=ClockState.WAITING,
        why=Why(code="x"),
        remaining_s=14400,
    ),
)
BRIEF = Brief(
    number="INC-42",
    title=Label(fr=typeset("Alimentation perdue : baie R07"), en="Power lost: rack R07"),
    priority=Priority.P1,
    effect=Effect.DOWN,
    since=NINE,
    applications=("CRM", "ERP"),
    application_count=2,
    device_count=14,
    struck=(
        Struck(effect=Effect.DOWN, applications=("CRM", "ERP"), application_count=2, device_count=12),
        Struck(effect=Effect.REDUNDANCY_LOST, applications=("BI",), application_count=4, device_count=2),
    ),
    received_at=NINE + timedelta(minutes=2),
    team="Systèmes groupe",
    clocks=CLOCKS,
)
FRENCH = Recipient(address="equipe@x.example", language="fr", zone="Europe/Paris", key="systems")
ENGLISH = Recipient(address="desk@x.example", language="en", zone="Europe/Lisbon", key="desk")


def notice(kind="opened", brief=BRIEF, to=FRENCH, clock="", number=1, incident=42, note=""):
    due = NoticeDue(
        subject=Subject.incident(incident), kind=NoticeKind(kind), at=NINE, clock=clock, note=note
    )
    (written,) = write(due, brief, (to,), by="Karim Haddad")
    return replace(written, id=number)


def test_a_letter_in_french():
    letter = render([notice()], "fr", URL)
    assert letter.subject == typeset("[INC-42] P1 Panne : Alimentation perdue : baie R07 (CRM, ERP)")
    assert letter.text == (
        typeset(
            "En panne : CRM, ERP ; 12 équipement(s).\n"
            "Sans redondance, le service continue : BI et 3 autre(s) ; 2 équipement(s).\n"
            "Début : 02/03/2026 10:00 (Europe/Paris) ; reçu : 02/03/2026 10:02 (Europe/Paris).\n"
            "Notre engagement « CRM, 24 h » (24 h calendaires) :"
            " échéance dans 1 j, le 03/03/2026 10:00 (Europe/Paris).\n"
            "Engagement du fournisseur « Garantie haute » (4 h calendaires) : pas encore signalé.\n"
            "Équipe Systèmes groupe, non pris en charge.\n"
            "\n"
            "https://tocsin.example/incidents/42\n"
        )
    )


def test_a_letter_in_english_in_the_readers_time():
    """Deadlines are written in the recipient's zone, and say which: server and reader may be elsewhere."""
    letter = render([notice(to=ENGLISH)], "en", URL)
    assert letter.subject == "[INC-42] P1 Down: Power lost: rack R07 (CRM, ERP)"
    assert "(24 h of calendar time): due in 1d, 2026-03-03 09:00 (Europe/Lisbon)." in letter.text
    assert "Began 2026-03-02 09:00 (Europe/Lisbon); received 2026-03-02 09:02 (Europe/Lisbon)." in letter.text


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    "kind", ["opened", "worsened", "reopened", "handed_over", "at_risk", "breached", "recovered"]
)
@pytest.mark.parametrize("struck", [BRIEF.struck, ()])
def test_the_first_line_is_not_the_subject_again(kind, language, struck):
    clock = "ours" if kind in ("at_risk", "breached") else ""
    letter = render([notice(kind, replace(BRIEF, struck=struck), clock=clock)], language, URL)
    first = letter.text.splitlines()[0]
    for words in (BRIEF.title.fr, BRIEF.title.en, BRIEF.number):
        assert words in letter.subject or words not in letter.text
        assert words not in first


def test_what_only_lost_its_redundancy_is_not_called_down():
    brief = replace(BRIEF, effect=Effect.REDUNDANCY_LOST, struck=BRIEF.struck[1:], applications=("BI",))
    letter = render([notice(brief=brief)], "en", URL)
    assert letter.subject.startswith("[INC-42] P1 Redundancy lost: ")
    assert letter.text.startswith("Without redundancy, the service goes on: BI and 3 more; 2 device(s).\n")
    assert "Down" not in letter.subject + letter.text


def test_recovered_says_since_when_and_how_long_it_lasted():
    brief = replace(BRIEF, over_at=NINE + timedelta(minutes=72))
    french, english = (render([notice("recovered", brief)], language, URL).text for language in ("fr", "en"))
    assert french.startswith(
        typeset(
            "Rétabli depuis le 02/03/2026 11:12 (Europe/Paris), après 1 h 12"
            " (début : 02/03/2026 10:00 (Europe/Paris)).\n"
            "Était en panne : CRM, ERP ; 12 équipement(s).\n"
        )
    )
    assert "It has worked again since 2026-03-02 11:12 (Europe/Paris), after 1h 12" in english


CARD = ProviderCard(
    supplier="valmont",
    name="Valmont",
    zone="Europe/Paris",
    why=Why(code="x"),
    message=ReadyMessage(
        to="support@v.example", subject="", text="", language="fr", place="Salle S1 / Baie R07",
        kind="Perte baie", checked=True, why=Why(code="x"),
    ),
    contract="VDC-1",
    reference="T-9",
    reach=Reach(name="Supervision", phone="+33 1", why=Why(code="x")),
    channels=(SupplierChannel(name="phone", address="+33 1", cost=150, cost_minute=120, urgent=True),),
    rungs=(
        Rung(name="Chef de quart", after_s=3600, phone="+33 2", due_at=NINE, due=True),
        Rung(name="Direction", after_s=7200, email="d@v.example", due_at=NINE + timedelta(hours=1)),
    ),
)  # fmt: skip


def test_the_provider_s_card_stands_in_the_mail():
    french, english = (
        render([notice()], language, URL, lambda subject: CARD).text for language in ("fr", "en")
    )
    for line in (
        "Appeler Valmont\u00a0: Supervision, +33 1 (1,50\u00a0€ l’appel, plus 1,20\u00a0€ la minute)",
        typeset("Leur référence : T-9."),
        typeset("Contrat : VDC-1."),
        typeset("Dans leurs mots : Perte baie, Salle S1 / Baie R07."),
        typeset("Peut être appelé depuis le 02/03/2026 10:00 (Europe/Paris) : Chef de quart, +33 2."),
        typeset("Prochain échelon le 02/03/2026 11:00 (Europe/Paris) : Direction, d@v.example."),
    ):
        assert line in french.splitlines()
    assert "Call Valmont: Supervision, +33 1 (€1.50 a call, plus €1.20 a minute)" in english


def test_nobody_is_called_once_it_works_again():
    assert "Valmont" not in render([notice("recovered")], "en", URL, lambda subject: CARD).text


def test_a_digest_says_whom_to_call_for_each():
    letter = render([notice(), notice(incident=43)], "en", URL, lambda subject: CARD)
    assert letter.text.count("Call Valmont: Supervision, +33 1") == 2
    assert "· T-9" in letter.text


KINDS = [
    ("worsened", "", "Aggravé", "Worse"),
    ("reopened", "", "Rouvert", "Reopened"),
    ("handed_over", "", "Transmis par Karim Haddad", "Handed over by Karim Haddad"),
    ("at_risk", "ours", "Engagement menacé", "Commitment at risk"),
    ("breached", "supplier", "Engagement du fournisseur dépassé", "Supplier's commitment breached"),
    ("recovered", "", "Rétabli", "Recovered"),
]


@pytest.mark.parametrize(("kind", "clock", "french", "english"), KINDS)
def test_no_two_kinds_have_the_same_subject(kind, clock, french, english):
    """PagerDuty: a constant subject has no information."""
    due = notice(kind, clock=clock)
    assert f"P1 {french}{COLON}" in render([due], "fr", URL).subject
    assert f"P1 {english}: " in render([due], "en", URL).subject


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("state", list(ClockState))
@pytest.mark.parametrize("effect", list(Effect))
def test_no_blank_stays_open(language, state, effect):
    clocks = tuple(replace(clock, state=state, due_at=NINE, remaining_s=-90) for clock in CLOCKS)
    for kind in ("opened", "worsened", "reopened", "handed_over", "recovered"):
        letter = render([notice(kind, replace(BRIEF, clocks=clocks, effect=effect))], language, URL)
        assert "{" not in letter.subject + letter.text
        assert "notice." not in letter.text


def test_what_was_bundled_is_one_line():
    bundled = [notice("worsened"), notice("breached", clock="ours"), notice("recovered")]
    lines = render(bundled, "fr", URL).text.splitlines()
    assert typeset("Entre-temps : Aggravé, Engagement dépassé.") in lines


def test_who_is_handed_an_incident_reads_by_whom_why_and_until_when():
    letter = render([notice("handed_over", note="Fin de service.\nVoir avec {Valmont}.")], "fr", URL)
    assert letter.subject == typeset(
        "[INC-42] P1 Transmis par Karim Haddad : Alimentation perdue : baie R07 (CRM, ERP)"
    )
    assert letter.text.startswith(typeset("Karim Haddad vous transmet cet incident.\nEn panne : CRM, ERP"))
    assert typeset("\nKarim Haddad : « Fin de service.\nVoir avec {Valmont}. »\n") in letter.text
    assert "échéance dans 1 j, le 03/03/2026 10:00 (Europe/Paris)" in letter.text
    assert letter.text.endswith("https://tocsin.example/incidents/42\n")
    without = render([notice("handed_over", to=ENGLISH)], "en", URL)
    assert without.text.splitlines()[:2] == [
        "Karim Haddad hands this incident over to you.",
        "Down: CRM, ERP; 12 device(s).",
    ]


def test_a_note_survives_a_bundle_and_a_digest():
    bundle = [notice("handed_over", note="leave"), notice("at_risk", clock="ours")]
    alone, among = (render([*bundle, *more], "en", URL) for more in ([], [notice(incident=43)]))
    assert "Meanwhile: Handed over by Karim Haddad.\nKarim Haddad: “leave”\n" in alone.text
    assert "INC-42  P1  Handed over by Karim Haddad, Commitment at risk  Power lost: rack R07\n" in among.text
    assert "  Karim Haddad: “leave”\n" in among.text


def test_a_title_from_a_message_cannot_add_a_header_nor_a_page():
    nasty = replace(BRIEF, title=Label(fr="Baie\r\nBcc: x@y.example\n" + "é" * 500, en=""))
    letter = render([notice(brief=nasty)], "fr", URL)
    assert "\n" not in letter.subject
    assert "\r" not in letter.subject
    assert len(letter.subject) <= 150


def test_a_digest_lists_the_ten_most_urgent_and_counts_the_rest():
    notices = [
        notice(
            brief=replace(BRIEF, number=f"INC-{n}", priority=Priority.P3 if n else Priority.P1),
            incident=n,
            number=n,
        )
        for n in range(12, -1, -1)
    ]
    letter = render(notices, "fr", URL)
    assert letter.subject == typeset(
        "[Tocsin] 13 incidents, dont [INC-0] P1 : Alimentation perdue : baie R07"
    )
    assert letter.text.count("/incidents/") == 10
    assert "et 3 autre(s)." in letter.text


def test_a_digest_names_an_incident_once_by_what_happened_last():
    letter = render([notice(), notice("recovered"), notice(incident=43)], "en", URL)
    assert letter.subject.startswith("[Tocsin] 2 incidents, among them")
    assert letter.text.count("/incidents/42") == 1
    assert "Recovered" in letter.text


def test_a_message_id_never_changes_for_one_notice():
    assert message_id(notice(), "f0", "x.example") == message_id(notice(), "f0", "x.example")
    assert message_id(notice(number=1), "f0", "x.example") != message_id(notice(number=2), "f0", "x.example")
    assert thread_id(notice("opened"), "x.example") == thread_id(notice("recovered", number=2), "x.example")


def test_a_brief_says_names_and_counts():
    applications = tuple(f"app-{n:02}" for n in range(14))
    company = Organisation(
        items={"app-00": Item(key="app-00", type=ItemType.APPLICATION, name="CRM")},
        teams={"systems": Team(key="systems", name="Systèmes groupe", scope="group")},
        persons={"karim": Person(key="karim", name="Karim Haddad", email="k@x.example", role="")},
    )
    incident = Incident(
        id=42,
        kind=IncidentKind.OUTAGE,
        effect=Effect.DOWN,
        peak=Effect.DOWN,
        priority=Priority.P1,
        criticality=Criticality.CRITICAL,
        cause="r07",
        cause_kind="power.lost",
        title=BRIEF.title,
        applications=applications,
        owner_team="systems",
        owner="karim",
        opened_at=NINE,
        since=NINE,
        last_at=NINE,
    )
    hits = [HitsAlike(effect=Effect.DOWN, applications=applications, devices=3)]
    brief = brief_of(incident, CLOCKS, company, hits=hits)
    assert brief.applications[:2] == ("CRM", "app-01")
    assert (len(brief.applications), brief.application_count) == (10, 14)
    assert (brief.team, brief.owner) == ("Systèmes groupe", "Karim Haddad")
    assert brief.clocks[0].shares == ()
    text = render([notice(brief=brief)], "fr", URL).text
    assert typeset("app-09 et 4 autre(s) ; 3 équipement(s).") in text
    assert "pris en charge par Karim Haddad" in text


@pytest.mark.parametrize(
    "text",
    [
        "=?utf-8?q?PDU=0ABcc:_attacker=40evil.example?=",
        "=?utf-8?b?" + base64.b64encode(b"x\r\nBcc: attacker@evil.example").decode() + "?=",
        "PDU\r\nBcc: attacker@evil.example",
        "PDU\u2028Bcc: attacker@evil.example",
        "=?=?utf-8?q?=0ABcc:_attacker=40evil.example?=",
    ],
)
@pytest.mark.parametrize("count", [1, 2])
def test_a_source_writes_no_header_of_ours(text, count):
    """Python 3.11.7 decodes an encoded word when a header is set, line breaks included: a real Bcc was sent."""
    brief = replace(BRIEF, title=Label(fr=text, en=text))
    letter = render([notice(brief=brief, incident=number) for number in range(count)], "en", URL)
    mail = EmailMessage()
    mail["Subject"] = letter.subject
    assert email.message_from_bytes(mail.as_bytes(policy=SMTP)).keys() == ["Subject"]


def test_what_was_read_long_after_it_was_over_is_one_summary() -> None:
    late = []
    for number in (42, 43):
        begun = NINE - timedelta(hours=number - 20)
        brief = replace(
            BRIEF,
            number=f"INC-{number}",
            since=begun,
            over_at=begun + timedelta(hours=1),
            received_at=NINE,
            late=True,
        )
        late.append(notice(NoticeKind.RECOVERED, brief=brief, incident=number))
    french = render(late, "fr", URL)
    assert french.subject == typeset(
        "[Tocsin] Lu tard : 2 incident(s) du 01/03/2026 au 01/03/2026, tous terminés"
    )
    assert "INC-43  P1  du 01/03/2026 11:00 (Europe/Paris) au 01/03/2026 12:00 (Europe/Paris)" in french.text
    assert french.text.index("INC-43") < french.text.index("INC-42"), "in order of time"
    english = render(late, "en", URL)
    assert english.subject.startswith("[Tocsin] Read late: 2 incident(s) of 2026-03-01 to 2026-03-01")


def test_when_it_was_received_stands_beside_when_it_began() -> None:
    brief = replace(BRIEF, since=NINE - timedelta(hours=3), received_at=NINE)
    letter = render([notice(NoticeKind.OPENED, brief=brief)], "en", URL)
    assert "Began 2026-03-02 07:00 (Europe/Paris); received 2026-03-02 10:00 (Europe/Paris)." in letter.text

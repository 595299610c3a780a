"""The messages' pages: the list, one beside its translation, the queue, the trial."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from tests.web.filling import fill, mail
from tocsin.core.event.message import Message
from tocsin.flow import clock
from tocsin.flow.organisation import snapshot
from tocsin.store import aside, intake
from tocsin.store.read import messages as read
from tocsin.store.read.headline import headline
from tocsin.store.read.messages import Filters
from tocsin.web.pages import address


@pytest.fixture
def browser(account, client):
    """A browser of an administrator, in English, over a filled company."""
    fill()
    client.force_login(account("administrator", language="en"))
    client.cookies["django_language"] = "en"
    return client


def text(answer) -> str:
    return answer.content.decode()


def test_a_headline_of_every_sort_of_message():
    assert headline(mail(1, clock.now(), "Caf=C3=A9"), "message/rfc822", {}).subject == "Café"
    assert headline(b'{"labels": {"alertname": "Disk\\u0000Full"}}', "application/json", {"peer": "::1"}) == (
        "::1",
        "DiskFull",
    )
    assert headline(b"\xff\xfe\x00", "text/plain", {}).sender == ""
    assert headline(b"", "message/rfc822", {}) == ("", "")


def test_everything_received_newest_first(browser):
    page = text(browser.get("/messages"))
    assert page.index("DiskFull") < page.index("Alarme HTML") < page.index("Perte prise PDU A R05")


@pytest.mark.parametrize(
    ("query", "subjects"),
    [
        ("status=ignored", ["Votre facture de novembre"]),
        ("source=prometheus", ["DiskFull"]),
        ("text=FACTURE", ["Votre facture de novembre"]),
        ("text=criticite", ["[ALARME] Criticité inconnue"]),
        ("text=nothing+like+it", []),
        ("day=2001-01-01", []),
        ("day=nonsense&status=quarantined", ["(no subject)"]),
    ],
)
def test_the_list_is_filtered(browser, query, subjects):
    answer = browser.get(f"/messages?{query}")
    assert [row.headline.subject or "(no subject)" for row, _, _ in answer.context["rows"]] == subjects


def test_pages_follow_a_cursor_and_meet_every_message_once(browser):
    store(130)
    seen: list[int] = []
    before = None
    while True:
        page = read.received(Filters(source="many"), before)
        seen += [row.id for row in page.rows]
        before = page.older
        if before is None:
            break
    assert len(seen) == len(set(seen)) == 130
    assert seen == sorted(seen, reverse=True)


def test_the_tally_hides_nothing_of_a_source_that_speaks_unevenly(browser):
    days = {1: 70, 2: 3, 9: 80, 20: 1}  # days ago -> messages
    store(
        sum(days.values()),
        [clock.now() - timedelta(days=ago) for ago in sorted(days, reverse=True) for _ in range(days[ago])],
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into tally select received_at::date, source, 'translated', count(*) from message"
            " where source = 'many' group by 1, 2"
        )
    seen: list[int] = []
    before = None
    while True:
        page = read.received(Filters(source="many"), before)
        seen += [row.id for row in page.rows]
        if (before := page.older) is None:
            break
    assert len(seen) == len(set(seen)) == 154


def test_a_search_says_how_far_it_went(browser, monkeypatch):
    store(120)
    monkeypatch.setattr(read, "_SEARCHED", 50)
    monkeypatch.setattr(read, "_STEP", 50)
    page = read.received(Filters(text="facture"))
    assert (page.rows, page.searched_to is not None) == ((), True)
    assert text(browser.get("/messages?text=facture")).count("Search further back") == 1


def store(count: int, instants: Sequence[datetime] = ()) -> None:
    instants = instants or [clock.now() + timedelta(seconds=1)] * count
    intake.store(
        [
            Message(
                source="many",
                channel="feed",
                received_at=at,
                media_type="text/plain",
                body=b"%d" % number,
            )
            for number, at in enumerate(instants)
        ]
    )


def first(subject: str) -> int:
    page = read.received(Filters(text=subject))
    return page.rows[0].id


def test_a_message_beside_what_it_became(browser):
    page = text(browser.get(f"/messages/{first('Perte prise')}"))
    assert (
        "&lt;script&gt;alert(&quot;1&quot;)" in page
        or "&lt;script&gt;alert(&#x27;1" in page
        or "&lt;script&gt;" in page
    )
    assert "<script>alert" not in page
    assert "Recognised by format valmont" in page
    assert "INC-1" in page
    assert "par1.s1.r05.pdu-a.o12" in page


def test_html_is_shown_as_text_and_cleaned(browser):
    page = text(browser.get(f"/messages/{first('Alarme HTML')}"))
    cleaned = page.split('class="cleaned"')[1].split("</details>")[0]
    assert "Coupure" in cleaned
    for danger in ("alert(1)", "track.example", "onclick", "<img", 'href="https://nord'):
        assert danger not in page


def test_the_bytes_come_back_as_they_came_and_never_as_a_page(browser):
    answer = browser.get(f"/messages/{first('Alarme HTML')}/raw")
    assert answer.content.startswith(b"From: noc@nord.example")
    assert answer["content-type"] == "application/octet-stream"
    assert answer["content-disposition"].startswith("attachment")


def test_no_such_message(browser):
    assert browser.get("/messages/999999").status_code == 404
    assert browser.get("/messages/999999/raw").status_code == 404


def test_the_queue_shows_why_and_how_much(browser):
    page = text(browser.get("/messages/queue"))
    assert page.index("Ronde</b>") < page.index("Sévère</b>")  # most met first
    assert "baie 6 bis</b>" in page
    assert 'id="place-of-1"' in page
    assert "No format recognises this message" in page
    assert "of the messages fully translated" in page


def test_a_word_is_learnt_and_its_messages_worked_again(browser):
    lesson = {"format": "valmont", "table": "criticality", "word": "Sévère", "ours": "critical"}
    page = text(browser.post("/messages/queue/word", lesson, follow=True))
    assert "messages are replayed" in page
    assert ("Sévère", "critical") in {
        (correspondence.word, correspondence.ours) for correspondence in snapshot().correspondences
    }
    assert [word.word for word in read.words()] == ["Ronde"]


def test_a_word_that_is_not_ours_is_refused(browser):
    lesson = {"format": "valmont", "table": "criticality", "word": "Sévère", "ours": "huge"}
    answer = browser.post("/messages/queue/word", lesson)
    assert answer.status_code == 422
    assert "not a word of our vocabulary" in text(answer)


def test_an_answer_about_a_place_is_remembered_and_no_more_asked(browser):
    answer = {"source": "valmont-mail", "text": "baie 6 bis", "item": "par1.s1.r07"}
    page = text(browser.post("/messages/queue/place", answer, follow=True))
    assert "Remembered" in page
    assert "Every place is certain" in page
    assert [(alias.text, alias.item) for alias in snapshot().aliases if alias.source == "valmont-mail"] == [
        ("baie 6 bis", "par1.s1.r07")
    ]


def test_a_place_that_is_no_item_is_refused(browser):
    answer = {"source": "valmont-mail", "text": "baie 6 bis", "place": "nowhere"}
    assert browser.post("/messages/queue/place", answer).status_code == 422


@pytest.mark.parametrize(
    "searched",
    [
        {"place": "Baie 07, Salle 1", "item": ["par1.s2.r07", "par1.s1.r07"]},
        {"place": "par1.s1.r07", "item": [""]},
    ],
    ids=["taken from the list", "typed whole"],
)
def test_a_place_that_was_searched_for_wins_over_the_one_that_was_ticked(browser, searched):
    answer = {"source": "valmont-mail", "text": "baie 6 bis", **searched}
    assert "Remembered" in text(browser.post("/messages/queue/place", answer, follow=True))
    assert [alias.item for alias in snapshot().aliases if alias.source == "valmont-mail"] == ["par1.s1.r07"]


def test_a_text_that_may_mean_several_places_offers_them_and_one_is_chosen(browser):
    answer = {"source": "valmont-mail", "text": "baie 6 bis", "place": "baie"}
    page = browser.post("/messages/queue/place", answer)
    assert page.status_code == 422
    assert "Choose one of these." in text(page)
    assert 'value="par1.s1.r07"' in text(page)
    chosen = answer | {"item": [""], "offered": "baie", "choice": "par1.s1.r07"}
    assert "Remembered" in text(browser.post("/messages/queue/place", chosen, follow=True))
    assert [alias.item for alias in snapshot().aliases if alias.source == "valmont-mail"] == ["par1.s1.r07"]


def test_a_choice_that_was_offered_for_another_text_is_not_taken(browser):
    answer = {"source": "valmont-mail", "text": "baie 6 bis", "place": "baie", "offered": "baie 7"}
    assert browser.post("/messages/queue/place", answer | {"choice": "par1.s1.r07"}).status_code == 422


def test_a_reader_is_refused_before_a_place_is_read(reader):
    answer = {"source": "valmont-mail", "text": "baie 6 bis", "place": "baie 7"}
    assert reader.post("/messages/queue/place", answer).status_code == 403


def test_what_would_be_set_aside_is_shown_before_it_is_done_listed_and_undone(browser):
    number = first("Ronde")
    page = text(browser.get(f"/messages/{number}/aside"))
    assert "1 message like it waits now" in page
    sort = aside.sort_of_message(number)
    assert sort
    assert sort.subject in page
    assert sort.sender in page
    done = text(browser.post(f"/messages/{number}/aside", {"reason": "A guard's round"}, follow=True))
    assert "Set aside: 1 message." in done
    assert "A guard&#x27;s round" in done
    (rule,) = aside.rules()
    back = text(browser.post(f"/messages/aside/{rule.id}/undo", follow=True))
    assert "Set aside no more." in back
    assert aside.rules() == []


def test_nothing_is_set_aside_without_a_reason(browser):
    assert browser.post(f"/messages/{first('Ronde')}/aside", {"reason": " "}).status_code == 422
    assert aside.rules() == []


def test_a_reader_sets_nothing_aside(reader):
    fill()
    assert reader.post(f"/messages/{first('Ronde')}/aside", {"reason": "x"}).status_code == 403


def test_replay_puts_back_one_or_all(browser):
    assert "1 message is replayed" in text(
        browser.post("/messages/queue/replay", {"message": str(first("Ronde"))}, follow=True)
    )
    assert "3 messages are replayed" in text(browser.post("/messages/queue/replay", follow=True))


def test_a_reader_sees_the_queue_and_teaches_nothing(reader):
    fill()
    assert "queue/word" in text(reader.get("/messages/queue"))
    assert '<select class="input"' not in text(reader.get("/messages/queue"))
    assert reader.post("/messages/queue/replay").status_code == 403


def test_a_trial_explains_and_keeps_nothing(browser):
    before = len(read.received(Filters()).rows)
    answer = browser.post("/messages/try", {"text": mail(9, clock.now(), "Essai").decode(), "source": ""})
    assert answer.status_code == 200
    assert answer.context["tried"]["steps"]
    assert len(read.received(Filters()).rows) == before


@pytest.mark.parametrize(
    "body", [b"", b"\x00\xff" * 500, b"[" * 20_000, b"Subject: x\r\n\r\n<html><script>alert(1)</script>"]
)
def test_a_hostile_trial_is_answered(browser, body):
    answer = browser.post("/messages/try", {"file": SimpleUploadedFile("x.eml", body)})
    assert answer.status_code == 200
    assert "<script>alert" not in text(answer)


@pytest.mark.parametrize(
    ("address", "queries"), [("/messages", 6), ("/messages?status=partial", 7), ("/messages/queue", 11)]
)
def test_pages_cost_a_fixed_number_of_queries(browser, django_assert_max_num_queries, address, queries):
    browser.get(address)
    with django_assert_max_num_queries(queries):
        browser.get(address)


@pytest.mark.parametrize("asked", ["before=²", "before=x", "before=-1", "before=9999999999999999999999"])
@pytest.mark.parametrize("page", ["/messages", "/messages/queue"])
def test_a_cursor_that_is_no_number_begins_at_the_newest(browser, page, asked):
    """``²`` is a digit to Python and no number: the queue answered 500."""
    assert browser.get(f"{page}?{asked}").status_code == 200


def test_a_message_that_is_no_number_replays_nothing_alone(browser):
    assert browser.post("/messages/queue/replay", {"message": "²"})["location"] == "/messages/queue"


def test_the_older_page_keeps_what_the_address_asks_besides(rf):
    asked = rf.get("/messages", {"source": "a&b", "before": "7"})
    assert address(asked, before=3) == "/messages?source=a%26b&before=3"
    assert address(asked, before=None) == "/messages?source=a%26b"

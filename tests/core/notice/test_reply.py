"""What an answer to a notice asks for: ACK, alone on its first line, however it is dressed; no quoted or doubted one."""

import pytest

from tocsin.core.notice.reply import Reply, asked


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("ACK", 0), ("ack.", 0), ("*ACK*", 0), ("« PRIS »", 0), ("Pris !", 0), ("ACK [INC-42]", 42), ("PRIS (INC-42)", 42),
        ("\n\n ack #42\n-- \nAnna", 42), ("Pris en charge", 0),
    ],
)  # fmt: skip
def test_it_takes_the_incident(text, number):
    assert asked(text) == Reply(number=number)


@pytest.mark.parametrize(
    "text",
    [
        "> ACK",
        "| ACK",
        "ACK?",
        "ACK ou pas ?",
        "ACK mais pas avant 18 h",
        "Bonjour,\nACK",
        "acknowledged",
        "",
        "Loved “ACK”",
        "pas pris",
    ],
)
def test_it_asks_for_nothing(text):
    assert asked(text) is None

"""Days as people read them: the month in letters, since 10/12 is another day in another country."""

from datetime import date

import pytest

from tocsin.flow import wording


@pytest.mark.parametrize(("language", "day", "weekday"), [
    ("fr", "10 déc. 2026", "jeu. 10 déc."),
    ("en", "10 Dec 2026", "Thu 10 Dec"),
])  # fmt: skip
def test_a_day_is_the_same_day_everywhere(language, day, weekday):
    at = date(2026, 12, 10)
    assert (wording.day(at, language), wording.weekday(at, language)) == (day, weekday)


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("fr", "en", "French"),
        ("de", "fr", "allemand"),
        ("pt-BR", "en", "Brazilian Portuguese"),
        ("tlh", "en", "tlh"),
    ],
)
def test_a_language_is_shown_by_its_name(code, language, name):
    assert wording.language_name(code, language) == name

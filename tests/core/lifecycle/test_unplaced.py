"""An incident whose place nobody knows has a title that is a sentence, in both languages."""

import pytest

from tocsin.core.lifecycle.unplaced import unplaced_title
from tocsin.core.organisation.values import Label

LOST = Label(fr="Coupure d'alimentation", en="Power lost")


@pytest.mark.parametrize(
    ("subject", "french", "english"),
    [
        (
            "rack R99, room S9",
            "Coupure d'alimentation, lieu inconnu\u00a0: «\u00a0baie R99, salle S9\u00a0»",
            "Power lost at a place that we don't know: “rack R99, room S9”",
        ),
        (
            "l'armoire du fond, à gauche",
            "Coupure d'alimentation, lieu inconnu\u00a0: «\u00a0l'armoire du fond, à gauche\u00a0»",
            "Power lost at a place that we don't know: “l'armoire du fond, à gauche”",
        ),
        (
            "power.lost: Plus de courant",
            "Coupure d'alimentation, sans lieu\u00a0: «\u00a0Plus de courant\u00a0»",
            "Power lost, no place given: “Plus de courant”",
        ),
    ],
)
def test_the_title(subject, french, english):
    assert unplaced_title("power.lost", LOST, subject) == Label(fr=french, en=english)

"""An automatic reply without a header is known by its subject; a person may write about such replies."""

import pytest

from tocsin.core.userreport.absence import is_absence


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: [RPT-1] CRM", "Réponse automatique : CRM",
        "Out of Office AutoReply: CRM", "Abwesenheitsnotiz: CRM",
        "Respuesta automática: CRM", "AUTO: Anna Bell is out of the office (returning 30/11/2026)",
        "AUTO : Anna est absente du bureau (retour le 30/11/2026)",
    ],
)  # fmt: skip
def test_a_program_wrote_it(subject):
    assert is_absence(subject)


@pytest.mark.parametrize(
    "subject",
    [
        "Out of office reply does not work", "La réponse automatique ne s'active pas",
        "Re: Automatic reply: CRM", "Auto: CRM",
        "Anna est absente, et le CRM ne marche plus", "",
    ],
)  # fmt: skip
def test_a_person_wrote_it(subject):
    assert not is_absence(subject)

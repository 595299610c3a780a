"""The page of an imported incident: where it is from, its clocks as its history left them, and nothing to do."""

import pytest

from tests.flow.histories.importing import SAMPLES, import_, imported, mapping_of
from tests.flow.house import house


@pytest.mark.parametrize(
    ("file", "reference", "shown"),
    [
        ("servicenow.csv", "INC0010001", ["servicenow dit que l’engagement n’a pas été tenu", "ligne 2"]),
        ("servicenow.csv", "INC0010003", ["En attente"]),
        ("bpi2013.xes", "1-364285768", ["Frederic", "Rouvert", "bpi2013.xes"]),
    ],
)
def test_it_says_where_it_is_from_and_offers_nothing_to_do(
    client, account, tmp_path, file, reference, shown
) -> None:
    name = file.partition(".")[0]
    with house():
        import_(SAMPLES / file, mapping_of(name), origin=name, report=tmp_path / "refused.csv")
        client.force_login(account("technician"))
        incident = imported(reference, name)
        answer = client.get(f"/incidents/{incident.id}")
        page = answer.content.decode()
        assert answer.status_code == 200
        for text in (f"{name} {reference}. Historique importé", *shown):
            assert text in page, text
        assert " : " not in page.partition('class="lead">')[2].partition("</p>")[0], (
            "no kind is no empty word"
        )
        assert "manqué de 40 h" not in page, "by how much is not known"
        assert f"/incidents/{incident.id}/comment" not in page, "nobody comments on it"
        assert f"/incidents/{incident.id}/take" not in page
        assert client.get("/incidents").content.decode().count(f"INC-{incident.id}") >= 1, "the list has it"
        assert f"INC-{incident.id}" not in client.get("/").content.decode(), "the board has not"

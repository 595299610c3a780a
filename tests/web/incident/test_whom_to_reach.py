"""What the organisation declares of people, regions and applications stands on the incident, ready to be called."""

import pytest

from tests.web import seed
from tocsin.flow.accounts.language import language_of
from tocsin.flow.organisation import snapshot
from tocsin.store import incidents, models


@pytest.fixture
def seeded(db):
    seed.everything()


def test_the_owner_and_the_regions_hotline_are_a_tap_away(seeded, reader):
    owned = next(
        number
        for number in models.Incident.objects.filter(regions__contains=["fr"])
        .exclude(owner="")
        .values_list("id", flat=True)
    )
    owner = snapshot().persons[incidents.load([owned])[owned].owner]
    html = reader.get(f"/incidents/{owned}").content.decode()
    assert owner.role in html
    hotline = snapshot().regions["fr"].phone
    for number in filter(None, (owner.phone, hotline)):
        assert f'href="tel:{number.replace(" ", "")}"' in html


def test_who_speaks_for_an_application_is_named_beside_it(seeded, reader):
    html = reader.get("/incidents/42").content.decode()
    assert snapshot().applications["crm"].owner in html


def test_an_account_begins_in_the_language_of_its_person_then_of_its_region(seeded):
    here = snapshot()
    assert language_of("", "es", here) == here.regions["es"].language == "en"
    assert language_of("karim.haddad", "es", here) == here.persons["karim.haddad"].language == "fr"
    assert language_of("", "", here) == "fr"

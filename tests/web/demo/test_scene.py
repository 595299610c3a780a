"""While the demo plays, the pages say what is about to happen and where to look; a real installation says nothing."""

from collections.abc import Iterator

import pytest

from tests.web import seed
from tocsin.connectors.simulate.stories import STORIES
from tocsin.flow import narration


@pytest.fixture
def storm() -> Iterator[None]:
    story = STORIES["storm"]
    narration.announce(narration.Scene(title=story.title, look=story.look))
    yield
    narration.end()


def test_the_scene_is_announced_above_every_page(storm, reader):
    seed.everything()
    for path in ("/", "/rooms", "/messages"):
        assert "La salle 2 perd son alimentation" in reader.get(path).content.decode()


def test_an_open_board_learns_of_the_next_scene_with_its_next_refresh(storm, reader):
    fragment = reader.get("/", headers={"hx-request": "true"}).content.decode()
    assert 'id="scene"' in fragment
    assert 'hx-swap-oob="true"' in fragment


def test_outside_a_demo_nothing_is_announced(reader):
    assert "clapperboard" not in reader.get("/").content.decode()
    narration.end()
    assert narration.playing() is None

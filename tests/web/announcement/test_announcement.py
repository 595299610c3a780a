"""What the operator announces stands above every page; the demo announces its stories in the same way."""

from collections.abc import Iterator

import pytest

from tests.web import seed
from tocsin.cli.main import tocsin
from tocsin.core.organisation.values import Label
from tocsin.demo.world.stories import STORIES
from tocsin.flow import announcement


@pytest.fixture
def storm() -> Iterator[None]:
    story = STORIES["storm"]
    announcement.announce(announcement.Announcement(title=story.title, detail=story.look))
    yield
    announcement.withdraw()


def test_it_stands_above_every_page(storm, reader):
    seed.everything()
    for path in ("/", "/rooms", "/messages"):
        assert "La salle 2 perd son alimentation" in reader.get(path).content.decode()


def test_an_open_board_learns_of_the_next_one_with_its_next_refresh(storm, reader):
    fragment = reader.get("/", headers={"hx-request": "true"}).content.decode()
    assert 'id="announcement"' in fragment
    assert 'hx-swap-oob="true"' in fragment


def test_what_is_announced_may_say_where_to_read_on(reader):
    words = Label(fr="Démo", en="Demo")
    link = Label(fr="Courriels des équipes", en="Mails of the teams")
    announcement.announce(announcement.Announcement(title=words, link=link, address="http://127.0.0.1:8025/"))
    try:
        page = reader.get("/").content.decode()
        assert '<a href="http://127.0.0.1:8025/">Courriels des équipes</a>' in page
    finally:
        announcement.withdraw()


def test_nothing_is_announced_unasked(reader):
    assert "megaphone" not in reader.get("/").content.decode()
    announcement.withdraw()
    assert announcement.current() is None


def test_the_operator_announces_and_ends_it(reader):
    tocsin(["announce", "Tocsin s'arrête à 22 h", "--en", "Tocsin stops at 22:00"], standalone_mode=False)
    assert announcement.current() == announcement.Announcement(
        title=Label(fr="Tocsin s'arrête à 22 h", en="Tocsin stops at 22:00")
    )
    assert "Tocsin s&#x27;arrête à 22 h" in reader.get("/").content.decode()
    tocsin(["announce", "--end"], standalone_mode=False)
    assert "22 h" not in reader.get("/").content.decode()


def test_a_torn_file_announces_nothing(reader):
    announcement._file().write_bytes(b"{")
    assert "megaphone" not in reader.get("/").content.decode()
    announcement.withdraw()

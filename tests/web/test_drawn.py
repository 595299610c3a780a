"""Every word that is drawn has a picture: a name that the library lacks breaks the page where the word first occurs."""

import pkgutil
from importlib import import_module
from types import ModuleType

from lucide import _load_icon

import tocsin.web
from tocsin.web.words import Word


def words(module: ModuleType) -> list[Word]:
    """The words of a module's tables."""
    tables = [table for table in vars(module).values() if isinstance(table, dict)]
    return [word for table in tables for word in table.values() if isinstance(word, Word)]


def test_each_word_of_the_pages_has_its_picture() -> None:
    modules = [found.name for found in pkgutil.walk_packages(tocsin.web.__path__, "tocsin.web.")]
    drawn = {word.drawn for name in modules if ".asgi" not in name for word in words(import_module(name))}
    assert len(drawn) > 30
    for name in sorted(drawn):
        assert _load_icon(name) is not None

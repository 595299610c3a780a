"""What a password must not hold: the names of the company, of Tocsin, of the account and of its person (ASVS 6.2.11)."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tocsin.core.organisation.organisation import Organisation
from tocsin.core.translation.text import normalise
from tocsin.flow.organisation import snapshot
from tocsin.store.models import Account

_SHORTEST = 4  # characters of a word that counts
_PRODUCT = "tocsin"
_SPELT = str.maketrans("0134578@$", "oieastbas")  # Pa55w0rd is password


class OwnWords:
    """A password validator, as Django calls it."""

    def validate(self, password: str, user: Account | None = None) -> None:
        """Raise ValidationError, naming the word, for a password that holds one of them, in whatever spelling."""
        spelt = _letters(password)
        for word in _words(user, snapshot()):
            if _letters(word) in spelt:
                raise ValidationError(
                    _("The password holds the word “%(word)s”, which whoever guesses tries first.")
                    % {"word": word}
                )

    def get_help_text(self) -> str:
        """The rule, before one types."""
        return _("Without the names of the company, of Tocsin, of the account or of its person.")


def _words(user: Account | None, organisation: Organisation) -> list[str]:
    names = [_PRODUCT, organisation.settings.name]
    if user is not None:
        person = organisation.persons.get(user.person)
        names += [user.username, user.first_name, user.last_name, user.email.partition("@")[0]]
        names += [person.name, user.person] if person else []
    parts = [part for name in names for part in (name, *re.split(r"[\W_]+", name))]
    return [part for part in dict.fromkeys(parts) if len(_letters(part)) >= _SHORTEST]


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", normalise(text.lower().translate(_SPELT)))

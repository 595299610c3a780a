"""The login form: after a few wrong passwords in a row, the next try must wait. Knows accounts, no page."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from tocsin.flow import clock
from tocsin.store.models import Account

FREE_TRIES = 5
WAIT = timedelta(seconds=30)


class LoginForm(AuthenticationForm):
    """Django's, and patient: a machine that guesses gets two tries a minute, whichever process answers it."""

    def clean(self) -> dict[str, Any]:
        """Check the name and the password."""
        tried = Account.objects.filter(username=self.cleaned_data.get("username", ""))
        if self._must_wait(tried.first()):
            raise ValidationError(_("Too many wrong passwords: wait half a minute, then try again."))
        try:
            cleaned = super().clean()
        except ValidationError:
            tried.update(wrong_passwords=F("wrong_passwords") + 1, wrong_at=clock.now())
            raise
        tried.update(wrong_passwords=0, wrong_at=None)
        return cleaned

    def _must_wait(self, account: Account | None) -> bool:
        if account is None or account.wrong_at is None or account.wrong_passwords < FREE_TRIES:
            return False
        return clock.now() < account.wrong_at + WAIT

"""The forms of the accounts. They check what is typed; the views carry it out."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tocsin.flow.accounts import signing_in
from tocsin.flow.accounts.ending import end_access
from tocsin.flow.accounts.language import language_of
from tocsin.flow.organisation import snapshot
from tocsin.store.models import Account, ApiToken
from tocsin.web.peer import address_of
from tocsin.web.request import Request

if TYPE_CHECKING:
    _AccountForm = forms.ModelForm[Account]
    _PasswordForm = SetPasswordForm[Account]
else:
    _AccountForm, _PasswordForm = forms.ModelForm, SetPasswordForm

ROLES = (
    (Account.Role.READER.value, _("Reader: sees")),
    (Account.Role.TECHNICIAN.value, _("Technician: acts in their region")),
    (Account.Role.MANAGER.value, _("Manager: acts in their region, hands over")),
    (Account.Role.ADMINISTRATOR.value, _("Administrator: everything")),
)


@contextmanager
def counted(request: Request) -> Iterator[None]:
    """Hold a password against the account that asks, inside the block; guesses are counted like those of the login."""
    name, address = request.user.username, address_of(request)
    browser = f"session {request.session.session_key}"
    if not signing_in.may_try(name, address, browser):
        raise ValidationError(_("Too many wrong passwords: wait half a minute, then try again."))
    yield
    signing_in.succeeded(name, address, browser)


class OwnPasswordForm(PasswordChangeForm):
    """A new password for oneself, with the one that one has."""

    def __init__(self, *args: Any, request: Request, **kwargs: Any) -> None:
        super().__init__(request.user, *args, **kwargs)
        self._request = request

    def clean_old_password(self) -> str:
        """Hold it against the account: a browser left open must not let anybody guess it."""
        with counted(self._request):
            return super().clean_old_password()


class Confirming(forms.Form):
    """A form that asks users for their own password again, because somebody else may use an open browser."""

    own_password = forms.CharField(
        label=_("Your own password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
        help_text=_("Asked again, because this changes who may log in."),
    )

    def __init__(self, *args: Any, request: Request, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._request = request
        self.order_fields([name for name in self.fields if name != "own_password"])

    def clean_own_password(self) -> str:
        """Check the password of the account that asks; guesses are counted like those of the login."""
        typed: str = self.cleaned_data["own_password"]
        with counted(self._request):
            if not self._request.user.check_password(typed):
                raise ValidationError(_("This is not your password."))
        return typed


class AccountForm(Confirming, _AccountForm):
    """An account's role, region and person."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLES)
    region = forms.ChoiceField(label=_("Region"), required=False)
    person = forms.ChoiceField(
        label=_("Person"), required=False, help_text=_("Who they are in the organisation.")
    )
    is_active = forms.BooleanField(label=_("May log in"), required=False, initial=True)

    class Meta:
        model = Account
        fields = ("username", "first_name", "last_name", "email", "role", "region", "person", "is_active")
        labels = {
            "username": _("User name"), "first_name": _("First name"), "last_name": _("Last name"),
            "email": _("Mail address"),
        }  # fmt: skip
        help_texts = {"username": ""}

    def __init__(self, *args: Any, request: Request, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        organisation = request.organisation
        regions = sorted((key, region.name) for key, region in organisation.regions.items())
        persons = sorted(
            ((key, person.name) for key, person in organisation.persons.items()), key=lambda person: person[1]
        )
        self.fields["region"].choices = [("", _("The group")), *regions]  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", _("Nobody in particular")), *persons]  # type: ignore[attr-defined]

    def clean_person(self) -> str:
        """A person has one account: what is done in their name is done by them."""
        person: str = self.cleaned_data["person"]
        others = Account.objects.filter(person=person).exclude(pk=self.instance.pk)
        if person and (other := others.first()):
            raise ValidationError(
                _("This person already has an account: %(name)s.") % {"name": other.username}
            )
        return person


class NewAccountForm(AccountForm):
    """A new account, with its first password, which its owner must change."""

    password = forms.CharField(
        label=_("Password"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )

    def _post_clean(self) -> None:
        """Check the password against the rules, also against the account's own words."""
        super()._post_clean()  # type: ignore[misc]
        try:
            validate_password(self.cleaned_data.get("password", ""), self.instance)
        except ValidationError as weak:
            self.add_error("password", weak)

    def save(self, commit: bool = True) -> Account:
        """Keep the account, its password digested."""
        account = super().save(commit=False)
        account.set_password(self.cleaned_data["password"])
        account.must_change_password = True
        account.language = language_of(account.person, account.region, snapshot())
        if commit:
            account.save()
        return account


class ResetForm(Confirming, _PasswordForm):
    """A new password for somebody else, typed twice; they must change it."""

    def save(self, commit: bool = True) -> Account:
        """Keep the password; every session and token of the account ends."""
        self.user.must_change_password = True
        end_access(self.user)
        return super().save(commit)


class TokenForm(Confirming):
    """A token for the API: what for, what it may do, for how long."""

    label = forms.CharField(label=_("What is it for?"), max_length=80)
    scope = forms.ChoiceField(
        label=_("What may it do?"),
        choices=[(ApiToken.Scope.READ.value, _("See")), (ApiToken.Scope.ACT.value, _("See and act"))],
    )
    days = forms.TypedChoiceField(
        label=_("For how long?"),
        coerce=int,
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("A year"))],
        initial=90,
    )

"""The forms of the accounts. They check what is typed; what it does is the views' business."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from tocsin.core.organisation.organisation import Organisation
from tocsin.store.models import Account

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


class AccountForm(_AccountForm):
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

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = sorted((key, region.name) for key, region in organisation.regions.items())
        persons = sorted(
            ((key, one.name) for key, one in organisation.persons.items()), key=lambda one: one[1]
        )
        self.fields["region"].choices = [("", _("The group")), *regions]  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", _("Nobody in particular")), *persons]  # type: ignore[attr-defined]


class NewAccountForm(AccountForm):
    """A new account, with its first password."""

    password = forms.CharField(
        label=_("Password"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )

    def clean_password(self) -> str:
        """Hold the password against the rules."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

    def save(self, commit: bool = True) -> Account:
        """Keep the account, its password digested."""
        account = super().save(commit=False)
        account.set_password(self.cleaned_data["password"])
        if commit:
            account.save()
        return account


class ResetForm(_PasswordForm):
    """A new password, typed twice."""

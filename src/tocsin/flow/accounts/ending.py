"""Ending what lets an account in: its sessions and its tokens. They do not come back with the account."""

from django.contrib.sessions.models import Session

from tocsin.store.models import Account


def end_access(account: Account) -> None:
    """End every session and every token of the account. A session does not say whose it is: each is looked at."""
    for session in Session.objects.all().iterator():
        if session.get_decoded().get("_auth_user_id") == str(account.pk):
            session.delete()
    account.tokens.all().delete()

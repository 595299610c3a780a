"""Ending what lets an account in: its sessions, its tokens, its calendar's address. They do not come back with it."""

from django.contrib.sessions.models import Session

from tocsin.store.models import Account, CalendarAddress


def end_access(account: Account) -> None:
    """End them all, of this account. A session does not say whose it is: each is looked at."""
    for session in Session.objects.all().iterator():
        if session.get_decoded().get("_auth_user_id") == str(account.pk):
            session.delete()
    account.tokens.all().delete()
    CalendarAddress.objects.filter(account=account).delete()

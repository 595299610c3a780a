"""A browser without a screen: Django's test client of somebody who is signed in, in French."""

from django.test import Client

from tocsin.store.models import Account


def browser_of(username: str) -> Client:
    """The client of this account of the seed."""
    browser = Client()
    browser.force_login(Account.objects.get(username=username))
    browser.cookies["django_language"] = "fr"
    return browser

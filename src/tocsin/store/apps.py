"""The store as a Django app."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """The only app with models."""

    name = "tocsin.store"
    label = "store"

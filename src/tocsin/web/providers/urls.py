"""The addresses of the providers."""

from django.urls import path

from tocsin.web.providers import placing, views

urlpatterns = [
    path("providers", views.providers, name="providers"),
    path("providers/<str:key>", views.provider, name="provider"),
    path("providers/<str:key>/tickets/<str:name>", placing.place, name="ticket-place"),
]

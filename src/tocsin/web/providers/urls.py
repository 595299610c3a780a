"""The addresses of the providers."""

from django.urls import path

from tocsin.web.providers import views

urlpatterns = [
    path("providers", views.providers, name="providers"),
    path("providers/<str:key>", views.provider, name="provider"),
]

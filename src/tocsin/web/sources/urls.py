"""The address of the sources."""

from django.urls import path

from tocsin.web.sources import views

urlpatterns = [path("sources", views.sources, name="sources")]

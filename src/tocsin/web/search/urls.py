"""The addresses of the search."""

from django.urls import path

from tocsin.web.search import views

urlpatterns = [
    path("search", views.search, name="search"),
    path("palette", views.palette, name="palette"),
]

"""The addresses of the figures."""

from django.urls import path

from tocsin.web.figures import views

urlpatterns = [
    path("figures", views.figures, name="figures"),
    path("figures/<slug:name>", views.behind, name="figure"),
]

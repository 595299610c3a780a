"""The addresses of reporting by hand."""

from django.urls import path

from tocsin.web.report import views

urlpatterns = [
    path("report", views.report, name="report"),
    path("places", views.places, name="places"),
]

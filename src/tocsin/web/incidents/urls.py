"""The addresses of the list of all incidents."""

from django.urls import path

from tocsin.web.incidents import views

urlpatterns = [
    path("incidents", views.incidents, name="incidents"),
    path("incidents.csv", views.as_csv, name="incidents-csv"),
    path("incidents.xlsx", views.as_xlsx, name="incidents-xlsx"),
]

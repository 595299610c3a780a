"""The addresses of the interventions."""

from django.urls import path

from tocsin.web.interventions import views

urlpatterns = [
    path("interventions", views.interventions, name="interventions"),
    path("interventions/<int:number>", views.intervention, name="intervention"),
]

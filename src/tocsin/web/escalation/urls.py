"""The addresses of the escalation: the process, its handbook, what-if."""

from django.urls import path

from tocsin.web.escalation import views

urlpatterns = [
    path("escalation", views.process, name="escalation"),
    path("escalation/handbook.pdf", views.handbook, name="escalation-handbook"),
    path("escalation/what-if", views.what_if, name="what-if"),
]

"""The addresses of a person's work."""

from django.urls import path

from tocsin.web.work import views

urlpatterns = [
    path("work", views.work, name="work"),
    path("work/together", views.together, name="work-together"),
]

"""The addresses of people and of the ways by which they are reached."""

from django.urls import path

from tocsin.web.people import forms, views
from tocsin.web.refusals import shown

urlpatterns = [
    path("people", views.people, name="people"),
    path("people/<str:key>", views.person, name="person"),
    path("people/<str:key>/ways", shown(forms.add), name="way-add"),
    path("ways/<int:number>", forms.way, name="way"),
    path("ways/<int:number>/<slug:verb>", shown(forms.do), name="way-do"),
    path("ways/confirm/<str:token>", shown(forms.confirm), name="way-confirm"),
]

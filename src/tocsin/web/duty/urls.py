"""The addresses of duty, absences and covers."""

from django.urls import path

from tocsin.web.duty import forms, views
from tocsin.web.refusals import shown

urlpatterns = [
    path("duty", views.duty, name="duty"),
    path("duty/absences", shown(forms.absent), name="duty-absent"),
    path("duty/absences/<int:number>/end", shown(forms.back), name="duty-back"),
    path("duty/covers", shown(forms.cover), name="duty-cover"),
    path("duty/covers/<int:number>/end", shown(forms.uncover), name="duty-uncover"),
]

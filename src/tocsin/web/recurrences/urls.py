"""The addresses of what recurs."""

from django.urls import path

from tocsin.web.recurrences import views
from tocsin.web.refusals import shown

urlpatterns = [
    path("recurrences", views.recurrences, name="recurrences"),
    path("recurrences/<int:number>/confirm", shown(views.confirm), name="recurrence-confirm"),
    path("recurrences/<int:number>/merge", shown(views.merge), name="recurrence-merge"),
    path("recurrences/<int:number>/dismiss", shown(views.dismiss), name="recurrence-dismiss"),
]

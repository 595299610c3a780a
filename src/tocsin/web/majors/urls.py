"""The addresses of the major incidents."""

from django.urls import path

from tocsin.web.majors import views
from tocsin.web.refusals import shown

urlpatterns = [
    path("majors", views.listed, name="majors"),
    path("majors/declare", shown(views.declare), name="major-declare"),
    path("majors/dismiss", shown(views.dismiss), name="major-dismiss"),
    path("majors/<int:number>", views.shown, name="major"),
    path("majors/<int:number>/<slug:verb>", views.do, name="major-do"),
]

"""The addresses of the major incidents."""

from django.urls import path

from tocsin.web.majors import reviews, status, views
from tocsin.web.refusals import shown

urlpatterns = [
    path("majors", views.listed, name="majors"),
    path("majors/declare", shown(views.declare), name="major-declare"),
    path("majors/dismiss", shown(views.dismiss), name="major-dismiss"),
    path("status/<str:key>.json", status.as_json, name="status-json"),
    path("status/<str:key>.atom", status.feed, name="status-feed"),
    path("status/<str:key>", status.page, name="status"),
    path("majors/<int:number>/review.pdf", shown(reviews.as_pdf), name="major-review"),
    path("majors/<int:number>", views.shown, name="major"),
    path("majors/<int:number>/<slug:verb>", views.do, name="major-do"),
]

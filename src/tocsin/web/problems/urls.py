"""The addresses of the problems."""

from django.urls import path

from tocsin.web.problems import views
from tocsin.web.refusals import shown

urlpatterns = [
    path("problems", views.listed, name="problems"),
    path("problems/new", views.new, name="problem-new"),
    path("problems/link", views.link, name="problem-link"),
    path("problems/<int:number>/offer/<slug:said>", shown(views.answer), name="problem-answer"),
    path("problems/<int:number>", views.shown, name="problem"),
    path("problems/<int:number>/<slug:verb>", views.do, name="problem-do"),
]

"""The addresses of the users' reports."""

from django.urls import path

from tocsin.web.refusals import shown
from tocsin.web.userreports import views

urlpatterns = [
    path("user-reports", views.listed, name="user-reports"),
    path("user-reports/call", views.call, name="user-report-call"),
    path("user-reports/probable", views.probable, name="user-report-probable"),
    path("user-reports/inform", shown(views.inform), name="user-report-inform"),
    path("user-reports/<int:number>", views.report, name="user-report"),
    path("user-reports/<int:number>/move", views.move, name="user-report-move"),
    path("user-reports/<int:number>/answer", views.answer, name="user-report-answer"),
]

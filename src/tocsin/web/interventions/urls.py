"""The addresses of the interventions."""

from django.urls import path

from tocsin.web.interventions import acting, planning, views

urlpatterns = [
    path("interventions", views.interventions, name="interventions"),
    path("interventions/new", planning.new, name="intervention-new"),
    path("interventions/calendar", acting.address, name="calendar-address"),
    path("interventions/<int:number>", views.intervention, name="intervention"),
    path("interventions/<int:number>/change", planning.change, name="intervention-change"),
    path("interventions/<int:number>/<slug:verb>", acting.do, name="intervention-do"),
    path("calendar/<slug:token>.ics", acting.calendar, name="calendar"),
]

"""The addresses of what is agreed about suppliers' sites."""

from django.urls import path

from tocsin.web.sites import authorisations, recovery

urlpatterns = [
    path("authorisations", authorisations.listed, name="authorisations"),
    path("authorisations/<int:number>", authorisations.shown, name="authorisation"),
    path("authorisations/<int:number>/<slug:verb>", authorisations.do, name="authorisation-do"),
    path("recovery", recovery.listed, name="recovery"),
    path("recovery/<int:number>", recovery.shown, name="recovery-plan"),
    path("recovery/<int:number>/code", recovery.code, name="recovery-code"),
    path("recovery/<int:number>/test", recovery.tested, name="recovery-test"),
]

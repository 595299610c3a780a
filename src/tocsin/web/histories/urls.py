"""The addresses of imported histories."""

from django.urls import path

from tocsin.web.histories import views
from tocsin.web.refusals import shown

urlpatterns = [
    path("histories", shown(views.histories), name="histories"),
    path("histories/<int:number>", shown(views.history), name="history"),
    path("histories/<int:number>/start", shown(views.start), name="history-start"),
    path("histories/<int:number>/remove", shown(views.remove), name="history-remove"),
    path("histories/<int:number>/refused.csv", shown(views.refused), name="history-refused"),
]

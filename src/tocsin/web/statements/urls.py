"""The addresses of the statements."""

from django.urls import path

from tocsin.web.refusals import shown
from tocsin.web.statements import views

urlpatterns = [
    path("statements", shown(views.statements), name="statements"),
    path("statements/<int:number>", shown(views.statement), name="statement"),
    path("statements/<int:number>/settle", shown(views.settle), name="statement-settle"),
    path("statements/<int:number>/columns", shown(views.columns), name="statement-columns"),
    path("statements/<int:number>/dispute.<str:form>", shown(views.dispute), name="statement-dispute"),
    path("statements/<int:number>/file", shown(views.file), name="statement-file"),
]

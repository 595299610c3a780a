"""The addresses of duty, absences and covers."""

from django.urls import path

from tocsin.web.duty import calendars, forms, handovers, importing, views
from tocsin.web.refusals import shown

urlpatterns = [
    path("duty", views.duty, name="duty"),
    path("duty/handovers", handovers.handovers, name="handovers"),
    path("duty/handovers/answer", shown(handovers.answer), name="handovers-answer"),
    path("duty/import", shown(importing.importing), name="duty-import"),
    path("duty/import/<int:number>/undo", shown(importing.undo), name="duty-import-undo"),
    path("calendar/<slug:token>/duty.ics", calendars.calendar, name="duty-calendar"),
    path("calendar/<slug:token>/duty/<slug:team>.ics", calendars.calendar, name="duty-calendar-team"),
    path("duty/absences", shown(forms.absent), name="duty-absent"),
    path("duty/absences/<int:number>/end", shown(forms.back), name="duty-back"),
    path("duty/covers", shown(forms.cover), name="duty-cover"),
    path("duty/covers/<int:number>/end", shown(forms.uncover), name="duty-uncover"),
]

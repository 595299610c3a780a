"""The addresses of the commitments: the coverage check with the months' figures, and the incidents behind one figure."""

from django.urls import path

from tocsin.web.commitments import months, views

urlpatterns = [
    path("commitments", views.commitments, name="commitments"),
    path("commitments/month", months.month, name="commitment-month"),
]

"""The address of the coverage check."""

from django.urls import path

from tocsin.web.commitments import views

urlpatterns = [path("commitments", views.commitments, name="commitments")]

"""The addresses of the rooms."""

from django.urls import path

from tocsin.web.rooms import views

urlpatterns = [
    path("rooms", views.rooms, name="rooms"),
    path("rooms/<str:key>", views.room, name="room"),
]

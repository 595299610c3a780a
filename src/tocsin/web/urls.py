"""Every page and its address. Each package of pages brings its own list."""

from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, path

from tocsin.web import account, board

urlpatterns: list[URLPattern | URLResolver] = [
    path("", board.board, name="board"),
    path("incidents/<int:number>", board.board, name="incident"),
    path("login", account.Login.as_view(), name="login"),
    path("logout", LogoutView.as_view(), name="logout"),
    path("preferences", account.preferences, name="preferences"),
]

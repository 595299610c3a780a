"""The addresses of the accounts."""

from django.urls import path

from tocsin.web.accounts import views
from tocsin.web.refusals import shown

urlpatterns = [
    path("accounts", shown(views.accounts), name="accounts"),
    path("accounts/new", shown(views.create), name="account-new"),
    path("accounts/<int:id>", shown(views.change), name="account"),
    path("accounts/<int:id>/password", shown(views.reset), name="account-password"),
    path("me", views.me, name="me"),
    path("me/tokens", views.make_token, name="token-new"),
    path("me/tokens/<int:id>/revoke", views.revoke_token, name="token-revoke"),
]

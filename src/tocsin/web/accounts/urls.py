"""The addresses of the accounts."""

from django.urls import path

from tocsin.web.accounts import audit, oneself, tokens, views
from tocsin.web.refusals import shown

urlpatterns = [
    path("accounts", shown(views.accounts), name="accounts"),
    path("accounts/new", shown(views.create), name="account-new"),
    path("accounts/<int:id>", shown(views.change), name="account"),
    path("accounts/<int:id>/password", shown(views.reset), name="account-password"),
    path("accounts/tokens", shown(tokens.every), name="tokens"),
    path("accounts/audit", shown(audit.entries), name="audit"),
    path("accounts/audit.csv", shown(audit.export), name="audit-csv"),
    path("me", oneself.me, name="me"),
    path("me/present", oneself.present, name="present"),
    path("me/password", oneself.password, name="password"),
    path("me/tokens", shown(tokens.make), name="token-new"),
    path("me/tokens/<int:id>/revoke", shown(tokens.revoke), name="token-revoke"),
]

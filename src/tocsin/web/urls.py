"""Every page and its address. Each package of pages has its own list."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from tocsin.api import gateways, ops
from tocsin.api.tmf import views as tmf
from tocsin.api.v1.api import api
from tocsin.web import account, board
from tocsin.web.incident import exchanging, regrouping, taking
from tocsin.web.incident import page as incident
from tocsin.web.refusals import shown

handler403 = "tocsin.web.refusals.not_allowed"
handler404 = "tocsin.web.refusals.not_found"
handler500 = "tocsin.web.refusals.broken"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", board.board, name="board"),
    path("", include("tocsin.web.incidents.urls")),
    path("incidents/<int:number>", incident.incident, name="incident"),
    path("incidents/<int:number>/<slug:verb>", incident.do, name="incident-do"),
    path("incidents/<int:number>/<slug:verb>/choose", regrouping.choose, name="incident-choose"),
    path("incidents/<int:number>/exchange/<slug:verb>", exchanging.do, name="exchange-do"),
    path("incidents/<int:number>/exchange/<int:bond>/<int:entry>", exchanging.file, name="exchange-file"),
    path("take/<str:token>", shown(taking.take), name="take"),
    path("login", account.Login.as_view(), name="login"),
    path("logout", account.Logout.as_view(), name="logout"),
    path("preferences", account.preferences, name="preferences"),
    path("", include("tocsin.web.work.urls")),
    path("", include("tocsin.web.search.urls")),
    path("", include("tocsin.web.figures.urls")),
    path("", include("tocsin.web.report.urls")),
    path("", include("tocsin.web.userreports.urls")),
    path("", include("tocsin.web.rooms.urls")),
    path("", include("tocsin.web.statements.urls")),
    path("", include("tocsin.web.histories.urls")),
    path("", include("tocsin.web.messages.urls")),
    path("", include("tocsin.web.sources.urls")),
    path("", include("tocsin.web.interventions.urls")),
    path("", include("tocsin.web.sites.urls")),
    path("", include("tocsin.web.commitments.urls")),
    path("", include("tocsin.web.duty.urls")),
    path("", include("tocsin.web.escalation.urls")),
    path("", include("tocsin.web.people.urls")),
    path("", include("tocsin.web.recurrences.urls")),
    path("", include("tocsin.web.problems.urls")),
    path("", include("tocsin.web.majors.urls")),
    path("", include("tocsin.web.providers.urls")),
    path("", include("tocsin.web.accounts.urls")),
    path("api/v1/", api.urls),
    re_path(r"^tmf-api/(?P<path>[\s\S]+)\Z", tmf.every, name="tmf"),  # a name may hold a line's end
    path("api/gateways/<str:key>", gateways.report, name="gateway-report"),
    path("livez", ops.livez, name="livez"),
    path("readyz", ops.readyz, name="readyz"),
    path("metrics", ops.metrics, name="metrics"),
]

"""What a supervisor asks of this process: is it alive, is it ready, how is it (OpenMetrics)."""

from collections.abc import Iterator

from django.contrib.auth.decorators import login_not_required
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import exposition
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector, CollectorRegistry

from tocsin import __version__
from tocsin.flow import clock
from tocsin.store.read.health import Figures, figures

_migrated = False  # once all migrations are applied, they need not be checked again


@login_not_required
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers, takes writes and has our tables: 200, else 503; JSON says which part fails."""
    parts = {"database": _database(), "migrations": _migrations()}
    ready = all(state == "ok" for state in parts.values())
    body = {"status": "ok" if ready else "unavailable", "parts": parts}
    return JsonResponse(body, status=200 if ready else 503)


@login_not_required
def metrics(request: HttpRequest) -> HttpResponse:
    """Computed now: OpenMetrics for who asks for it (Prometheus), else the plain text that promtool reads."""
    registry = CollectorRegistry(auto_describe=False)
    try:
        registry.register(_Figures(figures()))
    except DatabaseError as away:
        return HttpResponse(
            f"# the database does not answer: {_first_line(away)}\n", status=503, content_type="text/plain"
        )
    encode, content_type = exposition.choose_encoder(request.headers.get("Accept", ""))
    return HttpResponse(encode(registry), content_type=content_type, headers={"Vary": "Accept"})


def _database() -> str:
    """ "ok" once a small record is on the database's disk: a full disk or a standby still answers readers.

    The record goes into the log, which has room kept; what does not fit in memory goes where tables are, and finds none
    on a full disk.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("select current_setting('transaction_read_only')")
            if cursor.fetchone() == ("on",):
                return "read-only"
            cursor.execute("select pg_logical_emit_message(true, 'tocsin', 'ready')")
            with transaction.atomic():
                cursor.execute("set local work_mem = '64kB'")
                cursor.execute("select count(*) from generate_series(1, 10000)")
    except DatabaseError as away:
        return _first_line(away)
    return "ok"


def _migrations() -> str:
    global _migrated
    if _migrated:
        return "ok"
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as away:
        return _first_line(away)
    _migrated = not missing
    return "ok" if _migrated else f"{len(missing)} to apply on {DEFAULT_DB_ALIAS}: run 'tocsin migrate'"


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


class _Figures(Collector):
    """The figures as metric families. Labels are our own words and declared sources: never a message's."""

    def __init__(self, read: Figures) -> None:
        self._read = read

    def collect(self) -> Iterator[Metric]:
        """Every family."""
        read = self._read
        yield InfoMetricFamily("tocsin_build", "The running version.", {"version": __version__})
        messages = CounterMetricFamily("tocsin_messages", "Messages worked, by outcome.", labels=["status"])
        for status, count in sorted(read.messages.items()):
            messages.add_metric([status], count)
        yield messages
        yield GaugeMetricFamily("tocsin_messages_waiting", "Messages that wait for a worker.", read.waiting)
        yield GaugeMetricFamily(
            "tocsin_messages_waiting_oldest_seconds", "Age of the oldest of them.", self._age()
        )
        yield _gauge("tocsin_incidents_open", "Open incidents.", "priority", read.incidents)
        yield _gauge("tocsin_notices", "The newest 100,000 notices, by state.", "state", read.notices)
        refusals = CounterMetricFamily(
            "tocsin_refusals", "What the doors refused, by the code of the reason.", labels=["reason"]
        )
        for reason, count in read.refusals.items():
            refusals.add_metric([reason], count)
        yield refusals
        states = GaugeMetricFamily(
            "tocsin_source_state", "1: the state a source is in.", labels=["source", "state"]
        )
        for source, state in read.sources.items():
            states.add_metric([source, state], 1)
        yield states

    def _age(self) -> float:
        oldest = self._read.oldest_waiting_at
        return max((clock.now() - oldest).total_seconds(), 0.0) if oldest else 0.0


def _gauge(name: str, help: str, label: str, values: dict[str, int]) -> Metric:
    family = GaugeMetricFamily(name, help, labels=[label])
    for value, count in sorted(values.items()):
        family.add_metric([value], count)
    return family

"""World: a drawn estate, alarms in one line each, and what correlation made of them so far."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from tests.core.impact.drawing import drawn
from tocsin.core.correlation.decide import Correlated, decide, tick
from tocsin.core.correlation.effects import CorrelationEffect
from tocsin.core.correlation.values import AlertState, OpenIncident, Retraction, Sighting, Standing
from tocsin.core.event.values import Event, EventState, Place, Window
from tocsin.core.kernel.scales import Criticality
from tocsin.core.kernel.subject import SubjectKind
from tocsin.core.organisation.values import Kind, Label, Policies

START = datetime(2027, 1, 4, 8, tzinfo=UTC)


def _kind(key: str, domain: str, effect: str) -> Kind:
    return Kind(key=key, label=Label(fr=key, en=key), domain=domain, effect=effect)  # type: ignore[arg-type]


KINDS = {
    kind.key: kind
    for kind in (
        _kind("lost", "power", "down"),
        _kind("down", "hardware", "down"),
        _kind("slow", "application", "degraded"),
        _kind("hot", "cooling", "degraded"),
        _kind("psu", "hardware", "redundancy_lost"),
        _kind("note", "system", "none"),
        _kind("intrusion", "security", "none"),
    )
}

ROOMS = (
    "\n".join(
        line
        for room in ("s1", "s2")
        for line in (
            f"{room} room",
            f"{room}.a feed in {room}",
            f"{room}.b feed in {room}",
            *(
                line
                for rack in range(1, 5)
                for line in (
                    f"{room}.r{rack} rack in {room}",
                    f"{room}.r{rack}.a pdu in {room}.r{rack}; all of {room}.a",
                    f"{room}.r{rack}.b pdu in {room}.r{rack}; all of {room}.b",
                    *(
                        f"{room}.r{rack}.d{n} device in {room}.r{rack};"
                        f" 1 of {room}.r{rack}.a {room}.r{rack}.b"
                        for n in range(1, 7)
                    ),
                    *(
                        f"{room}.r{rack}.e{n} device in {room}.r{rack}; all of {room}.r{rack}.a"
                        for n in range(1, 7)
                    ),
                )
            ),
        )
    )
    + "\ncrm application; 1 of s1.r1.d1 s1.r2.d1\nerp application; all of s1.r1.d2"
)
ESTATE = drawn(ROOMS)
POLICIES = Policies(storm_threshold=5)


def event(
    text: str,
    *,
    at: float = 0,
    source: str = "host",
    state: EventState = EventState.FIRING,
    criticality: Criticality = Criticality.MEDIUM,
    reference: str = "",
    window: Window | None = None,
    status: str = "",
    subject: str = "",
    holds: float | None = None,
) -> Event:
    """``kind item``: an event, ``at`` minutes after the start of the story."""
    kind, item = text.split()
    return Event(
        source=source,
        kind=kind,
        state=state,
        criticality=criticality,
        place=Place(text=subject or item),
        summary=text,
        occurred_at=START + timedelta(minutes=at),
        fingerprint=f"{source} {text}",
        reference=reference,
        window=window,
        status=status,
        holds_until=None if holds is None else START + timedelta(minutes=holds),
    )


def sighting(text: str, *, at: float = 0, unresolved: bool = False, **fields: object) -> Sighting:
    """``kind item`` fires; ``-kind item`` recovers."""
    state = EventState.RESOLVED if text.startswith("-") else EventState.FIRING
    reported = event(text.lstrip("-"), at=at, **{"state": state, **fields})  # type: ignore[arg-type]
    return Sighting(event=reported, item="" if unresolved else text.split()[1])


def works(
    reference: str,
    items: str,
    start: float,
    end: float | None,
    *,
    status: str = "confirmed",
    at: float = 0,
    source: str = "host",
    sequence: int = 0,
) -> list[Sighting]:
    """A works notice: one event an item."""
    window = Window(
        start=START + timedelta(minutes=start), end=None if end is None else START + timedelta(minutes=end)
    )
    return [
        Sighting(
            event=event(
                f"works {item}",
                at=at,
                state=EventState.PLANNED,
                reference=reference,
                window=window,
                status=status,
                source=source,
            ),
            item=item,
            sequence=sequence,
        )
        for item in items.split()
    ]


class Counting:
    """Ids from 1 on."""

    def __init__(self) -> None:
        self._last = 0

    def new(self, kind: SubjectKind) -> int:
        self._last += 1
        return self._last


class World:
    """What stands, batch after batch; its own store."""

    def __init__(self, policy: Policies | None = None) -> None:
        self.policy, self.standing = policy or POLICIES, Standing()
        self.effects: list[CorrelationEffect] = []
        self.ids = Counting()

    def receives(
        self, *reports: str | Sighting, at: float = 0, retracted: Sequence[Retraction] = ()
    ) -> list[str]:
        """One batch; the names of its effects."""
        batch = [sighting(report, at=at) if isinstance(report, str) else report for report in reports]
        now = max([report.event.occurred_at for report in batch] + [START + timedelta(minutes=at)])
        return self.take(
            decide(
                self.standing,
                batch,
                graph=ESTATE,
                kinds=KINDS,
                policy=self.policy,
                ids=self.ids,
                now=now,
                retracted=retracted,
            )
        )

    def one_by_one(self, reports: Iterable[str | Sighting], at: float = 0) -> None:
        """As many batches as there are events."""
        for report in reports:
            self.receives(report, at=at)

    def waits(self, until: float, **unrepeated: float) -> list[str]:
        """A tick at this minute; ``unrepeated``: up to which minute a source's words were to be repeated by now."""
        now = START + timedelta(minutes=until)
        ended = {source: START + timedelta(minutes=at) for source, at in unrepeated.items()}
        return self.take(
            tick(
                self.standing,
                graph=ESTATE,
                kinds=KINDS,
                policy=self.policy,
                ids=self.ids,
                now=now,
                unrepeated=ended,
            )
        )

    @property
    def open(self) -> list[OpenIncident]:
        """The incidents that have not recovered."""
        return [incident for incident in self.standing.incidents.values() if incident.recovered_at is None]

    @property
    def causes(self) -> dict[str, str]:
        """Cause -> effect of the open incidents; an inferred cause has a question mark."""
        return {incident.cause + "?" * incident.inferred: incident.effect.value for incident in self.open}

    def of(self, name: str) -> list[CorrelationEffect]:
        """Every effect of this type so far."""
        return [effect for effect in self.effects if type(effect).__name__ == name]

    def check(self) -> None:
        """Nothing is lost: what fires is in one open incident, muted or flapping; no incident is empty."""
        counted: dict[int, int] = {}
        for alert in self.standing.alerts.values():
            if alert.counted:
                counted[alert.incident] = counted.get(alert.incident, 0) + 1
            elif alert.state is AlertState.FIRING:
                assert alert.muted_by or alert.flapping, alert
            assert not (alert.counted and alert.muted_by)
        assert counted == {incident.id: incident.firing for incident in self.open}
        assert all(
            incident.firing == 0 for incident in self.standing.incidents.values() if incident.recovered_at
        )

    def take(self, decision: Correlated) -> list[str]:
        """What stands from now on; the names of the effects."""
        known = {*self.standing.incidents, *decision.after.incidents}
        self.standing = decision.after
        self.effects += decision.effects
        self.check()
        assert all(getattr(effect, "incident", 0) in known for effect in decision.effects if _on_one(effect))
        return [type(effect).__name__ for effect in decision.effects]


def _on_one(effect: CorrelationEffect) -> bool:
    """Effects on one incident by number: it must stand, before or after."""
    return bool(getattr(effect, "incident", 0)) and isinstance(getattr(effect, "incident", 0), int)

"""Nights: untidy troubles, where the first message is not the cause. Each is one story, and is over at its end."""

from collections.abc import Callable, Iterable

from tocsin.core.organisation.values import Label, own_label
from tocsin.demo.world import monitors, valmont
from tocsin.demo.world.monitors import Check
from tocsin.demo.world.script import Script
from tocsin.demo.world.story import Story, users_call
from tocsin.demo.world.valmont import Alarm

_NO_ANSWER, _ANSWERS = "PING CRITICAL - Packet loss = 100%", "PING OK - Packet loss = 0%, RTA = 0.44 ms"
_MILAN = ("rt-mil1-01", "sw-mil1-01", "srv-mil1-01", "nas-mil1-01")
_MADRID = ("rt-mad1-01", "sw-mad1-01", "srv-mad1-01", "srv-fic-es-01", "nas-mad1-01", "wlc-mad1-01")
_SWITCHES = ("sw-par1-01", "sw-par1-02")


def named_late(script: Script) -> None:
    """Two servers stop; long after, the provider names their PDU."""
    pdu = "par1.s2.r03.pdu-a"
    dark = script.darken(2, [pdu], within=6)
    alarm = script.alarm(22, pdu, valmont.PDU_LOST, valmont.MAJOR)
    script.recover(40, [alarm])
    script.lighten(42, dark, within=4)


def router(script: Script) -> None:
    """A router is named among the hosts that need it, and not first."""
    hosts = _behind(script, "rt-mil1-01")
    _down(script, 3, [*hosts[:2], "rt-mil1-01", *hosts[2:]])
    _up(script, 34, ["rt-mil1-01", *hosts])


def switches(script: Script) -> None:
    """Both core switches are down, then 66 hosts."""
    hosts = _needing(script, _SWITCHES)
    _down(script, 3, _SWITCHES)
    _down(script, 8, hosts, within=8)
    _up(script, 40, [*_SWITCHES, *hosts], within=8)


def behind(script: Script) -> None:
    """Only the hosts behind a router are reported."""
    hosts = _behind(script, "rt-dus1-01")
    _down(script, 3, hosts, within=3)
    _up(script, 34, hosts)


def line(script: Script) -> None:
    """The line of a region is cut: its hosts are unreachable, and work on."""
    about = {"text": "LC-40231", "parts": {"circuit": "LC-40231"}}
    for seconds, state, change in ((3, "firing", "coupée"), (40, "resolved", "rétablie")):
        event = {"kind": "circuit.down", "state": state, "criticality": "high", "place": about}
        summary = f"Ligne Claire au téléphone : liaison LC-40231 {change}"
        script.add(monitors.own(script.at(seconds), "desk-fr", **event, summary=summary))
    _unreachable(script, 6, _MADRID)
    _unreachable(script, 42, _MADRID, again=True)


def observer(script: Script) -> None:
    """Milan: a monitoring server dies, all that it watches is unreachable."""
    _unreachable(script, 3, _MILAN)
    _unreachable(script, 12, ["vm-mon-it"])
    _unreachable(script, 40, ["vm-mon-it", *_MILAN], again=True)


def heat(script: Script) -> None:
    """Cooling is lost, it gets hot, servers shut down."""
    cooling = script.alarm(3, "par1.s2", valmont.COOLING_LOST, valmont.CRITICAL)
    hot = [
        script.alarm(10 + 4 * number, f"par1.s2.r0{number + 1}", valmont.HOT, valmont.MAJOR)
        for number in range(4)
    ]
    shut = ("srv-bi-03", "srv-olap-01", "srv-crm-05")
    for number, host in enumerate(shut):
        script.check(26 + 4 * number, host, "DOWN", _NO_ANSWER)
    script.recover(48, [*hot, cooling])
    _up(script, 52, shut)


def hypervisor(script: Script) -> None:
    """A hypervisor and its virtual machines."""
    _down(script, 3, ("vm-rec-01", "vm-rec-02"), within=2)
    _down(script, 10, ("hv-par1-16",))
    _up(script, 32, ("hv-par1-16", "vm-rec-01", "vm-rec-02"))


def slow(script: Script) -> None:
    """An application is slow, and then its database server is in trouble."""
    users_call(script, 3, ["crm"], kind="application.slow", saying="est très lent")
    script.check(14, "srv-crm-01", "CRITICAL", "CRITICAL - load average: 61.31, 48.02, 29.40", "Load")
    script.check(34, "srv-crm-01", "OK", "OK - load average: 2.11, 14.07, 26.5", "Load")
    users_call(script, 38, ["crm"], "resolved", "application.slow", "va mieux")


def two_outlets(script: Script) -> None:
    """An outlet is lost and back; then another outlet of the same device."""
    first, second = script.floor.cords("sw-par1-01")[:2]
    alarm = script.alarm(3, first, valmont.OUTLET_LOST, valmont.MAJOR)
    script.recover(9, [alarm], spread=1)
    other = script.alarm(16, second, valmont.OUTLET_LOST, valmont.MAJOR)
    script.recover(36, [other])


def wrong_outlet(script: Script) -> None:
    """The provider names an outlet; its next mail, in answer to that one, names another."""
    wrong, right = "par1.s1.r07.pdu-a.o12", script.floor.cords("srv-intra-01")[0]
    first = script.alarm(3, wrong, valmont.OUTLET_LOST, valmont.MAJOR)
    script.darken(5, [right], within=3)
    script.correct(18, first, right)
    script.until = script.at(58)
    ended = [_alarm(script, place) for place in (wrong, right)]
    script.recover(50, ended)
    _up(script, 52, ("srv-intra-01",))


def flapping(script: Script) -> None:
    """Fifty hosts go down and up again and again."""
    earlier = ("srv-intra-01", "srv-crm-01")  # these are in other nights
    hosts = [host for host in _needing(script, _SWITCHES) if host not in earlier][:50]
    for turn in range(8):
        (_up if turn % 2 else _down)(script, 3 + 6 * turn, hosts, within=3)


def _alarm(script: Script, place: str) -> Alarm:
    return Alarm(
        reference=script.reference(),
        place=place,
        nature=valmont.OUTLET_LOST,
        gravity=valmont.MAJOR,
        began=script.begin,
    )


def _down(script: Script, seconds: float, hosts: Iterable[str], within: float = 1) -> None:
    for host in hosts:
        script.check(seconds + script.random.uniform(0, within), host, "DOWN", _NO_ANSWER)


def _up(script: Script, seconds: float, hosts: Iterable[str], within: float = 3) -> None:
    for host in hosts:
        script.check(seconds + script.random.uniform(0, within), host, "UP", _ANSWERS)


def _unreachable(script: Script, seconds: float, hosts: Iterable[str], *, again: bool = False) -> None:
    """The central monitoring reports it for hosts that a region's server watches."""
    for host in hosts:
        check = Check(host, "UP", _ANSWERS) if again else Check(host, "DOWN", "CRITICAL - Host unreachable")
        script.add(monitors.central(script.floor, script.at(seconds + script.random.uniform(0, 2)), check))


def _behind(script: Script, device: str) -> list[str]:
    """The devices that cannot do without this one."""
    floor = script.floor
    return [item.key for item in floor.devices if floor.needs_all(item.key, device)]


def _needing(script: Script, several: tuple[str, ...]) -> list[str]:
    """The devices that need one of these."""
    floor = script.floor
    return [item.key for item in floor.devices if floor.needs_any(item.key, several)]


def _night(name: str, write: Callable[[Script], None], lasts_s: int, title: Label, look: Label) -> Story:
    return Story(name=name, title=title, look=look, lasts_s=lasts_s, write=write)


NIGHTS: dict[str, Story] = {
    story.name: story
    for story in (
        _night(
            "named-late", named_late, 54,
            own_label(fr="Deux serveurs s'arrêtent ; plus tard, l'hébergeur nomme leur PDU",
                  en="Two servers stop; later the provider names their PDU"),
            own_label(fr="Tableau : deux incidents deviennent un, sous le PDU, depuis le premier serveur",
                  en="Board: two incidents become one, under the PDU, since the first server"),
        ),
        _night(
            "router", router, 46,
            own_label(fr="Milan : un routeur est nommé parmi les machines qui en ont besoin, et pas en premier",
                  en="Milan: a router is named among the hosts that need it, and not first"),
            own_label(fr="Tableau : un incident, sous le routeur ; chronologie : pourquoi",
                  en="Board: one incident, under the router; timeline: why"),
        ),
        _night(
            "switches", switches, 66,
            own_label(fr="Les deux commutateurs de cœur tombent, puis 66 machines ne répondent plus",
                  en="Both core switches fail, then 66 hosts no longer answer"),
            own_label(fr="Tableau : un incident réseau, les deux commutateurs ; la salle n'est pas accusée",
                  en="Board: one network incident, both switches; the room is not accused"),
        ),
        _night(
            "behind", behind, 46,
            own_label(fr="Düsseldorf : seules les machines derrière le routeur sont signalées",
                  en="Düsseldorf: only the hosts behind the router are reported"),
            own_label(fr="Tableau : une panne commune probable, ce qui les explique toutes",
                  en="Board: a probable common failure, what explains them all"),
        ),
        _night(
            "line", line, 56,
            own_label(fr="La liaison de Madrid est coupée : tout y est injoignable, et y marche encore",
                  en="The line of Madrid is cut: all is unreachable there, and still works"),
            own_label(fr="Incident : la liaison, son opérateur et son engagement, la région dégradée et non arrêtée",
                  en="Incident: the line, its operator and its commitment, the region degraded and not down"),
        ),
        _night(
            "observer", observer, 56,
            own_label(fr="Milan : un serveur de supervision meurt, tout ce qu'il surveille paraît injoignable",
                  en="Milan: a monitoring server dies, all that it watches seems unreachable"),
            own_label(fr="Incident : l'observateur est perdu ; du reste, on ne sait rien, et rien n'est dit en panne",
                  en="Incident: the observer is lost; of the rest nothing is known, and nothing is said to be down"),
        ),
        _night(
            "heat", heat, 66,
            own_label(fr="La climatisation de la salle 2 s'arrête, il fait chaud, des serveurs s'éteignent",
                  en="The cooling of room 2 stops, it gets hot, servers shut down"),
            own_label(fr="Tableau : un seul incident ; sa chronologie : il s'aggrave quand des serveurs s'éteignent",
                  en="Board: one incident; its timeline: it is worse once servers shut down"),
        ),
        _night(
            "hypervisor", hypervisor, 44,
            own_label(fr="Deux machines virtuelles ne répondent plus, puis leur hyperviseur",
                  en="Two virtual machines no longer answer, then their hypervisor"),
            own_label(fr="Tableau : un incident, sous l'hyperviseur", en="Board: one incident, under the hypervisor"),
        ),
        _night(
            "slow", slow, 50,
            own_label(fr="Le CRM est lent ; puis son serveur de base de données est en difficulté",
                  en="The CRM is slow; then its database server is in trouble"),
            own_label(fr="Tableau : un incident, sous le serveur, avec la raison",
                  en="Board: one incident, under the server, with the reason"),
        ),
        _night(
            "two-outlets", two_outlets, 50,
            own_label(fr="Une prise est perdue et revient ; puis l'autre prise du même équipement",
                  en="An outlet is lost and comes back; then the other outlet of the same device"),
            own_label(fr="Tableau : deux incidents, aucune panne : les deux n'ont jamais manqué ensemble",
                  en="Board: two incidents, no outage: both were never missing together"),
        ),
        _night(
            "wrong-outlet", wrong_outlet, 64,
            own_label(fr="L'hébergeur nomme une prise, puis répond à son propre courriel : c'était une autre",
                  en="The provider names an outlet, then answers its own mail: it was another one"),
            own_label(fr="Incident de la prise 12 : la page propose de corriger le lieu, d'un geste",
                  en="Incident of outlet 12: the page proposes to correct the place, with one tap"),
        ),
        _night(
            "flapping", flapping, 66,
            own_label(fr="Cinquante machines tombent et reviennent sans cesse",
                  en="Fifty hosts come and go without end"),
            own_label(fr="Tableau : « Alertes instables », un incident, peu de courriels ; aucune salle perdue",
                  en="Board: “Unstable alerts”, one incident, few mails; no room is said to be lost"),
        ),
    )
}  # fmt: skip

"""Stories: what happens to the company by day, one scene for each; and all that can be played, nights included."""

from collections.abc import Callable
from datetime import datetime, timedelta

from tocsin.core.inventory.values import ItemType
from tocsin.core.organisation.values import Label, own_label
from tocsin.demo.world import monitors, valmont
from tocsin.demo.world.floor import Floor
from tocsin.demo.world.nights import NIGHTS
from tocsin.demo.world.people import PEOPLE
from tocsin.demo.world.script import Script
from tocsin.demo.world.story import Story, users_call
from tocsin.demo.world.transmission import Transmission
from tocsin.demo.world.valmont import Alarm, Works

NEW_WORD = "Hygrométrie basse"  # the format's table lacks it


def script_of(story: Story, floor: Floor, begin: datetime, *, pace: float = 1.0, seed: int = 1) -> Script:
    """The script of the story: its messages in the order of time, and when it is over."""
    script = Script(floor, begin, seed=seed, pace=pace)
    story.write(script)
    script.transmissions.sort(key=lambda sent: sent.at)
    script.until = max(script.until, script.at(story.lasts_s))
    return script


def morning(script: Script) -> None:
    """A quiet morning: a disk fills, a backup failed, people are informed, one word is new."""
    script.check(2, "srv-fic-fr-01", "WARNING", "DISK WARNING - free space: /partage 96 GB (8%)", "Disk")
    script.add(monitors.sign_of_life(script.at(4), "prometheus-de"))
    script.check(6, "srv-erp-04", "CRITICAL", "CRITICAL - job nuit-erp: 3 files not saved", "Backup")
    badge(script, 9)
    script.check(12, "srv-mad1-01", "WARNING", "WARNING - load average: 9.12, 8.40, 7.77", "Load")
    script.quiet_digest(14)
    script.alarm(18, "par1.s1.r06", NEW_WORD, valmont.MINOR)
    newsletter(script, 21)
    script.check(24, "srv-mil1-01", "WARNING", "load 12.4", "Load")
    script.check(28, "srv-fic-fr-01", "CRITICAL", "DISK CRITICAL - free space: /partage 31 GB (2%)", "Disk")
    script.check(34, "srv-mad1-01", "OK", "OK - load average: 1.32, 2.40, 4.77", "Load")
    script.check(36, "srv-mil1-01", "OK", "load 1.4", "Load")


def outlet(script: Script) -> None:
    """An outlet of a device with a single cord is lost."""
    where = script.floor.cords("srv-intra-01")[0]
    alarm = script.alarm(0, where, valmont.OUTLET_LOST, valmont.MAJOR)
    script.darken(3, [where], within=4)
    script.remind(22, [alarm])


def feed(script: Script) -> None:
    """Feed A of a rack is lost: devices with two cords run on, without redundancy; then it is back."""
    pdu = "par1.s1.r01.pdu-a"
    alarm = script.alarm(0, pdu, valmont.FEED_LOST, valmont.MAJOR)
    script.remind(18, [alarm])
    script.recover(40, [alarm])


def storm(script: Script) -> None:
    """A room loses power: first the provider reports PDUs and racks, then monitoring everything in it, then users call."""
    room, floor = "par1.s2", script.floor
    alarms = [script.alarm(8, room, valmont.ROOM_LOST, valmont.CRITICAL)]
    for rack in floor.within(room, ItemType.RACK):
        second = 3 + script.random.uniform(0, 8)
        alarms.append(script.alarm(second, rack.key, valmont.RACK_LOST, valmont.CRITICAL))
    for pdu in floor.within(room, ItemType.PDU):
        alarms.append(script.alarm(script.random.uniform(0, 10), pdu.key, valmont.PDU_LOST, valmont.MAJOR))
        for outlet_key in floor.plugged(pdu.key):
            second = 6 + script.random.uniform(0, 30)
            alarms.append(script.alarm(second, outlet_key, valmont.OUTLET_LOST, valmont.MAJOR))
    dark = script.darken(6, [room], within=40, chatter=2)
    users_call(script, 25, ["pos", "bi"])
    script.digest(52, alarms)
    script.remind(60, alarms[:7])
    script.recover(85, alarms, spread=12)
    script.lighten(88, dark, within=40, chatter=2)
    users_call(script, 130, ["pos", "bi"], "resolved", saying="répond de nouveau")


def miscabled(script: Script) -> None:
    """A rack loses feed A, and some of its devices had both cords on A."""
    pdu = "par1.s1.r05.pdu-a"
    alarm = script.alarm(0, pdu, valmont.FEED_LOST, valmont.MAJOR)
    dark = script.darken(2, [pdu], within=10, chatter=1)
    users_call(script, 16, ["oms"])
    script.remind(30, [alarm])
    script.recover(50, [alarm])
    script.lighten(54, dark, within=15, chatter=1)
    users_call(script, 70, ["oms"], "resolved", saying="répond de nouveau")


def works(script: Script) -> None:
    """Works are announced and begin; what they explain is muted; one device stays wrong at their end."""
    announced = Works(
        reference=script.reference().replace("VDC-", "VDC-T"),
        title="Remplacement du tableau de la baie",
        places=(_WORKED_ON,),
        start=script.at(5),
        end=_next_minute(script.at(52)),
    )
    script.works(0, announced)
    script.until = announced.end + timedelta(seconds=8)  # time to see that alerts still firing are raised
    alarm = script.alarm(10, _WORKED_ON, valmont.RACK_LOST, valmont.CRITICAL)
    dark = script.darken(12, [_WORKED_ON], within=10)
    script.recover(38, [alarm])
    script.lighten(40, [host for host in dark if host != _STILL_WRONG], within=12)


def collision(script: Script) -> None:
    """Feed A of a rack is lost; then works on its feed B are announced, for the day after tomorrow."""
    lost, worked_on = "par1.s1.r01.pdu-a", "par1.s1.r01.pdu-b"
    alarm = script.alarm(0, lost, valmont.FEED_LOST, valmont.MAJOR)
    begin = _next_minute(script.at(0)) + timedelta(days=2)
    announced = Works(
        reference=script.reference().replace("VDC-", "VDC-T"),
        title="Remplacement du PDU B",
        places=(worked_on,),
        start=begin,
        end=begin + timedelta(hours=3),
    )
    script.works(15, announced)
    script.recover(75, [alarm])


def _next_minute(at: datetime) -> datetime:
    """Works notices are written to the minute."""
    return at.replace(second=0, microsecond=0) + timedelta(minutes=1)


_WORKED_ON = "par1.s1.r06"
_STILL_WRONG = "srv-dam-01"  # of that rack; it does not boot again


def recoveries(script: Script) -> None:
    """The last device is repaired."""
    script.check(2, "srv-fic-fr-01", "OK", "DISK OK - free space: /partage 410 GB (34%)", "Disk")
    script.check(5, "srv-erp-04", "OK", "OK - job nuit-erp done", "Backup")
    outlet_key = script.floor.cords("srv-intra-01")[0]
    gone = Alarm(
        reference=script.reference(),
        place=outlet_key,
        nature=valmont.OUTLET_LOST,
        gravity=valmont.MAJOR,
        began=script.begin,
    )
    script.recover(6, [gone])
    script.check(8, "srv-intra-01", "UP", "PING OK - Packet loss = 0%, RTA = 0.41 ms")
    script.check(12, _STILL_WRONG, "UP", "PING OK - Packet loss = 0%, RTA = 0.52 ms")


def late(script: Script) -> None:
    """Last night's mails come in late: past incidents are notified in one mail, present incidents at once."""
    night = script.begin.replace(microsecond=0) - timedelta(hours=12)
    for number, pdu in enumerate(_LAST_NIGHT):
        begun = night + timedelta(hours=2 * number, minutes=7 * number)
        alarm = _feed_lost(script, pdu, begun)
        over = begun + timedelta(minutes=25)
        script.add(_delayed(script, 2, valmont.alarm(script.floor, begun, alarm)))
        script.add(_delayed(script, 2, valmont.recovery(script.floor, over, alarm)))
    begun = night + timedelta(hours=9)
    lasting = _feed_lost(script, _SINCE_LAST_NIGHT, begun)
    script.add(_delayed(script, 4, valmont.alarm(script.floor, begun, lasting)))
    script.recover(35, [lasting])


def _feed_lost(script: Script, pdu: str, begun: datetime) -> Alarm:
    reference = script.reference()
    return Alarm(reference=reference, place=pdu, nature=valmont.FEED_LOST, gravity=valmont.MAJOR, began=begun)


def _delayed(script: Script, seconds: float, transmission: Transmission) -> Transmission:
    """A message that was written at its date, and arrives only now."""
    return Transmission(at=script.at(seconds), wire=transmission.wire)


_LAST_NIGHT = ("par1.s1.r02.pdu-a", "par1.s1.r03.pdu-b", "par1.s2.r01.pdu-a")
_SINCE_LAST_NIGHT = "par1.s2.r04.pdu-b"


def api_cut(script: Script) -> None:
    """The provider cuts its API off; its mails go on, and what the API missed is read when it is open again."""
    script.cut_api(4, lasts=35)
    alarm = script.alarm(14, _WHILE_CUT, valmont.FEED_LOST, valmont.MAJOR)
    script.recover(56, [alarm])


_WHILE_CUT = "par1.s1.r03.pdu-b"


def they_call(script: Script) -> None:
    """The provider mails an alarm, then opens its own ticket about it at ours (TMF621)."""
    alarm = script.alarm(2, _THEY_CALL, valmont.FEED_LOST, valmont.MINOR)
    script.open_ticket(14, alarm)
    script.recover(50, [alarm])


_THEY_CALL = "par1.s1.r04.pdu-b"


def sunday(script: Script) -> None:
    """The mail about a PDU of a guaranteed rack was under way for hours; then a PDU of an ordinary rack is lost."""
    reported = script.begin.replace(microsecond=0) - _UNDER_WAY
    guaranteed = Alarm(
        reference=script.reference(), place=_GUARANTEED, nature=valmont.PDU_LOST, gravity=valmont.CRITICAL,
        began=reported,
    )  # fmt: skip
    script.add(_delayed(script, 2, valmont.alarm(script.floor, reported, guaranteed)))
    ordinary = script.alarm(10, _ORDINARY, valmont.PDU_LOST, valmont.MAJOR)
    dark = script.darken(12, [_ORDINARY], within=6)
    script.recover(75, [guaranteed, ordinary])
    script.lighten(77, dark, within=6)


_UNDER_WAY = timedelta(hours=3, minutes=21)  # of the 4 h that they guarantee
_GUARANTEED, _ORDINARY = "par1.s1.r01.pdu-b", "par1.s1.r05.pdu-a"


def pdu_again(script: Script) -> None:
    """The PDU that fails every week fails again: its known error is offered."""
    alarm = script.alarm(0, _FAILS_AGAIN, valmont.PDU_LOST, valmont.MAJOR)
    script.recover(45, [alarm])


_FAILS_AGAIN = "par1.s1.r03.pdu-a"


def badge(script: Script, seconds: float) -> None:
    """Somebody opens a rack, as announced: information that opens nothing."""
    person = script.random.choice(("K. HADDAD", "J. PREVOT", "F. DIALLO", "Y. KERBRAT"))
    rack = script.random.choice(script.floor.within("par1", ItemType.RACK)).key
    at = script.at(seconds)
    door = Alarm(
        reference=script.reference(), place=rack, nature=valmont.DOOR, gravity=valmont.PLAIN, began=at
    )
    script.add(valmont.note(script.floor, at, door, f"Accès autorisé : {person}"))


def newsletter(script: Script, seconds: float) -> None:
    """A mail that is no alarm."""
    script.add(valmont.newsletter(script.at(seconds)))


def signs_of_life(script: Script) -> None:
    """Sources whose silence would be an alarm send something."""
    script.quiet_digest(0)
    for source in ("nagios-fr", "icinga-es", "prometheus-de"):
        script.add(monitors.sign_of_life(script.at(1), source))


def _story(name: str, write: Callable[[Script], None], lasts_s: int, title: Label, look: Label) -> Story:
    return Story(name=name, title=title, look=look, lasts_s=lasts_s, write=write)


DAYS: dict[str, Story] = {
    story.name: story
    for story in (
        _story(
            "morning", morning, 42,
            own_label(fr="Un matin calme : un disque se remplit, une sauvegarde a échoué, un mot est inconnu",
                  en="A quiet morning: a disk fills, a backup failed, one word is unknown"),
            own_label(fr="Messages : le courrier et sa traduction ; la file « à traduire » a le mot inconnu",
                  en="Messages: the mail and its translation; the queue holds the unknown word"),
        ),
        _story(
            "outlet", outlet, 30,
            own_label(fr="Une prise est perdue, sous un serveur qui n'a qu'un cordon",
                  en="An outlet is lost, under a server with one cord only"),
            own_label(fr="Tableau : un incident, de la prise à l'Intranet ; Salles : où cela fait mal",
                  en="Board: one incident, from the outlet to the intranet; Rooms: where it hurts"),
        ),
        _story(
            "feed", feed, 50,
            own_label(fr="La voie A d'une baie critique est perdue : plus de redondance, aucune coupure",
                  en="Feed A of a critical rack is lost: no redundancy left, no outage"),
            own_label(fr="Tableau : un incident de redondance, P3 ; puis son rétablissement",
                  en="Board: a redundancy incident, P3; then its recovery"),
        ),
        _story(
            "storm", storm, 140,
            own_label(fr="La salle 2 perd son alimentation : plusieurs centaines de messages",
                  en="Room 2 loses power: several hundred messages"),
            own_label(fr="Tableau : un seul incident, P1, les caisses arrêtées, le CRM sans secours ; Salles : salle 2",
                  en="Board: one incident, P1, the tills down, the CRM without a spare; Rooms: room 2"),
        ),
        _story(
            "miscabled", miscabled, 75,
            own_label(fr="Une baie perd la voie A, et trois serveurs avaient leurs deux cordons sur A",
                  en="A rack loses feed A, and three servers had both cords on A"),
            own_label(fr="Incident : une vraie coupure ; l'impact dit quels serveurs sont mal câblés",
                  en="Incident: a real outage; the impact tells which servers are mis-cabled"),
        ),
        _story(
            "works", works, 70,
            own_label(fr="Des travaux sont annoncés ; leurs alarmes se taisent ; à la fin, un équipement reste muet",
                  en="Works are announced; their alarms are muted; at the end one device is still down"),
            own_label(fr="Messages : l'avis de travaux ; tableau : rien pendant les travaux, un incident à leur fin",
                  en="Messages: the notice; board: nothing during the works, one incident at their end"),
        ),
        _story(
            "collision", collision, 90,
            own_label(fr="La voie A d'une baie est perdue, et l'hébergeur annonce des travaux sur sa voie B",
                  en="Feed A of a rack is lost, and the host announces works on its feed B"),
            own_label(fr="Interventions : les travaux se heurtent à l'incident ; un courriel le dit au suivi hébergeur",
                  en="Interventions: the works collide with the incident; a mail informs those who follow the host up"),
        ),
        _story(
            "pdu-again", pdu_again, 60,
            own_label(fr="Le même PDU tombe encore : son erreur connue est proposée, avec le contournement",
                  en="The same PDU fails again: its known error is offered, with the workaround"),
            own_label(fr="Incident : « Erreur connue », « Cela a aidé » ; Problèmes : PRB-1 et ses incidents, en bits",
                  en="Incident: “Known error”, “This helped”; Problems: PRB-1 and its incidents, in bits"),
        ),
        _story(
            "recoveries", recoveries, 20,
            own_label(fr="Tout rentre dans l'ordre", en="Everything is put right"),
            own_label(fr="Tableau : les incidents se referment d'eux-mêmes, avec leurs chronomètres",
                  en="Board: the incidents close by themselves, with their clocks"),
        ),
        _story(
            "late", late, 60,
            own_label(fr="Les courriels de la nuit arrivent enfin : trois pannes finies, une qui dure",
                  en="Last night's mails arrive at last: three failures that are over, one that lasts"),
            own_label(fr="Incident : depuis la nuit, appris maintenant ; courriels : un seul résumé pour ce qui est fini",
                  en="Incident: since last night, received now; mails: one summary of what is over"),
        ),
    )
}  # fmt: skip
PROVIDER: dict[str, Story] = {  # about the provider itself
    story.name: story
    for story in (
        _story(
            "api-cut", api_cut, 75,
            own_label(fr="L'hébergeur coupe son API ; ses courriels continuent, puis l'API revient",
                  en="The provider cuts its API off; its mails go on, then the API is back"),
            own_label(fr="Fournisseurs, Valmont : coupé depuis quand, pourquoi, prochain essai ; l'incident par courriel",
                  en="Providers, Valmont: cut since when, why, next try; the incident comes by mail"),
        ),
        _story(
            "they-call", they_call, 70,
            own_label(fr="L'hébergeur ouvre lui-même son ticket chez nous (TMF621), sur un incident que nous avons déjà",
                  en="The provider opens its own ticket at ours (TMF621), about an incident that we know already"),
            own_label(fr="Incident : l'échange avec l'hébergeur porte son numéro de ticket ; personne n'a rien saisi",
                  en="Incident: the exchange with the provider has its ticket's number; nobody typed anything"),
        ),
        _story(
            "sunday", sunday, 100,
            own_label(fr="Une baie sous garantie haute, connue de l'hébergeur depuis 3 h 21, et une baie ordinaire",
                  en="A rack under the high guarantee, which the host has known of for 3 h 21, and an ordinary rack"),
            own_label(fr="Incident : « Appelez maintenant » ; un dimanche, la garantie de 4 h court, l'autre attend lundi",
                  en="Incident: “Call now”; on a Sunday the guarantee of 4 h runs, the other one waits for Monday"),
        ),
    )
}  # fmt: skip
STORIES: dict[str, Story] = DAYS | PROVIDER | PEOPLE | NIGHTS  # in the order in which they are played

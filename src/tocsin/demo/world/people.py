"""People: scenes in which it is people who write, call and act, by mail and over the API. Sends nothing."""

from urllib.parse import urlencode

import msgspec

from tocsin.core.organisation.values import own_label
from tocsin.demo.world import valmont
from tocsin.demo.world.letter import letter
from tocsin.demo.world.script import Script
from tocsin.demo.world.story import Story
from tocsin.demo.world.transmission import Post, Transmission

API = "/api/v1"


def users_report(script: Script) -> None:
    """Users write and one calls before and after the provider's alarm: the intranet is down; then it is back."""
    where = script.floor.cords("srv-intra-01")[0]
    for seconds, name, text in _WRITTEN:
        _user_writes(script, seconds, name, text)
    alarm = script.alarm(4, where, valmont.OUTLET_LOST, valmont.MAJOR)
    dark = script.darken(6, [where], within=2)
    call = {
        "caller": "paul.renard@cachemire.example",
        "text": "Il n'a plus l'intranet non plus",
        "item": "intranet",
    }
    person_posts(script, 34, "karim", f"{API}/user-reports", call)
    script.recover(50, [alarm])
    script.lighten(51, dark, within=2)


_WRITTEN = (
    (0, "lea.roux", "Bonjour, l'intranet ne répond plus depuis ce matin."),
    (14, "marc.petit", "Bonjour, page blanche sur l'intranet."),
    (17, "ines.garcia", "Bonjour, je ne peux pas ouvrir l'intranet, est-ce connu ?"),
    (20, "luc.moreau", "L'intranet est en panne chez nous aussi."),
    (23, "anna.schmidt", "Hello, the intranet is not reachable for our team in Düsseldorf."),
    (26, "tom.baker", "Hello, is there a problem with the intranet? We cannot open it."),
)


def falls_ill(script: Script) -> None:
    """A technician takes an incident and falls ill; who stands in gets it with a note, and says what comes next."""
    alarm = script.alarm(0, _ILL, valmont.PDU_LOST, valmont.MAJOR)
    incident = f"{API}/incidents/{{incident}}"
    person_posts(script, 10, "karim", f"{incident}/take", {}, _ILL)
    note = {"note": "Valmont réarme le disjoncteur à 14 h ; deux cordons à déplacer vers la voie A ensuite."}
    person_posts(script, 18, "karim", f"{incident}/comment", note, _ILL)
    away = {"person": "karim.haddad", "substitute": "fatou.diallo", "reason": "malade", "end": script.at(120)}
    person_posts(script, 30, "bruno", f"{API}/absences", away)
    step = {"step": "Je rappelle Valmont à 14 h, puis je déplace les deux cordons."}
    person_posts(script, 52, "fatou", f"{incident}/accept", step, _ILL)
    script.recover(80, [alarm])


_ILL = "par1.s2.r05.pdu-b"


def new_year(script: Script) -> None:
    """A rack is lost and nobody answers: the SMS gateway refuses, mail leaves instead; then a manager answers."""
    _gateway(script, 0, "mode", "is=refuses")
    alarm = script.alarm(2, NEW_YEARS_RACK, valmont.RACK_LOST, valmont.CRITICAL)
    _gateway(script, 70, "mode", "is=well")
    manager = script.floor.organisation.persons["helene.marchand"].phone
    _gateway(script, 105, "answer", urlencode({"from": "".join(manager.split()), "text": "ACK"}))
    script.recover(125, [alarm])


def major(script: Script) -> None:
    """A room goes dark: a major incident is declared, users read news, the command passes on, a review is drafted."""
    alarms = [script.alarm(0, _DARK, valmont.ROOM_LOST, valmont.CRITICAL)]
    dark = script.darken(3, [_DARK], within=8)
    reason = "La salle 2 n’a plus de courant : les caisses sont arrêtées dans tous les magasins"
    declared = {"incidents": ["{incident}"], "reason": reason}
    person_posts(script, 22, "karim", f"{API}/majors", declared, _DARK)
    for seconds, who, verb, body in _LED:
        person_posts(script, seconds, who, f"{API}/majors/{{major}}/{verb}", body, _DARK)
    script.recover(68, alarms)
    script.lighten(69, dark, within=8)


_DARK = "par1.s2"


def _public(phase: str, fr: str, en: str) -> dict[str, str]:
    return {"audience": "public", "phase": phase, "fr": fr, "en": en}


_LED: tuple[tuple[float, str, str, dict[str, str]], ...] = (
    (26, "karim", "update", _public("investigating", "Les caisses sont arrêtées. Nous cherchons la cause.",
                                    "The tills are down. We are looking for the cause.")),
    (32, "karim", "update", {"audience": "internal", "phase": "identified",
                             "fr": "Salle 2 sans courant ; Valmont a un électricien sur place.",
                             "en": "Room 2 without power; Valmont has an electrician on site."}),
    (40, "karim", "update", _public("identified", "La cause est trouvée : une coupure électrique. Retour dans l’heure.",
                                    "The cause is known: a power cut. Back within the hour.")),
    (46, "karim", "offer", {"person": "fatou.diallo", "note": "Je pars en salle. Prochaine information publique à donner."}),
    (54, "fatou", "take", {}),
    (62, "fatou", "update", _public("watching", "Le courant revient, les caisses redémarrent.",
                                    "Power is coming back, the tills are restarting.")),
    (92, "fatou", "update", _public("restored", "Toutes les caisses fonctionnent.", "All tills work again.")),
    (98, "fatou", "stand-down", {"note": "Tout est rétabli et vérifié en magasin."}),
    (102, "fatou", "draft-review", {"language": "fr"}),
)  # fmt: skip


NEW_YEARS_RACK = "par1.s1.r05"
TELEPHONES = "telephones"


def _gateway(script: Script, seconds: float, what: str, form: str) -> None:
    """Somebody plays the SMS gateway, or its telephones."""
    post = Post(
        source=TELEPHONES, path=f"/{what}", body=form.encode(), media_type="application/x-www-form-urlencoded"
    )
    script.add(Transmission(at=script.at(seconds), wire=post))


def _user_writes(script: Script, seconds: float, name: str, text: str) -> None:
    address = f"{name}@cachemire.example"
    script.add(
        letter(
            script.at(seconds), "utilisateurs", sender=address, name=name.replace(".", " ").title(),
            to="pannes@tocsin.cachemire.example", subject="Intranet", text=text,
        )
    )  # fmt: skip


def person_posts(
    script: Script, seconds: float, username: str, path: str, body: object, about: str = ""
) -> None:
    """A person of ours acts over the API; ``{incident}`` in the path is the open incident of this cause (``about``)."""
    post = Post(source=username, path=path, body=msgspec.json.encode(body), about=about)
    script.add(Transmission(at=script.at(seconds), wire=post))


PEOPLE: dict[str, Story] = {
    story.name: story
    for story in (
        Story(
            name="users-report", write=users_report, lasts_s=70,
            title=own_label(fr="Six utilisateurs écrivent et un septième appelle : l'intranet est en panne",
                            en="Six users write and a seventh calls: the intranet is down"),
            look=own_label(
                fr="Signalements : chacun rattaché, avec les raisons ; courriels : « vous êtes la 7e personne »",
                en="User reports: each linked, with its reasons; mails: “you are number 7 to report it”",
            ),
        ),
        Story(
            name="falls-ill", write=falls_ill, lasts_s=100,
            title=own_label(fr="Karim prend un incident et tombe malade en plein milieu",
                            en="Karim takes an incident and falls ill in the middle of it"),
            look=own_label(
                fr="Incident : transmis à Fatou avec une note, qu'elle accepte en redisant la suite ; De garde : l'absence",
                en="Incident: handed to Fatou with a note, accepted by saying what comes next; On duty: the absence",
            ),
        ),
        Story(
            name="major", write=major, lasts_s=115,
            title=own_label(fr="Un incident majeur : les caisses s'arrêtent, et la page d'état le dit aux utilisateurs",
                            en="A major incident: the tills stop, and the status page informs the users"),
            look=own_label(
                fr="/status/fr, sans connexion : les informations arrivent ; Incidents majeurs : le plan, puis la revue",
                en="/status/fr, without a login: the news comes; Major incidents: the plan, then the review",
            ),
        ),
        Story(
            name="new-year", write=new_year, lasts_s=140,
            title=own_label(fr="Une baie critique une nuit de réveillon : personne ne répond, et la passerelle SMS refuse",
                            en="A critical rack on a New Year's Eve: nobody answers, and the SMS gateway refuses"),
            look=own_label(
                fr="Téléphones, courriels : le SMS échoue, le courriel part ; Et si : la même baie le 31 décembre à 23:30",
                en="Telephones, mails: the SMS fails, the mail leaves; What if: the same rack on 31 December at 23:30",
            ),
        ),
    )
}  # fmt: skip

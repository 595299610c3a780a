"""People: scenes in which it is people who write, call and act, by mail and over the API. Sends nothing."""

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
    )
}  # fmt: skip

"""Who is on duty at times and reached by no verified way, as commands say it. Only the database knows: ways are no files."""

from tocsin.core.kernel.sentences import Language, declare, render_why
from tocsin.core.kernel.why import Why

declare(
    {
        "cli.people.unverified": (
            "De garde par moments, sans moyen vérifié d'être joint : {names} (page Personnes).",
            "On duty at times, and reached by no verified way: {names} (page People).",
        ),
        "cli.people.verified": (
            "qui est de garde par moments a un moyen vérifié d'être joint",
            "whoever is on duty at times has a verified way to be reached",
        ),
    }
)


def unverified() -> list[str]:
    """These people (keys). The database must be ready."""
    from tocsin.core.duty.ways import unreachable
    from tocsin.flow.notices import reachable
    from tocsin.flow.organisation import snapshot

    return unreachable(snapshot(), reachable.of_everybody())


def unverified_sentence(people: list[str], language: Language) -> str:
    """The sentence that names them; that there is nobody, if there is nobody."""
    from tocsin.flow.organisation import snapshot

    if not people:
        return render_why(Why(code="cli.people.verified"), language)
    names = [snapshot().persons[key].name for key in people]
    return render_why(Why(code="cli.people.unverified", facts={"names": names}), language)

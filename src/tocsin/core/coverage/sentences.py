"""What the coverage check says of an application, in both languages."""

from tocsin.core.kernel.sentences import declare

_DAYS = (
    ("lundi", "Monday"),
    ("mardi", "Tuesday"),
    ("mercredi", "Wednesday"),
    ("jeudi", "Thursday"),
    ("vendredi", "Friday"),
    ("samedi", "Saturday"),
    ("dimanche", "Sunday"),
)

declare({f"coverage.day.{number}": day for number, day in enumerate(_DAYS)})
declare(
    {
        "coverage.verdict.kept": ("tenu", "kept"),
        "coverage.verdict.at_risk": ("menacé", "at risk"),
        "coverage.verdict.broken": ("ne peut être tenu", "cannot be kept"),
        "coverage.verdict.unpromised": ("sans engagement", "no commitment"),
        "coverage.kept": (
            "L'engagement tient : à quelque instant que la panne commence, les garanties des fournisseurs finissent avant.",
            "The commitment holds: whenever an outage begins, what the suppliers guarantee ends before.",
        ),
        "coverage.ours_alone": (
            "Rien de ce dont elle dépend n'est entre les mains d'un fournisseur.",
            "Nothing that it depends on is in a supplier's hands.",
        ),
        "coverage.nothing_promised": (
            "Nous n'avons pris aucun engagement pour elle.",
            "We have made no commitment for it.",
        ),
        "coverage.broken": (
            "L'engagement ne peut pas tenir : à quelque instant que la panne commence, elle peut durer plus que promis.",
            "The commitment cannot hold: whenever an outage begins, it may last longer than promised.",
        ),
        "coverage.weekly": (
            "Chaque semaine ordinaire, une panne qui commence {windows} peut durer plus que promis.",
            "In every ordinary week, an outage that begins {windows} may last longer than promised.",
        ),
        "coverage.window.one_day": ("le {day} de {start} à {end}", "on {day} from {start} to {end}"),
        "coverage.window.days": (
            "du {day} {start} au {end_day} {end}",
            "from {day} {start} to {end_day} {end}",
        ),
        "coverage.exceptions": (
            "Hors des semaines ordinaires (jours fériés, changements d'heure) : {count} autres fenêtres, "
            "la première le {first_at}.",
            "Outside ordinary weeks (holidays, clock changes): {count} more windows, the first one on {first_at}.",
        ),
        "coverage.exception": (
            "Hors des semaines ordinaires (jours fériés, changements d'heure) : une autre fenêtre, le {first_at}.",
            "Outside ordinary weeks (holidays, clock changes): one more window, on {first_at}.",
        ),
        "coverage.always": ("jour et nuit", "day and night"),
        "coverage.worst": (
            "Au pire, une panne du {start_at} : rétablissement promis le {promised_at}, "
            "garanti le {guaranteed_at} seulement, {late} plus tard.",
            "At worst, an outage of {start_at}: restoration is promised by {promised_at}, "
            "guaranteed only by {guaranteed_at}, {late} later.",
        ),
        "coverage.worst.endless": (
            "Personne ne garantit la fin d'une panne de : {items}.",
            "Nobody guarantees the end of an outage of: {items}.",
        ),
        "coverage.clause.shorter": (
            "{supplier}, « {commitment} » ({target}, {calendar}) : il faudrait {largest} au plus.",
            "{supplier}, “{commitment}” ({target}, {calendar}): it would have to be {largest} at most.",
        ),
        "coverage.clause.no_target": (
            "{supplier}, « {commitment} » ({target}, {calendar}) : aucun délai sur ce calendrier ne suffit "
            "(panne du {bound_at}) ; il faudrait {always} au plus, jour et nuit.",
            "{supplier}, “{commitment}” ({target}, {calendar}): no target on this calendar is short enough "
            "(outage of {bound_at}); it would have to be {always} at most, day and night.",
        ),
        "coverage.clause.impossible": (
            "{supplier} : aucun délai ne suffit ; notre propre engagement est plus court que le temps de le prévenir.",
            "{supplier}: no target is short enough; our own commitment is shorter than the time to report to it.",
        ),
        "coverage.sign": (
            "À faire écrire au contrat avec {supplier} : « rétablissement en {largest} au plus, "
            "sur le calendrier {calendar} ».",
            "To be written into the contract with {supplier}: “restoration within {largest} at most, "
            "on the calendar {calendar}”.",
        ),
        "coverage.sign.always": (
            "À faire écrire au contrat avec {supplier} : « rétablissement en {always} au plus, jour et nuit ».",
            "To be written into the contract with {supplier}: “restoration within {always} at most, day and night”.",
        ),
    }
)

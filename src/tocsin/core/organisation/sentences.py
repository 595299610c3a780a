"""Sentences of the organisation: what is wrong with a declared thing, whatever it is, and what to do about it."""

from tocsin.core.kernel.sentences import declare, declare_faults

declare(
    {
        "fault.near": ("vouliez-vous dire {word} ?", "did you mean {word}?"),
        "fault.known": ("connus : {known}", "known: {known}"),
        "fault.none_known": ("connus : aucun", "known: none"),
        "fault.found": ("trouvé : {found}", "found {found}"),
        "fault.already": ("déjà déclaré", "already declared"),
        "fault.type.int": ("un nombre entier", "a whole number"),
        "fault.type.float": ("un nombre décimal", "a decimal number"),
        "fault.type.str": ("du texte", "text"),
        "fault.type.bool": ("true ou false", "true or false"),
        "fault.type.array": ("une liste", "a list"),
        "fault.type.object": ("des champs en dessous", "fields below it"),
        "fault.type.null": ("rien", "nothing"),
        "fault.type.date": ("un jour comme 2027-12-31", "a day like 2027-12-31"),
        "fault.type.datetime": (
            "un instant comme 2027-12-31T09:00:00Z",
            "an instant like 2027-12-31T09:00:00Z",
        ),
    }
)

declare_faults(  # any field
    {
        "fault.said": ("{said}", "{said}"),
        "fault.expected": ("attendu : {wanted} ; trouvé : {found}", "expected {wanted}, found {found}"),
        "fault.bounds": ("attendu : {wanted} {bounds}", "expected {wanted} {bounds}"),
        "fault.not_accepted": (
            "ce mot n'est pas de ceux qui sont acceptés",
            "not one of the words that are accepted",
        ),
        "fault.word": ("mot inconnu : « {word} »", "unknown word {word!r}"),
        "fault.duration": (
            "« {said} » n'est pas une durée",
            "{said!r} is no length of time",
            "écrivez 30s, 15min, 4h, 2d, ou 1h 30min",
            "write 30s, 15min, 4h, 2d, or 1h 30min",
        ),
        "fault.day": ("ce n'est pas un jour, comme 2027-12-31", "not a day, like 2027-12-31"),
        "fault.instant": (
            "ce n'est pas un instant, comme 2027-12-31T09:00:00Z",
            "not an instant, like 2027-12-31T09:00:00Z",
        ),
        "fault.unknown_field": ("champ inconnu : « {name} »", "unknown field {name!r}"),
        "fault.missing": ("{name} manque", "{name} is missing", "ajoutez {name}", "add {name}"),
        "fault.unknown": (
            "inconnu : « {key} » ({what})",
            "unknown {what} {key!r}",
            "déclarez-le, ou nommez-en un qui l'est",
            "declare it, or name one that is",
        ),
        "fault.section": (
            "section inconnue : « {section} »",
            "unknown section {section!r}",
            "voyez les fichiers d'un exemple",
            "see the files of an example",
        ),
        "fault.unreadable": (
            "illisible",
            "can't be read",
            "voyez les autres du même fichier",
            "see the other ones of its file",
        ),
        "fault.twice": (
            "« {key} » ({what}) est déclaré deux fois ({where})",
            "{what} {key!r} is declared twice ({where})",
            "renommez ou retirez l'un des deux",
            "rename or remove one",
        ),
        "fault.key": (
            "« {key} » ne peut pas être une clé",
            "{key!r} can't be a key",
            "des minuscules, des chiffres, . _ - seulement",
            "lower case letters, digits, . _ - only",
        ),
        "fault.address": (
            "« {address} » n'est pas une adresse de courrier",
            "{address!r} is no mail address",
            "écrivez nom@domaine",
            "write name@domain",
        ),
    }
)

declare(
    {
        "target.owner": ("qui a pris l'incident", "who has the incident"),
        "target.team": ("l'équipe de l'incident", "the incident's team"),
        "target.team.key": ("{name}", "{name}"),
        "target.duty": ("la personne de garde de l'équipe", "who is on duty in the team"),
        "target.duty.key": ("la personne de garde, {name}", "who is on duty, {name}"),
        "target.group": ("l'équipe du groupe", "the group's team"),
        "target.person.key": ("{name}", "{name}"),
        "target.manager": ("responsable, niveau {rung}", "manager, level {rung}"),
        "target.supplier": ("le fournisseur, échelon {rung}", "the supplier, rung {rung}"),
    }
)

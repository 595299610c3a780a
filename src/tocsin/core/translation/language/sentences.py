"""Sentences of the format language: what is wrong with a format file, and what to do about it."""

from tocsin.core.kernel.sentences import declare_faults

declare_faults(  # any place
    {
        "fault.format.no_mapping": (
            "il faut ici des lignes « nom: valeur »",
            "this must be a mapping",
            "écrivez des lignes `nom: valeur`, en retrait",
            "write `name: value` lines, indented",
        ),
        "fault.format.key": ("« {said} » ne veut rien dire ici", "{said!r} means nothing here"),
        "fault.format.no_text": (
            "il faut ici un texte",
            "this must be a text",
            "écrivez une ligne, entre guillemets si elle a un deux-points",
            "write one line, in quotes if it has a colon",
        ),
        "fault.format.no_flag": (
            "il faut ici true ou false",
            "this must be true or false",
            "écrivez true, ou retirez la ligne",
            "write true, or remove the line",
        ),
        "fault.format.no_whole": (
            "il faut ici un nombre entier",
            "this must be a whole number",
            "écrivez-le sans guillemets : 10",
            "write it without quotes: 10",
        ),
        "fault.format.word": ("« {said} » n'est pas connu", "{said!r} is not known"),
        "fault.format.not_ours": ("« {said} » n'est pas un de nos mots", "{said!r} is not a word of ours"),
        "fault.format.kind": (
            "« {said} » ne peut pas être une nature",
            "{said!r} can't be a kind",
            "une nature s'écrit comme power.outlet.lost",
            "a kind is written like power.outlet.lost",
        ),
        "fault.format.field": ("aucun champ ne s'appelle « {said} »", "no field is called {said!r}"),
        "fault.format.table": ("aucune table ne s'appelle « {said} »", "no table is called {said!r}"),
        "fault.format.name": ("rien ne s'appelle « {said} »", "nothing is called {said!r}"),
        "fault.format.condition_long": (
            "la condition dépasse {limit} caractères",
            "the condition is over {limit} characters",
        ),
        "fault.format.condition_nested": (
            "une boucle (all, exists, filter, map) dans une autre",
            "a loop (all, exists, filter, map) within another",
            "écrivez deux conditions, ou un seul parcours",
            "write two conditions, or go through the list once",
        ),
        "fault.format.condition_grows": (
            "plus d'un map, ou plus de dix sommes : la mémoire peut manquer",
            "more than one map, or more than ten sums: memory may run out",
            "comparez les valeurs sans les assembler",
            "compare the values without putting them together",
        ),
        "fault.format.condition_spelling": (
            "un commentaire (//), ou un texte écrit autrement que 'ainsi' ou \"ainsi\"",
            "a comment (//), or a text written otherwise than 'so' or \"so\"",
            "écrivez les textes entre guillemets simples, une espace devant",
            "write texts between plain quotes, with a space before",
        ),
        "fault.format.function": (
            "aucune fonction ne s'appelle « {said} »",
            "no function is called {said!r}",
        ),
        "fault.format.brace": (
            "une accolade sans l'autre",
            "a brace without its other half",
            "un blanc s'écrit {{champ}}",
            "a blank is written {{field}}",
        ),
        "fault.format.empty_pattern": (
            "un motif vide",
            "an empty pattern",
            "écrivez un motif RE2, entre apostrophes",
            "write an RE2 pattern, in single quotes",
        ),
        "fault.format.pattern": (
            "ce n'est pas un motif RE2 : {reason}",
            "not an RE2 pattern: {reason}",
            "RE2 ne regarde ni autour ni en arrière",
            "RE2 has no look-around and no back-reference",
        ),
        "fault.format.no_group": (
            "ce motif ne nomme aucun champ",
            "the pattern names no field",
            "écrivez (?P<nom>...) autour de ce que vous voulez",
            "write (?P<name>...) around what you want",
        ),
        "fault.format.condition": (
            "ce n'est pas une condition CEL : {reason}",
            "not a CEL condition: {reason}",
            "voyez https://cel.dev",
            "see https://cel.dev",
        ),
        "fault.format.path": (
            "ce n'est pas un chemin JSON : {reason}",
            "not a JSON path: {reason}",
            "écrivez-le comme alerts[*] ou labels.severity",
            "write it like alerts[*] or labels.severity",
        ),
    }
)

declare_faults(  # the file as a whole
    {
        "fault.format.no_recognise": (
            "recognise manque",
            "recognise is missing",
            "dites à quoi se reconnaît un message de ce format",
            "say how a message of this format is known",
        ),
        "fault.format.no_event": (
            "event manque",
            "event is missing",
            "dites ce qu'est un événement de ce format",
            "say what an event of this format is",
        ),
        "fault.format.no_zone": (
            "times.zone manque",
            "times.zone is missing",
            "nommez le fuseau des heures qui n'en disent pas, comme Europe/Paris ou UTC",
            "name the zone of times that name none, like Europe/Paris or UTC",
        ),
        "fault.format.zone": (
            "aucun fuseau ne s'appelle « {zone} »",
            "no zone is called {zone!r}",
            "un nom IANA, comme Europe/Paris ou UTC",
            "an IANA name, like Europe/Paris or UTC",
        ),
        "fault.format.unreached": (
            "les formes de message en dessous de celle-ci ne sont jamais atteintes",
            "the kinds of message below this one are never reached",
            "ajoutez recognise:, ou mettez-la en dernier",
            "add recognise:, or put it last",
        ),
        "fault.format.no_reason": (
            "un message ignoré demande une raison",
            "an ignored message needs its reason",
            "ajoutez reason: une ligne qu'une personne peut lire",
            "add reason: a line that a person can read",
        ),
        "fault.format.missing": (
            "{name} manque",
            "{name} is missing",
            "dites ce qu'est {name} pour cet événement",
            "say what the event's {name} is",
        ),
        "fault.format.window": (
            "une fenêtre demande un début",
            "a window needs its start",
            "ajoutez start:",
            "add start:",
        ),
        "fault.format.circle": (
            "des champs sont pris l'un dans l'autre, en cercle",
            "fields are taken in each other, in a circle",
            "prenez l'un d'eux dans text",
            "take one of them in text",
        ),
        "fault.format.one_place": ("dites un seul endroit où le prendre", "say one place to take it from"),
        "fault.format.one_way": (
            "dites une seule manière de couper le message",
            "say one way to cut the message",
        ),
        "fault.format.no_column": (
            "aucune colonne n'est nommée",
            "no column is named",
            "donnez les titres de colonnes auxquels ce tableau se reconnaît",
            "list the column headers that make this table known",
        ),
        "fault.format.table_unused": ("rien ne cherche dans « {table} »", "nothing looks {table!r} up"),
        "fault.format.word_twice": (
            "« {said} » est donné deux fois",
            "{said!r} is given twice",
            "la casse, les accents et les espaces ne comptent pas : gardez-en un",
            "case, accents and spaces do not count: keep one",
        ),
        "fault.sample.nothing": (
            "rien n'est attendu ici",
            "this expects nothing",
            "écrivez status: ou events:",
            "write status: or events:",
        ),
        "fault.sample.time": (
            "ce n'est pas une heure avec son fuseau",
            "not a time with its zone",
            "écrivez-la comme 2026-11-23T12:00:00+01:00",
            "write it like 2026-11-23T12:00:00+01:00",
        ),
    }
)

"""Sentences of the translation stage: why a message was, or was not, translated."""

from tocsin.core.kernel.sentences import declare, declare_faults

declare(
    {
        "translation.not_readable": ("Message illisible : {reason}", "Unreadable message: {reason}"),
        "translation.limit": (
            "Message mis en quarantaine : {what}, {found} au lieu de {limit} au plus",
            "Message quarantined: {what}, {found} instead of {limit} at most",
        ),
        "translation.empty": ("Le message est vide", "The message is empty"),
        "translation.no_format": (
            "Aucun format ne reconnaît ce message (essayés : {tried})",
            "No format recognises this message (tried: {tried})",
        ),
        "translation.not_authenticated": (
            "{host} n'a pas établi que ce courriel vient du domaine de {sender} (constaté : {found}) : il n'est pas accepté",
            "{host} has not found that this mail is of the domain of {sender} (it found: {found}): it is not accepted",
        ),
        "translation.no_layout": (
            "Le format {format} reconnaît l'expéditeur, mais aucune de ses formes de message ne convient",
            "Format {format} recognises the sender, but none of its kinds of message fits",
        ),
        "translation.no_piece": (
            "Le format {format} n'a trouvé aucun événement dans le message ({each})",
            "Format {format} found no event in the message ({each})",
        ),
        "translation.ignored": (
            "Ignoré par le format {format} : {reason}",
            "Ignored by format {format}: {reason}",
        ),
        "translation.all_left_aside": (
            "Ignoré : le format {format} laisse de côté chaque morceau de ce message",
            "Ignored: format {format} leaves every piece of this message aside",
        ),
        "translation.format": (
            "Reconnu par le format {format} ({layout})",
            "Recognised by format {format} ({layout})",
        ),
        "translation.own": ("Notre propre JSON : {count} événement(s)", "Our own JSON: {count} event(s)"),
        "translation.word": (
            "{table} : « {word} » se dit « {ours} » chez nous",
            "{table}: their '{word}' is our '{ours}'",
        ),
        "translation.otherwise": (
            "{table} : « {word} » n'est pas dans la table ; le format dit alors « {ours} »",
            "{table}: '{word}' is not in the table; the format then says '{ours}'",
        ),
        "translation.default": (
            "{table} : absent du message ; le format dit alors « {ours} »",
            "{table}: absent from the message; the format then says '{ours}'",
        ),
        "translation.unknown_word": (
            "Mot inconnu dans la table {table} : « {word} »",
            "Unknown word in table {table}: '{word}'",
        ),
        "translation.missing": (
            "Il manque {field} : rien dans le message ne le dit",
            "{field} is missing: nothing in the message says it",
        ),
        "translation.time_unreadable": (
            "{field} : « {text} » n'a pas pu être lu comme une heure",
            "{field}: '{text}' could not be read as a time",
        ),
        "translation.time_doubted": (
            "{field} : « {text} » ; le message définit ce fuseau autrement que nous, et c'est sa définition qui est lue",
            "{field}: '{text}'; the message defines this zone otherwise than we know it, and its definition is read",
        ),
        "translation.window_unread": (
            "Le début des travaux n'a pas pu être lu : ils sont tenus pour provisoires et ne masquent rien",
            "The beginning of the works could not be read: they count as tentative, and mute nothing",
        ),
        "translation.row_left": (
            "Ligne de tableau laissée de côté, ses cellules ne correspondent pas aux colonnes : « {row} »",
            "Table row left aside, its cells do not fit the columns: '{row}'",
        ),
        "translation.line_left": (
            "Ligne de la liste que rien n'a lue : « {text} »",
            "Line of the list that nothing has read: '{text}'",
        ),
        "translation.recurrence_unread": (
            "Répétition de « {entry} » que nous ne savons pas lire : « {text} »",
            "Recurrence of '{entry}' that we can't read: '{text}'",
        ),
        "translation.recurrence_bounded": (
            "« {entry} » se répète trop souvent : rien n'est lu à partir du {text}",
            "'{entry}' recurs too often: nothing is read from {text} on",
        ),
        "translation.recurrence_endless": (
            "« {entry} » se répète sans fin : lu jusqu'au {text}, l'avis de travaux est à renvoyer d'ici là",
            "'{entry}' recurs without end: read up to {text}, to be sent again by then",
        ),
        "translation.rows_left": (
            "{count} autres lignes laissées de côté",
            "{count} more lines and rows left aside",
        ),
        "translation.attachment_unread": (
            "Pièce jointe que rien n'a lue : {name}",
            "Attachment that nothing has read: {name}",
        ),
        "translation.condition_failed": (
            "La condition {condition} n'a pas pu être évaluée : {reason}",
            "Condition {condition} could not be evaluated: {reason}",
        ),
        "translation.skipped": (
            "Morceau {number} laissé de côté : la condition du format n'est pas remplie",
            "Piece {number} left aside: the format's condition does not hold",
        ),
        "translation.read": (
            "Lu : {media}, de « {sender} », objet « {subject} », parties : {parts}",
            "Read: {media}, from '{sender}', subject '{subject}', parts: {parts}",
        ),
        "translation.text": ("Texte retenu :\n{text}", "Text kept:\n{text}"),
        "translation.table": ("Tableau de {count} lignes :\n{rows}", "Table of {count} rows:\n{rows}"),
        "translation.rival": (
            "Format {format} : le reconnaîtrait aussi, mais {first} passe avant (priorité, puis nom)",
            "Format {format}: would recognise it too, but {first} comes first (by priority, then by name)",
        ),
        "translation.not_found": (
            "Événement {number} : rien trouvé pour {fields}",
            "Event {number}: nothing found for {fields}",
        ),
        "translation.recognised": ("Format {format} : reconnu", "Format {format}: recognised"),
        "translation.not_recognised": (
            "Format {format} : non reconnu, {test} : attendu {expected}, trouvé « {found} »",
            "Format {format}: not recognised, {test}: expected {expected}, found '{found}'",
        ),
        "translation.piece": ("Événement {number} :\n{fields}", "Event {number}:\n{fields}"),
        "translation.made": (
            "Événement : {kind}, {state}, {criticality}, lieu {place}, {summary}",
            "Event: {kind}, {state}, {criticality}, place {place}, {summary}",
        ),
    }
)

declare_faults(
    {
        "fault.kind.unknown": ("aucune nature ne s'appelle « {said} »", "no kind is called '{said}'"),
        "fault.kind.unknown_near": (
            "aucune nature ne s'appelle « {said} » ; la plus proche est {near}",
            "no kind is called '{said}'; the nearest is {near}",
        ),
        "fault.json.nul": ("un caractère NUL", "a NUL character", "retirez \\u0000", "remove \\u0000"),
        "fault.json.events": (
            "plus de {limit} événements",
            "more than {limit} events",
            "envoyez-en moins à la fois",
            "send fewer at once",
        ),
    }
)

"""Sentences of the commands, in French and in English."""

from tocsin.core.kernel.sentences import declare, declare_faults

declare(
    {
        "cli.access.requested": ("pas encore confirmé", "not confirmed yet"),
        "cli.access.confirmed": ("autorisé", "authorised"),
        "cli.access.refused": ("refusé", "refused"),
        "cli.access.removal_requested": ("RETRAIT NON CONFIRMÉ", "REMOVAL NOT CONFIRMED"),
        "cli.access.removed": ("retiré", "removed"),
        "cli.checked": (
            "{objects} objets, {faults} erreur(s), {doubts} doute(s).",
            "{objects} objects, {faults} mistake(s), {doubts} doubt(s).",
        ),
        "cli.doubt": ("doute : {doubt}", "doubt: {doubt}"),
        "cli.apply.refused": (
            "Rien n'a été changé : {faults} erreur(s).",
            "Nothing was changed: {faults} mistake(s).",
        ),
        "cli.apply.nothing": ("Rien à changer.", "Nothing to change."),
        "cli.apply.would": ("{count} objet(s) changeraient.", "{count} object(s) would change."),
        "cli.apply.done": ("{count} objet(s) changés.", "{count} object(s) changed."),
        "cli.exported": (
            "{count} objets écrits dans {directory}.",
            "{count} objects written to {directory}.",
        ),
        "cli.backup.done": (
            "{rows} lignes de {tables} tables dans {file}.",
            "{rows} rows of {tables} tables in {file}.",
        ),
        "cli.backup.exists": (
            "{file} existe déjà : donnez un autre nom, ou supprimez-le.",
            "{file} exists already: give another name, or remove it.",
        ),
        "cli.backup.writing": ("Sauvegarde", "Backing up"),
        "cli.restore.reading": ("Restauration", "Restoring"),
        "cli.restore.done": (
            "{rows} lignes restaurées, sauvegardées le {taken_at} par Tocsin {version}. Regardez : tocsin doctor.",
            "{rows} rows restored, backed up on {taken_at} by Tocsin {version}. Have a look: tocsin doctor.",
        ),
        "cli.migrated": ("Les tables sont à jour.", "The tables are up to date."),
        "cli.announce.done": ("Annoncé au-dessus de chaque page.", "Announced above every page."),
        "cli.announce.ended": ("Plus rien n'est annoncé.", "Nothing is announced any more."),
        "cli.listens": ("Tocsin écoute sur {address}", "Tocsin listens on {address}"),
        "cli.feeding": ("Lecture", "Feeding"),
        "cli.fed": (
            "{read} message(s) lus, {new} nouveaux, {repeats} déjà connus, {unreadable} illisibles.",
            "{read} message(s) read, {new} new, {repeats} exact repeat(s), {unreadable} unreadable.",
        ),
        "cli.root": (
            "Lancé par root : bien pour un essai. En production, une faute de lecture d'un message donnerait"
            " accès à toute"
            " la machine ; lancez-le sous un utilisateur à lui (voir deploy/systemd).",
            "Run by root: fine for a trial. In production, a fault in what reads messages would give access to"
            " the whole"
            " machine; run it as a user of its own (see deploy/systemd).",
        ),
        "cli.account.created": (
            "Compte {name} créé ({role}).",
            "Account {name} made ({role}).",
        ),
        "cli.account.changed": (
            "Compte {name} : {role}.",
            "Account {name}: {role}.",
        ),
        "cli.account.password": (
            "Mot de passe, à changer à la première connexion : {password}",
            "Password, to be changed at the first login: {password}",
        ),
        "cli.account.deleted": ("Compte {name} supprimé.", "Account {name} deleted."),
        "cli.account.disabled": ("bloqué", "disabled"),
        "cli.account.unknown": (
            "Aucun compte {name} : voyez « tocsin accounts ».",
            "No account {name}: see 'tocsin accounts'.",
        ),
        "cli.formats.lacking": (
            "{name} manque : voyez ce que `tocsin formats try {file}` écrit à la fin",
            "{name} is missing: see what `tocsin formats try {file}` prints at its end",
        ),
        "cli.formats.rivals": (
            "! {sample} : reconnu aussi bien par {names}, l'ordre des noms décide : donnez une priorité",
            "! {sample}: {names} recognise it equally, the order of names decides: set a priority",
        ),
        "cli.formats.new": (
            "{file} est écrit, avec le message comme exemple. Voici ce qu'il en fait :",
            "{file} is written, with the message as its sample. This is what it makes of it:",
        ),
        "cli.formats.new_head": (
            "Un premier format, tiré d'un seul message : les mots des tables sont des suppositions.\n"
            "Corrigez-les (docs/formats/fr.md).",
            "A first format, out of a single message: the words in the tables are guesses.\n"
            "Correct them (docs/formats/README.md).",
        ),
        "cli.formats.new_unread": (
            "Libellés du message qui ne sont pas lus : {labels}",
            "Labels of the message that are not read: {labels}",
        ),
        "cli.formats.new_exists": (
            "{folder} existe déjà : donnez un autre nom (--name), ou retirez-le.",
            "{folder} exists already: give another name (--name), or remove it.",
        ),
        "cli.formats.count": (
            "{good} exemples sur {total} deviennent ce qui est attendu.",
            "{good} of {total} samples become what is expected.",
        ),
    }
)

declare(
    {
        "cli.statement.columns": (
            "{lines} ligne(s). Colonnes : {known}",
            "{lines} line(s). Columns: {known}",
        ),
        "cli.statement.unused": (
            "Colonnes non lues : {columns} (--column 'Titre=champ' dit ce qu'elles sont)",
            "Columns not read: {columns} (--column 'Heading=field' says what they are)",
        ),
        "cli.statement.unread": (
            "Lignes du fichier laissées de côté ({why}) : {rows}",
            "Rows of the file that are left out ({why}): {rows}",
        ),
        "cli.statement.effect": (
            "{contract}, {measure} : relevé {theirs}, nous {ours} ; pénalités {theirs_owed} contre {ours_owed} {currency}",
            "{contract}, {measure}: statement {theirs}, ours {ours}; penalties {theirs_owed} against {ours_owed} {currency}",
        ),
        "cli.import.columns": ("{sheet} : {rows} lignes. {known}", "{sheet}: {rows} rows. {known}"),
        "cli.import.unused": (
            "  la colonne « {column} » (par exemple {example}) n'est pas lue : --map '{column}=CHAMP' ou"
            " '{column}=-'",
            "  column {column!r} (such as {example}) is not read: --map '{column}=FIELD' or '{column}=-'",
        ),
        "cli.import.hidden": (
            "  {count} ligne(s) masquée(s) dans ce fichier sont lues comme les autres",
            "  {count} hidden row(s) of this file are read like the others",
        ),
        "cli.import.other_sheet": (
            "{sheet} : aucune colonne ne nomme les éléments, feuille laissée de côté",
            "{sheet}: no column names the items, the sheet is left aside",
        ),
        "cli.import.fields": (
            "Champs : {known}, attribute.NOM pour un attribut, - pour laisser de côté",
            "Fields: {known}, attribute.NAME for an attribute, - to leave aside",
        ),
        "cli.import.which": (
            "Quel champ est la colonne « {column} » (par exemple {example}) ?",
            "Which field is column {column!r} (such as {example})?",
        ),
        "cli.import.more": ("... et {count} de plus.", "... and {count} more."),
        "cli.import.would": (
            "{created} objet(s) nouveaux, {changed} modifiés, {faults} ligne(s) laissées de côté.",
            "{created} new item(s), {changed} changed, {faults} row(s) left out.",
        ),
        "cli.import.write": ("Écrire dans {directory} ?", "Write to {directory}?"),
        "cli.import.written": ("écrit : {file}", "written: {file}"),
    }
)

declare_faults(
    {
        "cli.import.map": (
            "« {said} » ne se lit pas",
            "{said!r} can't be read",
            "COLONNE=CHAMP ; champs : {known}, attribute.NOM, -",
            "COLUMN=FIELD; fields: {known}, attribute.NAME, -",
        ),
        "cli.import.no_sheet": (
            "aucune feuille « {said} »",
            "no sheet {said!r}",
            "feuilles : {known}",
            "sheets: {known}",
        ),
        "cli.import.no_table": (
            "aucune feuille n'a de colonne qui nomme un équipement, une VM, un PDU ou un autre élément",
            "no sheet has a column that names a device, a VM, a PDU or another item",
            "nommez-la : --map 'COLONNE=hostname' (ou vm, pdu, circuit...) ; champs : {known}",
            "name it: --map 'COLUMN=hostname' (or vm, pdu, circuit...); fields: {known}",
        ),
        "cli.no_authorisation": (
            "« {number} » n'est pas une autorisation",
            "{number!r} is no authorisation",
            "écrivez AUT-12",
            "write AUT-12",
        ),
        "cli.no_incident": (
            "« {incident} » n'est ni un incident ni une intervention",
            "{incident!r} is neither an incident nor an intervention",
            "écrivez INC-42, WRK-9 ou 42",
            "write INC-42, WRK-9 or 42",
        ),
        "cli.no_person": (
            "« {person} » n'est la clé d'aucune personne",
            "{person!r} is no person's key",
            "les clés sont dans people.yaml : karim.haddad",
            "the keys are in people.yaml: karim.haddad",
        ),
        "cli.sources.which": (
            "quelle source faut-il essayer ? ({names})",
            "which source is to be tried? ({names})",
            "nommez-la avec --source",
            "name it with --source",
        ),
        "cli.sources.secret": (
            "un secret n'est pas là : {reason}",
            "a secret is not there: {reason}",
            "donnez-le dans l'environnement, ou dans le fichier nommé",
            "give it in the environment, or in the file that is named",
        ),
        "cli.formats.new_zone": (
            "« {zone} » n'est pas un fuseau horaire",
            "{zone!r} is no time zone",
            "écrivez par exemple Europe/Paris",
            "write Europe/Paris, for example",
        ),
        "cli.formats.new_unreadable": (
            "illisible : {reason}",
            "can't be read: {reason}",
            "enregistrez le message entier au format .eml",
            "save the whole message as .eml",
        ),
        "cli.formats.none": (
            "aucun format ici",
            "no format here",
            "écrivez NOM/{name}",
            "write NAME/{name}",
        ),
    }
)

declare(
    {
        "doctor.embedded": ("PostgreSQL embarqué", "embedded PostgreSQL"),
        "doctor.own_database": ("PostgreSQL de DATABASE_URL", "PostgreSQL of DATABASE_URL"),
        "doctor.clock": (
            "à {apart} s de celle de la base de données",
            "{apart} s apart from the database's",
        ),
        "doctor.no_organisation": ("aucune encore : tocsin apply DIR", "none yet: tocsin apply DIR"),
        "doctor.organisation": (
            "{name} : {items} objets, {applications} applications",
            "{name}: {items} items, {applications} applications",
        ),
        "doctor.source.silent": ("silencieuse depuis {since}", "silent since {since}"),
        "doctor.source.unreachable": ("injoignable depuis {since}", "unreachable since {since}"),
        "doctor.logged_in": ("répond, connexion acceptée", "answers, and the login is accepted"),
        "doctor.secret": (
            "la variable {name} n'est pas dans cet environnement",
            "the variable {name} is not in this environment",
        ),
        "doctor.sources": ("aucune n'est silencieuse ou injoignable", "none is silent or unreachable"),
        "doctor.workers": ("{count} en marche", "{count} running"),
        "doctor.no_worker": (
            "aucun processus de travail ne tourne : rien de ce qui attend n'avance ; lancez tocsin up, ou tocsin worker"
            " (systemctl start tocsin-worker@1)",
            "no worker is running: nothing that waits moves; start tocsin up, or tocsin worker"
            " (systemctl start tocsin-worker@1)",
        ),
        "doctor.messages": (
            "{count} en attente, aucun depuis plus d'une minute",
            "{count} waiting, none for more than a minute",
        ),
        "doctor.late.no_worker": (
            "{count} en attente, le plus ancien depuis {age} : aucun processus de travail ne tourne",
            "{count} waiting, the oldest for {age}: no worker is running",
        ),
        "doctor.late.at_work": (
            "{count} en attente, le plus ancien depuis {age} : ils sont en train d'être traités, dans l'ordre ;"
            " rien à faire, sauf si"
            " leur nombre ne baisse pas",
            "{count} waiting, the oldest for {age}: they are being worked, in their order; nothing to do unless"
            " their number does not"
            " fall",
        ),
        "doctor.late.untaken": (
            "{count} en attente, le plus ancien depuis {age}, et personne ne les prend en ce moment : les"
            " processus de travail sont à"
            " d'autres sources (lancez-en un de plus), ou leur journal dit pourquoi ils échouent (worker.failed)",
            "{count} waiting, the oldest for {age}, and nobody is at them now: the workers are at other sources"
            " (start one more), or"
            " their log says why they fail (worker.failed)",
        ),
        "doctor.queued.untranslated": (
            "{count} message(s) qu'aucun format ne lit, le plus ancien depuis {age} : Messages, À traduire"
            " (écrivez un format :"
            " tocsin formats new, ou écartez-les)",
            "{count} message(s) that no format reads, the oldest for {age}: Messages, Queue (write a format:"
            " tocsin formats new, or"
            " set them aside)",
        ),
        "doctor.queued.partial": (
            "{count} message(s) lus en partie, le plus ancien depuis {age} : ajoutez les mots inconnus sous"
            " Messages, À traduire, puis"
            " retraitez",
            "{count} message(s) read in part, the oldest for {age}: add the unknown words under Messages,"
            " Queue, then replay",
        ),
        "doctor.queued.quarantined": (
            "{count} message(s) que le traitement n'a pas supportés, le plus ancien depuis {age} : la raison"
            " est sur chacun ; après la"
            " correction, retraitez",
            "{count} message(s) that could not be worked, the oldest for {age}: each has its reason; replay"
            " them once it is mended",
        ),
        "doctor.queue": ("personne n'a de message à regarder", "no message waits for a person"),
        "doctor.doubts": (
            "{places} lieu(x) incertains, dans {count} message(s) : apprenez-les sous Messages, À traduire",
            "{places} uncertain place(s), in {count} message(s): teach them under Messages, Queue",
        ),
        "doctor.unsent.no_relay": (
            "{count} à envoyer, la plus ancienne depuis {age} : TOCSIN_RELAY n'est pas défini",
            "{count} to be sent, the oldest for {age}: TOCSIN_RELAY is not set",
        ),
        "doctor.unsent.due": (
            "{count} à envoyer, la plus ancienne depuis {age} : aucun processus de travail ne les envoie (voyez"
            " workers, et"
            " TOCSIN_RELAY dans leur environnement)",
            "{count} to be sent, the oldest for {age}: no worker sends them (see workers, and TOCSIN_RELAY in"
            " their environment)",
        ),
        "doctor.unsent.failing": (
            "{count} refusées pour l'instant, nouvel essai dans {next} : {error}",
            "{count} refused for now, tried again in {next}: {error}",
        ),
        "doctor.bundled": (
            "{count} attendent d'être regroupées, {until} au plus : rien à faire",
            "{count} wait to be sent together, {until} at most: nothing to do",
        ),
        "doctor.notices": ("rien n'attend, rien n'a échoué", "nothing waits, nothing has failed"),
        "doctor.failed": (
            "{count} abandonnées, jamais renvoyées (la page de l'incident les montre)",
            "{count} given up, never sent again (the incident's page shows them)",
        ),
        "doctor.unconfirmed": (
            "{count} sans confirmation : elles sont peut-être arrivées, donc jamais renvoyées",
            "{count} unconfirmed: they may have arrived, so they are never sent again",
        ),
        "doctor.cut.refused": (
            "on nous demande d'appeler plus tard, nouvel essai dans {until} : {reason} ; attendez ; si c'est une limite"
            " d'appels, baissez budget dans sources.yaml",
            "we are asked to call later, tried again in {until}: {reason}; wait; if it is a limit of calls, lower budget"
            " in sources.yaml",
        ),
        "doctor.cut.unreachable": (
            "injoignable, nouvel essai dans {until} : {reason} ; vérifiez le réseau, puis leur page d'état",
            "unreachable, tried again in {until}: {reason}; look at the network, then at their status page",
        ),
        "doctor.cut.broken": (
            "ses réponses sont illisibles, nouvel essai dans {until} : {reason} ; comparez avec tocsin sources try",
            "answers cannot be read, tried again in {until}: {reason}; compare with tocsin sources try",
        ),
        "doctor.cut.forbidden": (
            "identifiants refusés, plus aucun appel : {reason} ; donnez les bons à l'environnement, puis"
            " relancez les processus de"
            " travail",
            "credentials refused, no more calls: {reason}; put the right ones into the environment, then"
            " restart the workers",
        ),
        "doctor.no_relay": (
            "TOCSIN_RELAY n'est pas défini : les notifications restent dans la file d'envoi",
            "TOCSIN_RELAY is not set: notifications stay in the outbox",
        ),
        "cli.providers.open": ("en ordre", "in order"),
        "cli.providers.cut": ("coupé", "cut"),
        "cli.providers.silent": ("silencieux", "silent"),
        "cli.providers.awaited": ("rien encore", "nothing yet"),
        "cli.providers.unwatched": ("utilisé par des personnes", "used by people"),
        "cli.providers.speed": (
            " ; accusé de réception : médiane {median}, 9 sur 10 en {p90} (n = {n})",
            "; acknowledged: {median} on the median, 9 of 10 in {p90} (n = {n})",
        ),
        "cli.providers.speed.few": (
            " ; accusé de réception : trop peu pour le dire (n = {n})",
            "; acknowledged: too few to say (n = {n})",
        ),
        "cli.providers.lying": (
            "{number} {priority} {title} : {holder} ; ticket {ticket} ; leur échéance {due}",
            "{number} {priority} {title}: {holder}; ticket {ticket}; their clock ends {due}",
        ),
        "cli.providers.holder.us": ("à nous", "our move"),
        "cli.providers.holder.supplier": ("à eux", "their move"),
        "cli.providers.holder.user": ("aux utilisateurs", "the users' move"),
        "cli.providers.spent": (
            "Ce mois-ci : {cost} ; {spared} appel(s) évité(s), soit {saved}",
            "This month: {cost}; {spared} call(s) spared, {saved}",
        ),
        "cli.providers.cut_why": (
            "depuis {since} ; prochain essai {next} ; {reason}",
            "since {since}; next try {next}; {reason}",
        ),
        "cli.providers.line": (
            "{limit} appels en {interval_s} s : il en reste {left} sur {burst} maintenant",
            "{limit} calls in {interval_s} s: {left} of {burst} left now",
        ),
        "cli.sources.found": (
            "{source} : {count} message(s) au premier regard ; rien n'est gardé.",
            "{source}: {count} message(s) at one look; nothing is kept.",
        ),
    }
)

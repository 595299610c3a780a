"""Sentences of the store's failures, in both languages."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "error.database_start": (
            "La base embarquée ne démarre pas ; fin de {log} :\n{tail}",
            "The embedded database does not start; end of {log}:\n{tail}",
        ),
        "error.database_make": (
            "La base embarquée n'a pu être créée ({program}) : {output}",
            "The embedded database could not be made ({program}): {output}",
        ),
        "error.database_missing": (
            "PostgreSQL embarqué absent : réinstallez, ou donnez DATABASE_URL.",
            "The embedded PostgreSQL is missing: install again, or give DATABASE_URL.",
        ),
        "error.database_version": (
            "PostgreSQL {found} est trop ancien : il faut la version {needed} ou plus récente.",
            "PostgreSQL {found} is too old: version {needed} or later is needed.",
        ),
        "error.database_away": (
            "La base de données ne répond pas : {reason}",
            "The database does not answer: {reason}",
        ),
        "error.database_later_version": (
            "Une version plus récente a mis la base à jour ({later}) : lancez cette version-là, ou restaurez une sauvegarde"
            " d'avant la mise à jour.",
            "A later version has upgraded the database ({later}): run that version, or restore a back-up from before the"
            " upgrade.",
        ),
        "error.database_not_migrated": (
            "Les tables manquent ou sont d'une autre version : lancez « tocsin migrate ».",
            "The tables are missing or of another version: run 'tocsin migrate'.",
        ),
        "error.data_unreachable": (
            "L'utilisateur {user}, sous lequel tourne PostgreSQL, ne peut entrer dans {folder} : ouvrez-le"
            " (chmod o+x) ou placez TOCSIN_DATA ailleurs.",
            "The user {user}, who runs PostgreSQL, can't enter {folder}: open it (chmod o+x) or move"
            " TOCSIN_DATA elsewhere.",
        ),
        "error.socket_not_private": (
            "Le dossier {folder}, où écoute la base embarquée, doit être à vous et fermé aux autres"
            " (chmod 700). Supprimez-le, ou donnez un TOCSIN_DATA plus court.",
            "The folder {folder}, where the embedded database listens, must be yours and closed to others"
            " (chmod 700). Remove it, or give a shorter TOCSIN_DATA.",
        ),
        "error.dump.unreadable": (
            "{file} n'est pas une sauvegarde entière de Tocsin : {reason}. Rien n'a été changé.",
            "{file} is no whole back-up of Tocsin: {reason}. Nothing was changed.",
        ),
        "error.dump.later_version": (
            "La sauvegarde vient d'un Tocsin plus récent ({version}) : mettez celui-ci à jour d'abord. Rien n'a été changé.",
            "The back-up is of a later Tocsin ({version}): upgrade this one first. Nothing was changed.",
        ),
        "error.dump.not_empty": (
            "La base de données contient déjà quelque chose : pour que la sauvegarde prenne sa place, ajoutez --replace."
            " Rien n'a été changé.",
            "The database holds something already: to put the back-up in its place, add --replace. Nothing was changed.",
        ),
        "error.dump.in_use": (
            "D'autres utilisent la base de données ({others}) : arrêtez Tocsin partout. Rien n'a été changé.",
            "Others use the database ({others}): stop Tocsin everywhere. Nothing was changed.",
        ),
        "error.already_running": (
            "Tocsin tourne déjà sur {folder} (processus {pid}) : arrêtez-le, ou donnez un autre TOCSIN_DATA.",
            "Tocsin already runs on {folder} (process {pid}): stop it, or give another TOCSIN_DATA.",
        ),
    }
)

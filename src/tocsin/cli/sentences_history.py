"""Sentences of ``tocsin history``, in French and in English."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "cli.history.reading": ("Lecture", "Reading"),
        "cli.history.writing": ("Écriture", "Writing"),
        "cli.history.columns": (
            "Colonnes lues : {used}. Laissées : {unused}.",
            "Columns read: {used}. Left aside: {unused}.",
        ),
        "cli.history.sheets": (
            "Feuilles non lues : {sheets}. Celles qui sont à lire se nomment sous file: sheet.",
            "Sheets that are not read: {sheets}. Those that are to be read stand under file: sheet.",
        ),
        "cli.history.absent": (
            "Nommées par la correspondance, absentes du fichier : {columns}.",
            "Named by the mapping, not in the file: {columns}.",
        ),
        "cli.history.left_out": (
            "Mots absents des tables : {words}.",
            "Words that tables lack: {words}.",
        ),
        "cli.history.tried": (
            "{rows} lignes essayées : {incidents} incidents, {refused} lignes refusées, {left_aside} laissées."
            " Rien n'a été écrit.",
            "{rows} rows tried: {incidents} incidents, {refused} rows refused, {left_aside} left aside."
            " Nothing was written.",
        ),
        "cli.history.done": (
            "{rows} lignes en {seconds} s : {new} incidents nouveaux, {changed} changés, {unchanged} inchangés ;"
            " {refused} lignes refusées, {left_aside} laissées, {repeats} répétées.",
            "{rows} rows in {seconds} s: {new} new incidents, {changed} changed, {unchanged} unchanged;"
            " {refused} rows refused, {left_aside} left aside, {repeats} repeated.",
        ),
        "cli.history.report": ("Lignes refusées : {file}", "Refused rows: {file}"),
        "cli.history.none": ("Aucun historique importé.", "No history was imported."),
    }
)

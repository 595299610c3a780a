"""Sentences of imported histories, in both languages: mistakes of a mapping, refused rows, where incidents are from."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "fault.history.delimiter": (
            'un séparateur est un seul caractère ; une tabulation s\'écrit "\\t"',
            'a delimiter is a single character; a tab is written "\\t"',
        ),
        "fault.history.encoding": (
            "encodage inconnu « {said} » ; par exemple utf-8, cp1252, utf-16",
            "unknown encoding '{said}'; for example utf-8, cp1252, utf-16",
        ),
        "fault.history.word": ("mot inconnu « {said} »", "unknown word '{said}'"),
        "fault.history.no_in": (
            "une ligne n'a pas de texte : dites dans quel champ chercher (in)",
            "a row has no text: say in which field to look (in)",
        ),
        "fault.history.no_column_named": (
            "« {said} » seul est ce texte même : une colonne s'écrit {{ column: {said} }}, un texte {{ value: {said} }}",
            "'{said}' alone is this very text: a column is written {{ column: {said} }}, a text {{ value: {said} }}",
        ),
        "fault.history.braces": (
            "« {said} » est le nom d'un champ : ce qu'il contient s'écrit « {{{said}}} »",
            "'{said}' is the name of a field: what it holds is written '{{{said}}}'",
        ),
        "fault.history.no_reference": (
            "reference manque : le numéro par lequel un second import reconnaît l'incident",
            "reference is missing: the number by which a second import knows the incident again",
        ),
        "fault.history.no_opening": (
            "opened_at manque (ou change.at, si chaque ligne est un changement)",
            "opened_at is missing (or change.at, if each row is a change)",
        ),
        "fault.history.no_change_at": (
            "at manque : quand le changement a eu lieu",
            "at is missing: when the change happened",
        ),
        "fault.history.no_column": (
            "aucune des colonnes que la correspondance nomme n'est dans ce fichier ; il a : {seen}"
            " (si ce ne sont pas les titres : file: header, file: sheet)",
            "no column that the mapping names is in this file; it has: {seen}"
            " (if these are no headings: file: header, file: sheet)",
        ),
        "history.refused.no_reference": ("Pas de numéro.", "No reference."),
        "history.refused.word": (
            "« {text} » n'est dans aucune table.",
            "'{text}' is in no table.",
        ),
        "history.refused.time": (
            "« {text} » n'est pas une date lisible.",
            "'{text}' is no time that can be read.",
        ),
        "history.refused.future": ("« {text} » est dans le futur.", "'{text}' lies in the future."),
        "history.refused.count": ("« {text} » n'est pas un nombre.", "'{text}' is no count."),
        "history.refused.duration": ("« {text} » n'est pas une durée.", "'{text}' is no length of time."),
        "history.refused.no_opening": (
            "Rien ne dit quand il a été ouvert.",
            "Nothing says when it was opened.",
        ),
        "history.refused.no_end": (
            "Résolu ou clos, mais rien ne dit quand.",
            "Resolved or closed, but nothing says when.",
        ),
        "history.refused.before": (
            "Sa fin ({end}) précède son début ({start}).",
            "Its end ({end}) is before its beginning ({start}).",
        ),
        "history.refused.repeated": (
            "Le même numéro revient à la ligne {other}, qui compte.",
            "The same reference comes again on line {other}, which counts.",
        ),
        "history.refused.too_many": (
            "Plus de {limit} lignes pour ce numéro : ni celle-ci ni les suivantes ne sont lues.",
            "More than {limit} rows of this reference: neither this row nor those that follow are read.",
        ),
        "history.refused.cells": (
            "{cells} cellules pour {columns} colonnes.",
            "{cells} cells for {columns} columns.",
        ),
        "history.refused.unreadable": ("Illisible : {reason}", "Not readable: {reason}"),
        "fault.history.broke": (
            "L’import s’est arrêté sur une erreur du programme ; le journal la décrit. Ce qui était lu reste.",
            "The import stopped at an error of the program; the log describes it. What was read stays.",
        ),
        "fault.history.broke.remedy": (
            "relancez-le : il reprend où il était ; s’il s’arrête encore, transmettez le journal",
            "start it again: it goes on where it was; if it stops again, pass the log on",
        ),
        "history.refused.started": (
            "Cet import a déjà commencé.",
            "This import has started already.",
        ),
        "history.unknown": ("Pas d’import de ce numéro.", "There is no such import."),
        "history.refused.running": (
            "Un autre import d'historique est en cours.",
            "Another import of a history is running.",
        ),
        "history.left_out": (
            "« {text} » n'est dans aucune table : la ligne est prise sans ce mot.",
            "'{text}' is in no table: the row is taken over without this word.",
        ),
        "history.imported": (
            "Historique importé de {origin}, numéro {reference} : {file}, ligne {line}.",
            "Imported history of {origin}, number {reference}: {file}, line {line}.",
        ),
        "history.updated": (
            "Relu dans {file}, ligne {line} ({origin}, numéro {reference}) : l'incident a changé.",
            "Read again in {file}, line {line} ({origin}, number {reference}): the incident has changed.",
        ),
        "history.refused.no_change": (
            "Rien ne dit quand ce changement a eu lieu.",
            "Nothing says when this change happened.",
        ),
    }
)

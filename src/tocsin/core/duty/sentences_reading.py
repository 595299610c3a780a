"""Sentences of the reading of absences: what is wrong with a calendar or a sheet, and what to do about it."""

from tocsin.core.kernel.sentences import declare, declare_faults

declare_faults(
    {
        "duty.import.no_calendar": (
            "ce fichier n'est pas un agenda iCalendar",
            "this file is no iCalendar calendar",
            "exportez l'agenda en .ics, ou donnez un tableau (CSV, Excel)",
            "export the calendar as .ics, or hand in a table (CSV, Excel)",
        ),
        "duty.import.too_many": (
            "{count} entrées, au plus {most} à la fois",
            "{count} entries, at most {most} at once",
            "n'exportez que les absences à venir",
            "export the absences to come only",
        ),
        "duty.import.no_start": (
            "cette entrée n'a pas de début",
            "the entry has no start",
            "donnez-lui un début, ou ôtez-la",
            "give it a start, or take it out",
        ),
        "duty.import.too_often": (
            "cette entrée revient plusieurs fois par jour",
            "the entry recurs several times a day",
            "une absence dure : donnez-lui un début et une fin",
            "an absence lasts: give it a start and an end",
        ),
        "duty.import.whose": (
            "« {text} » ne dit pas de qui c'est l'absence",
            "{text!r} does not say whose absence it is",
            "choisissez la personne, ou mettez son nom dans le titre",
            "choose the person, or put their name into the title",
        ),
        "duty.import.no_columns": (
            "aucune ligne ne nomme les colonnes",
            "no row names the columns",
            "première ligne : personne, du, au, remplaçant, motif",
            "first row: person, from, until, substitute, reason",
        ),
        "duty.import.nobody": (
            "personne ne s'appelle « {text} »",
            "nobody is called {text!r}",
            "donnez le nom, l'adresse ou la clé d'une personne de l'organisation",
            "give the name, the address or the key of a person of the organisation",
        ),
        "duty.import.no_day": (
            "« {text} » n'est pas un jour",
            "{text!r} is no day",
            "écrivez 2026-12-24 ou 24/12/2026, avec l'heure s'il le faut",
            "write 2026-12-24 or 24/12/2026, with a time if need be",
        ),
        "duty.import.order": (
            "la fin précède le début",
            "the end comes before the beginning",
            "corrigez l'une des deux dates",
            "correct one of the two",
        ),
        "duty.import.own_substitute": (
            "cette personne se remplace elle-même",
            "the person stands in for themselves",
            "nommez quelqu'un d'autre",
            "name somebody else",
        ),
    }
)
declare(
    {
        "duty.import.refused": (
            "Rien n'est importé : {count} choses à corriger dans le fichier.",
            "Nothing is imported: {count} things to correct in the file.",
        ),
    }
)

"""Sentences of the files: why a file cannot be read, and what to do about it."""

from tocsin.core.kernel.sentences import declare_faults

declare_faults(
    {
        "fault.file.no_directory": (
            "ce répertoire n'existe pas",
            "no such directory",
            "donnez le chemin d'un répertoire",
            "give the path of a directory",
        ),
        "fault.file.stranger": ("aucune section ne s'appelle ainsi", "no section is called that"),
        "fault.file.twice": (
            "« {key} » est donné deux fois",
            "{key!r} is given twice",
            "gardez-en un",
            "keep one",
        ),
        "fault.file.no_fields": (
            "« {key} » n'a pas de champs",
            "{key!r} has no fields",
            "écrivez ses champs en dessous, en retrait",
            "write its fields below it, indented",
        ),
        "fault.file.folder": (
            "le format « {name} » ne peut pas être un dossier",
            "format {name!r} can't be a folder",
            "renommez-le : des lettres, des chiffres, . _ -",
            "rename it: letters, digits, . _ -",
        ),
        "fault.file.too_large": (
            "plus de {limit} Mio, la limite de ce fichier",
            "over {limit} MiB, the limit of this file",
            "ôtez-en ce qui n'est pas utile ; pour un grand inventaire, un tableau CSV par type",
            "take out what is not needed; a large inventory belongs into the CSV tables",
        ),
        "fault.file.not_utf8": (
            "ce n'est pas de l'UTF-8",
            "not UTF-8",
            "enregistrez le fichier en UTF-8",
            "save the file as UTF-8",
        ),
        "fault.file.unreadable": (
            "illisible : {reason}",
            "can't be read: {reason}",
            "vérifiez ses droits",
            "check its rights",
        ),
    }
)

declare_faults(
    {
        "fault.file.unread": (
            "rien ne le lit ici",
            "nothing here reads it",
            "retirez-le, ou donnez-lui le nom d'un fichier de l'exemple",
            "remove it, or name it as a file of the example",
        ),
        "fault.file.spreadsheet": (
            "un classeur n'est pas lu ici",
            "a spreadsheet is not read here",
            "tocsin import inventory le reprend ; gardez-le ailleurs",
            "tocsin import inventory takes it over; keep it elsewhere",
        ),
        "fault.file.no_format": (
            "ce n'est pas un format",
            "this is no format",
            "un format est le fichier formats/{name}/format.yaml",
            "a format is the file formats/{name}/format.yaml",
        ),
        "fault.table.unreadable": (
            "illisible comme CSV : {reason}",
            "not readable as CSV: {reason}",
            "vérifiez les guillemets à partir d'ici",
            "check the quotes from here on",
        ),
        "fault.table.twice": (
            "la colonne « {column} » est donnée deux fois",
            "column {column!r} is given twice",
            "gardez-en une",
            "keep one",
        ),
        "fault.table.missing": (
            "la colonne « {column} » manque",
            "column {column!r} is missing",
            "la première ligne doit la nommer : {header}",
            "the first line must name it: {header}",
        ),
        "fault.table.stranger": (
            "aucune colonne ne s'appelle « {column} »",
            "no column is called {column!r}",
            "vouliez-vous dire {near} ?",
            "did you mean {near}?",
        ),
        "fault.table.cells": (
            "{cells} cellules pour {columns} colonnes",
            "{cells} cells for {columns} columns",
            "mettez entre guillemets la cellule qui a une virgule",
            "quote the cell with a comma",
        ),
        "fault.table.no_key": (
            "la clé est vide",
            "the key is empty",
            "donnez une clé ({type})",
            "give the {type} a key",
        ),
        "fault.yaml.deep": (
            "plus de {limit} niveaux",
            "nested deeper than {limit} levels",
            "vérifiez les retraits et les crochets",
            "check indentation and brackets",
        ),
        "fault.yaml.unreadable": (
            "illisible comme YAML : {reason}",
            "not readable as YAML: {reason}",
            "vérifiez les retraits, les guillemets et les deux-points par ici",
            "check indentation, quotes and colons around here",
        ),
        "fault.yaml.no_mapping": (
            "le fichier doit être fait de lignes « clé: »",
            "the file must be a mapping",
            "écrivez `clé:` puis ses champs",
            "write `key:` then its fields",
        ),
        "fault.yaml.anchor": (
            "les ancres ne se lisent pas ici",
            "anchors are not read here",
            "écrivez la valeur une autre fois",
            "write the value again",
        ),
        "fault.yaml.tag": (
            "l'étiquette {tag} ne se lit pas ici",
            "tag {tag} is not read here",
            "retirez-la",
            "remove it",
        ),
        "fault.yaml.key": (
            "une clé doit être un mot",
            "a key must be a word",
            "mettez-la entre guillemets, ou vérifiez les deux-points",
            "quote it, or check the colons",
        ),
        "fault.yaml.number": (
            "ce n'est pas un nombre : {found}",
            "not a number: {found}",
            "corrigez-le, ou mettez-le entre guillemets",
            "correct it, or quote it",
        ),
    }
)

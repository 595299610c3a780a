"""Sentences of the reading of histories, in both languages: files that can't be read."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "fault.history.old_workbook": (
            "ce classeur n'est pas un .xlsx (.xls, .xlsb, .ods), ou il a un mot de passe : enregistrez-le en .xlsx",
            "this workbook is no .xlsx (.xls, .xlsb, .ods), or has a password: save it as .xlsx",
        ),
        "fault.history.no_table": (
            "ce fichier n'est ni un CSV, ni un XLSX, ni un XES (compressé ou non : .gz, .zip) : exportez-le ainsi",
            "this file is no CSV, XLSX or XES (packed or not: .gz, .zip): export it as one of these",
        ),
        "fault.history.broken": ("fichier abîmé : {reason}", "damaged file: {reason}"),
        "fault.history.several": (
            "cette archive ne contient pas un seul fichier ({names}) : mettez-y le journal seul",
            "this archive does not hold a single file ({names}): put the log alone into it",
        ),
        "fault.history.no_header": ("la ligne des titres est vide", "the row of the headings is empty"),
        "fault.history.empty": ("le fichier est vide", "the file is empty"),
        "fault.history.no_text": (
            "ce n'est pas un texte en {encoding} : dites son encodage (file: encoding)",
            "this is no text in {encoding}: say its encoding (file: encoding)",
        ),
        "fault.history.no_sheet": (
            "pas de feuille « {said} » ; il y a : {known}",
            "no sheet '{said}'; there are: {known}",
        ),
        "fault.history.no_log": (
            "ce fichier est du {tag} (XML ou HTML), pas un journal XES : enregistrez-le en CSV ou en XLSX",
            "this file is {tag} (XML or HTML), not an XES log: save it as CSV or XLSX",
        ),
        "fault.history.entities": (
            "ce fichier XML définit des entités, ce qu'aucun journal ne fait : il n'est pas lu",
            "this XML file defines entities, which no log does: it is not read",
        ),
        "fault.history.bomb": (
            "le classeur dépasse {limit} Gio une fois décompressé",
            "the workbook is over {limit} GiB once unpacked",
        ),
    }
)

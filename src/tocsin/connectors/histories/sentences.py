"""Sentences of the reading of histories, in both languages: files that can't be read."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "fault.history.old_workbook": (
            "ce classeur est de l'ancien format (.xls), ou protégé par un mot de passe : enregistrez-le en .xlsx",
            "this workbook is of the old kind (.xls), or has a password: save it as .xlsx",
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

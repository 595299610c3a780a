"""What may be wrong with a spreadsheet as a file, in French and in English."""

from tocsin.core.kernel.sentences import declare, declare_faults

declare(
    {
        "error.sheet.too_large": (
            "{file} dépasse {limit} Mo : enregistrez les feuilles utiles dans un fichier à part.",
            "{file} is over {limit} MB: save the sheets that matter in a file of their own.",
        ),
        "error.sheet.beyond_bounds": (
            "{file} demande trop de mémoire ou de temps : enregistrez-le en CSV, ou les feuilles utiles à part.",
            "{file} takes too much memory or time: save it as CSV, or the sheets that matter by themselves.",
        ),
    }
)

declare_faults(
    {
        "fault.sheet.empty": (
            "le fichier est vide",
            "the file is empty",
            "exportez-le de nouveau",
            "export it again",
        ),
        "fault.sheet.no_text": (
            "ni classeur ni texte",
            "neither a workbook nor text",
            "enregistrez-le au format .xlsx, .ods, .csv ou .pdf",
            "save it as .xlsx, .ods, .csv or .pdf",
        ),
        "fault.sheet.unreadable": (
            "le classeur ne se lit pas : {reason}",
            "the workbook can't be read: {reason}",
            "ouvrez-le et enregistrez-le au format .xlsx ou .csv",
            "open it and save it as .xlsx or .csv",
        ),
        "fault.sheet.password": (
            "le classeur est protégé par un mot de passe",
            "the workbook is protected by a password",
            "enregistrez une copie sans mot de passe",
            "save a copy without a password",
        ),
        "fault.sheet.bomb": (
            "le classeur déplié dépasserait {limit} Mo",
            "unpacked, the workbook would be over {limit} MB",
            "enregistrez les feuilles utiles dans un fichier à part",
            "save the sheets that matter in a file of their own",
        ),
        "fault.sheet.too_many_pages": (
            "plus de {limit} pages",
            "more than {limit} pages",
            "enregistrez les pages utiles dans un fichier à part",
            "save the pages that matter in a file of their own",
        ),
        "fault.sheet.no_words": (
            "le PDF n'a pas de texte : c'est une image",
            "the PDF has no text: it is a picture",
            "demandez le fichier d'origine, ou un classeur",
            "ask for the original file, or a workbook",
        ),
        "fault.sheet.no_table": (
            "le courriel n'a ni tableau ni fichier joint",
            "the mail has neither a table nor an attached file",
            "enregistrez le fichier joint, ou le tableau en CSV",
            "save the attached file, or the table as CSV",
        ),
        "fault.sheet.too_many_rows": (
            "plus de {limit} lignes",
            "more than {limit} rows",
            "enregistrez les lignes utiles dans un fichier à part",
            "save the rows that matter in a file of their own",
        ),
    }
)

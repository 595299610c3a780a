"""What may be wrong with a cell of an imported inventory, and what to do about it."""

from tocsin.core.kernel.sentences import declare_faults

declare_faults(
    {
        "fault.import.no_name": (
            "la ligne n'a pas de nom",
            "the row has no name",
            "donnez-lui un nom, ou retirez la ligne",
            "give it a name, or remove the row",
        ),
        "fault.import.twice": (
            "« {value} » est déjà à la ligne {row}",
            "{value!r} stands in row {row} already",
            "renommez ou retirez l'une des deux",
            "rename or remove one",
        ),
        "fault.import.other_type": (
            "« {value} » est déjà déclaré, et n'est pas un équipement ({type})",
            "{value!r} is declared already, and is no device ({type})",
            "renommez l'un des deux",
            "rename one of the two",
        ),
        "fault.import.elsewhere": (
            "« {value} » est déclaré dans {declared}, qui n'est pas réécrit",
            "{value!r} is declared in {declared}, which is not rewritten",
            "changez-le là-bas, ou retirez-le de ce fichier",
            "change it there, or remove it from that file",
        ),
        "fault.import.no_place": (
            "rien ne dit de quel lieu il s'agit ({what})",
            "nothing says which {what} it is",
            "ajoutez la colonne, ou remplissez la cellule",
            "add the column, or fill the cell",
        ),
        "fault.import.units": (
            "« {value} » n'est pas un nombre d'unités",
            "{value!r} is no number of rack units",
            "écrivez un nombre de 1 à {most}, ou 12-13",
            "write a number from 1 to {most}, or 12-13",
        ),
        "fault.import.unknown": (
            "« {value} » n'est pas déclaré ({what})",
            "unknown {what} {value!r}",
            "déclarez-le dans le dossier, ou laissez la colonne de côté (--map '…=-')",
            "declare it in the folder, or leave the column aside (--map '...=-')",
        ),
        "fault.import.outlet": (
            "« {value} » n'est pas un numéro de prise",
            "{value!r} is no outlet's number",
            "écrivez un nombre de 1 à {most}",
            "write a number from 1 to {most}",
        ),
        "fault.import.no_rack": (
            "une prise sans baie",
            "an outlet without a rack",
            "donnez la baie",
            "give the rack",
        ),
        "fault.import.few_outlets": (
            "{pdu} n'a que {outlets} prises",
            "{pdu} has {outlets} outlets only",
            "corrigez la prise, ou le nombre de prises dans pdus.csv",
            "correct the outlet, or the PDU's number of outlets in pdus.csv",
        ),
    }
)

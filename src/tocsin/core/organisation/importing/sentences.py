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
            "« {value} » est déjà déclaré, avec un autre type ({type})",
            "{value!r} is declared already, as another type ({type})",
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
        "fault.import.no_device": (
            "« {named} » n'est ni un équipement déclaré, ni sur une feuille d'équipements",
            "{named!r} is no declared device, and in no sheet of devices",
            "importez les équipements d'abord, ou dans le même fichier",
            "import the devices first, or in the same file",
        ),
        "fault.import.feed_elsewhere": (
            "{feed} est déjà déclaré, et n'est pas réécrit",
            "{feed} is declared already, and is not rewritten",
            "dites là-bas par quel onduleur elle est alimentée (feed), et videz la cellule",
            "say there which UPS supplies it (feed), and empty the cell",
        ),
        "fault.import.count": (
            "« {value} » n'est pas un nombre entier de 1 à {most}",
            "{value!r} is no whole number from 1 to {most}",
            "écrivez le nombre seul",
            "write the number alone",
        ),
        "fault.import.mbps": (
            "« {value} » n'est pas un débit",
            "{value!r} is no bandwidth",
            "écrivez 100, 200 Mbit/s ou 1 Gbit/s",
            "write 100, 200 Mbit/s or 1 Gbit/s",
        ),
        "fault.import.measure": (
            "« {value} » n'est pas un nombre de {unit}",
            "{value!r} is no number of {unit}",
            "écrivez le nombre seul",
            "write the number alone",
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

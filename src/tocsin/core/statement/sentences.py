"""What the check of a statement says, in both languages."""

from tocsin.core.kernel.sentences import declare, declare_faults

declare(
    {
        "statement.unread.unreadable": (
            "ni heure ni numéro qui se lise",
            "neither a time nor a number that can be read",
        ),
        "statement.unread.above": ("au-dessus de l'en-tête", "above the header"),
        "statement.unread.no_table": ("feuille sans en-tête connu", "sheet without a known header"),
        "statement.unread.client": ("d'un autre client", "another client's"),
        "statement.unread.total": ("total", "total"),
        "statement.unread.remark": ("titre ou remarque", "title or remark"),
        "statement.agreed": ("D'accord.", "Agreed."),
        "statement.agreed.no_duration": (
            "D'accord ; le relevé ne donne pas de durée.",
            "Agreed; the statement gives no duration.",
        ),
        "statement.differs.shorter": (
            "Le relevé compte moins que nous.",
            "The statement counts less than we do.",
        ),
        "statement.differs.longer": (
            "Le relevé compte plus que nous.",
            "The statement counts more than we do.",
        ),
        "statement.differs.service": (
            "Le relevé ne compte que les heures de service ; cet engagement court autrement.",
            "The statement counts service hours alone; this commitment runs otherwise.",
        ),
        "statement.differs.overrun": (
            "Le relevé dit l'engagement tenu ; nous mesurons un dépassement.",
            "The statement says that the commitment was met; we measure an overrun.",
        ),
        "statement.missing_theirs": (
            "Absent du relevé.",
            "The statement does not list it.",
        ),
        "statement.missing_ours": (
            "Rien chez nous n'y correspond.",
            "Nothing of ours matches it.",
        ),
        "statement.twice": (
            "Répète la ligne {row}.",
            "Repeats row {row}.",
        ),
        "statement.exclusion": (
            "Le relevé l'exclut ; nous ne connaissons aucune raison de le faire.",
            "The statement excludes it; we know of no reason to.",
        ),
        "statement.exclusion.reason": (
            "Le relevé l'exclut (« {reason} ») ; rien chez nous ne le confirme.",
            "The statement excludes it (“{reason}”); nothing of ours confirms that.",
        ),
        "statement.asked.which": (
            "De quel incident s'agit-il ? L'écart avec les autres est trop faible pour le dire seul.",
            "Which incident is it? The margin over the others is too small to decide by itself.",
        ),
        "statement.asked.line": (
            "Est-ce l'un de nos incidents ? Il ressemble à ceux-ci, sans plus.",
            "Is it one of our incidents? It is somewhat like these.",
        ),
        "statement.asked.incident": (
            "Une ligne encore indécise le désigne peut-être.",
            "A line that is not settled yet may mean it.",
        ),
        "statement.shift.none": (
            "Heures du relevé : {zone}.",
            "The statement's clock: {zone}.",
        ),
        "statement.shift.ahead": (
            "Heures du relevé : {zone}, en avance de {time} ({support} lignes sur {anchors}).",
            "The statement's clock: {zone}, {time} ahead ({support} of {anchors} lines).",
        ),
        "statement.shift.behind": (
            "Heures du relevé : {zone}, en retard de {time} ({support} lignes sur {anchors}).",
            "The statement's clock: {zone}, {time} behind ({support} of {anchors} lines).",
        ),
        "statement.refused.line": (
            "Ce relevé n'a pas de ligne {line}.",
            "This statement has no line {line}.",
        ),
        "statement.refused.incident": (
            "Pas un incident de ce mois : {numbers}.",
            "No incident of this month: {numbers}.",
        ),
        "statement.refused.undo": (
            "Rien n'a été tranché ici, ou c'est déjà annulé.",
            "Nothing was settled here, or it is undone already.",
        ),
        "statement.no_statement": ("Il n'y a pas de relevé {number}.", "There is no statement {number}."),
        "statement.no_supplier": ("Fournisseur inconnu : {supplier}.", "Unknown supplier: {supplier}."),
    }
)

declare(
    {
        "statement.finding.asked": ("À trancher", "To settle"),
        "statement.finding.missing_theirs": ("Absent chez eux", "Missing at theirs"),
        "statement.finding.exclusion": ("Exclusion contestée", "Exclusion contested"),
        "statement.finding.duration": ("Durée différente", "Duration differs"),
        "statement.finding.missing_ours": ("Absent chez nous", "Missing at ours"),
        "statement.finding.twice": ("En double", "Listed twice"),
        "statement.finding.agreed": ("D'accord", "Agreed"),
        "statement.dispute.title": ("Relevé contesté", "Disputed statement"),
        "statement.dispute.effect": ("Ce que cela change", "What it changes"),
        "statement.dispute.owed": ("Dû en plus :", "Owed in addition:"),
        "statement.dispute.items": ("Point par point", "Point by point"),
        "statement.dispute.theirs": ("Eux", "Theirs"),
        "statement.dispute.ours": ("Nous", "Ours"),
        "statement.dispute.row": ("Ligne", "Row"),
        "statement.dispute.figure": ("Mesure", "Figure"),
        "statement.dispute.by_statement": ("D'après le relevé", "By the statement"),
        "statement.dispute.by_incidents": ("D'après nos incidents", "By our incidents"),
        "statement.dispute.penalties_theirs": ("Pénalités, eux", "Penalties, theirs"),
        "statement.dispute.penalties_ours": ("Pénalités, nous", "Penalties, ours"),
        "statement.dispute.finding": ("Constat", "Finding"),
        "statement.dispute.why": ("Pourquoi", "Why"),
        "statement.dispute.rows": ("Dans le relevé", "In the statement"),
        "statement.dispute.evidence": ("Preuves", "Evidence"),
        "statement.dispute.message": ("Message", "Message"),
        "statement.dispute.received": ("Reçu", "Received"),
        "statement.dispute.source": ("Source", "Source"),
        "statement.dispute.said": ("Ce qu'il disait", "It said"),
    }
)
declare_faults(
    {
        "fault.statement.month": (
            "« {said} » n'est pas un mois",
            "{said!r} is no month",
            "écrivez l'année et le mois, par exemple 2026-10",
            "write year and month, 2026-10 for one",
        ),
        "fault.statement.no_table": (
            "aucune ligne n'a les titres d'un relevé ; la première qui en ait l'air : {seen}",
            "no row has the headings of a statement; the first that looks like one: {seen}",
            "dites ce que sont les colonnes ; chacune peut être : {known}",
            "say what the columns are; each may be: {known}",
        ),
        "fault.statement.column": (
            "« {said} » : attendu TITRE=CHAMP",
            "{said!r}: expected HEADING=FIELD",
            "les champs : {known}",
            "the fields: {known}",
        ),
    }
)

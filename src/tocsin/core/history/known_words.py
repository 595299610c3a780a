"""Known words: the headings, states and priorities that programs of incidents use, in several "
"languages. Decide nothing."""

from collections.abc import Mapping


def _by_theirs(words: Mapping[str, str]) -> dict[str, str]:
    return {theirs: ours for ours, listed in words.items() for theirs in listed.split("; ")}


_HEADINGS = {
    "reference": (
        "ticket#; sr number; incident number; incident id; number; issue key; ticket number; "
        "ticketnumber; ticket id; ticket; "
        "case id; case:concept:name; sr number; reference; ref; numero d'incident; n° d'incident; n° "
        "incident; numero; numero de ticket; n° de ticket; n° ticket; n°; no; key; id; #; incident; vorgangsnummer; "
        "ticketnummer; nummer"
    ),
    "summary": (
        "short description; summary; title; subject; brief description; description courte; titre; sujet; "
        "resume; objet; libelle; intitule; betreff; titel; kurzbeschreibung; description"
    ),
    "state": "incident state; state; status; current status; etat; statut; zustand; concept:name",
    "priority": "priority; priorite; prioritat; prio",
    "criticality": "criticality; criticite; urgency; urgence",
    "opened_at": (
        "cree; opened at; opened; open time; created at; created on; created; creation date; submit date; "
        "reported date; date d'ouverture; ouvert le; ouverture; date de creation; cree le; date "
        "declaration; date de declaration; sys created at; erstellt; erstellt am; eroffnet; eroffnet am; "
        "start time; created time; date submitted; start date; debut"
    ),
    "acknowledged_at": (
        "acknowledged at; acknowledged; first response at; initial response time; first response; first "
        "response time; date de prise en compte; "
        "pris en compte le"
    ),
    "resolved_at": (
        "resolved at; resolved; solved at; last resolved date; resolved time; resolve time; resolution "
        "date; date resolved; date de "
        "resolution; resolu le; fin; date retablissement; date de retablissement; retabli le; gelost; gelost "
        "am"
    ),
    "closed_at": (
        "ferme; clos; fermeture; closed at; last close at; close at; closed time; closed; closed on; "
        "close time; closed date; close date; "
        "date closed; date de cloture; "
        "cloture le; clos le; date de fermeture; ferme le; geschlossen; geschlossen am"
    ),
    "team": (
        "assignment group; assigned group; group; team; queue; org:group; groupe d'affectation; groupe de "
        "techniciens; attribue a - groupe de techniciens; groupe; equipe; file; gruppe"
    ),
    "owner": (
        "assigned to; assignee; owner; agent; org:resource; technicien; attribue a - technicien; affecte "
        "a; attribue a; assigne a; bearbeiter; besitzer; zugewiesen an"
    ),
    "place.item": (
        "configuration item; cmdb ci; ci name; ci name (aff); affected ci; ci; asset; hostname; host; "
        "component/s; component; element de configuration; elements associes; equipement; materiel; "
        "serveur; machine; poste"
    ),
    "application": (
        "application; business service; affected services; affected service; service; service affecte; "
        "service impacte; product; produit; systeme"
    ),
    "supplier": (
        "vendor; supplier; fournisseur; attribue a - fournisseur; prestataire; hebergeur; lieferant"
    ),
    "supplier_reference": "vendor ticket; vendor reference; reference fournisseur; ticket fournisseur",
    "region": "region; country; organization country; pays; land",
    "reopened": "reopen count; reopens; # reopens; reopened; nombre de reouvertures; reouvertures",
    "late": (
        "sla ttr passed; sla breached; breached; has breached; sla due breached; overdue; sla depasse; ttr depasse; "
        "depasse; delai depasse; en retard; hors delai"
    ),
    "supplier_late": (
        "vendor sla breached; supplier sla breached; supplier overdue; sla fournisseur depasse; "
        "fournisseur en retard"
    ),
    "due_at": "due by time; due date; due; sla due; resolution due; target resolution; ttr; echeance; date d'echeance",
    "kept": "made sla; sla met; within sla; sla respecte; delai respecte; dans les delais; respecte",
    "changed_at": (
        "sys updated at; updated at; updated; time:timestamp; datestamp; change date; change date+time; "
        "create time; timestamp; modifie le"
    ),
    "changed_by": "sys updated by; updated by; create by; modifie par",
}
# What a column may be called, the most telling name first, as ``header_word`` forms.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    name: tuple(words.split("; ")) for name, words in _HEADINGS.items()
}
# Their words (``word`` forms) for ours.
STATES: Mapping[str, str] = _by_theirs(
    {
        "new": (
            "new; open; opened; created; registered; submitted; reported; queued; nouveau; ouvert; cree; "
            "enregistre; declare; neu; offen"
        ),
        "in_progress": (
            "active; assigned; started; work in progress; in progress; working; accepted; investigating; "
            "pending dispatch; reopened; en cours; en cours (attribue); en cours (planifie); attribue; "
            "assigne; affecte; pris en charge; reouvert; in bearbeitung; waiting for support; escalated; "
            "escalated ttr; to do; doing; in review; feedback"
        ),
        "pending": (
            "warten zur erinnerung; warten auf erinnerung; pending reminder; pending close; hold; "
            "pending; on hold; awaiting problem; awaiting evidence; awaiting change; suspended; waiting; en "
            "attente; suspendu; wartend"
        ),
        "waiting_user": (
            "awaiting user info; on hold - awaiting caller; awaiting caller; waiting for customer; waiting "
            "for user; pending customer; user confirmation; attente utilisateur; en attente utilisateur; en "
            "attente client; waiting on customer; pending user"
        ),
        "waiting_supplier": (
            "waiting on third party; awaiting vendor; on hold - awaiting vendor; waiting for vendor; "
            "waiting for supplier; pending "
            "vendor; pending supplier; en attente fournisseur; attente fournisseur; en attente prestataire"
        ),
        "resolved": (
            "resolved; solved; fixed; done; completed; restored; resolu; retabli; traite; gelost; erledigt; "
            "behoben"
        ),
        "closed": (
            "erfolgreich geschlossen; erfolglos geschlossen; "
            "fermee; closed; closed successful; closed unsuccessful; rejected; cloture; clos; ferme; cloturee; "
            "geschlossen; abgeschlossen"
        ),
        "skip": (
            "cancelled; canceled; annule; merged; deleted; removed; duplicate; doublon; supprime; unmatched; "
            "zusammengefugt; abgebrochen; -100"
        ),
    }
)
PRIORITIES: Mapping[str, str] = _by_theirs(
    {
        "P1": "critical; critique; blocker; highest; majeure; very high; sehr hoch; tres haute; urgent; "
        "immediate; kritisch",
        "P2": "high; haute; elevee; major; important; hoch",
        "P3": "medium; moyenne; moderee; moderate; normal; normale; average; mittel",
        "P4": "low; basse; faible; minor; mineure; niedrig",
        "P5": "lowest; very low; sehr niedrig; tres basse; trivial; planning; planifiee",
    }
)
CRITICALITIES: Mapping[str, str] = _by_theirs(
    {
        "critical": "critical; critique; very high; tres haute; tres haut; 1",
        "high": "high; haute; haut; elevee; 2",
        "medium": "medium; moyenne; moyen; moderate; normal; normale; 3",
        "low": "low; basse; bas; faible; very low; tres basse; 4; 5",
    }
)

"""What happened, in one sentence: the kind of trouble, where, and what it does to whom. Reads no row."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tocsin.core.incident.values import Incident
from tocsin.core.lifecycle.unplaced import is_of_a_source
from tocsin.store.read.incident import HitRow, IncidentRead
from tocsin.web.names import Names
from tocsin.web.templatetags.tocsin import label, number

_NAMED = 3  # applications that are down are named while they are few


def summary(found: IncidentRead, names: Names) -> str:
    """``Power lost: Salle 2; 4 applications down (Backup, BI, Media ...), 18 without redundancy, 115 devices hit.``"""
    incident = found.incident
    kind = names.organisation.kinds.get(incident.cause_kind)
    what = label(kind.label) if kind else incident.cause_kind
    if incident.imported and not incident.cause:
        return ""
    if is_unplaced(incident):
        return _("We don't know where this is, so we don't know what it takes down or who has to repair it.")
    cause = names.placed(incident.cause)
    where = _("%(what)s: %(cause)s") % {"what": what, "cause": cause} if what else cause
    hits = [hit for hit in found.hits if hit.item != incident.cause]
    consequences = ", ".join([*_applications(hits, names), *_devices(hits)])
    if not consequences:
        return f"{where}."
    return _("%(where)s; %(consequences)s.") % {"where": where, "consequences": consequences}


def is_unplaced(incident: Incident) -> bool:
    """Whether nobody knows where it is; a source that is silent is nowhere."""
    return not incident.cause and not is_of_a_source(incident.cause_kind)


def _applications(hits: list[HitRow], names: Names) -> Iterator[str]:
    applications = [hit for hit in hits if hit.type == "application"]
    counts = {hit.effect: hit.alike for hit in applications}
    if down := counts.get("down"):
        text = ngettext("%(count)s application down", "%(count)s applications down", down) % {
            "count": number(down)
        }
        yield f"{text} ({_few([names.item(hit.item) for hit in applications if hit.effect == 'down'])})"
    if degraded := counts.get("degraded"):
        text = ngettext("%(count)s application degraded", "%(count)s applications degraded", degraded)
        yield text % {"count": number(degraded)}
    if reduced := counts.get("redundancy_lost"):
        text = ngettext(
            "%(count)s application without redundancy", "%(count)s applications without redundancy", reduced
        )
        yield text % {"count": number(reduced)}


def _devices(hits: list[HitRow]) -> Iterator[str]:
    if total := next((hit.total for hit in hits if hit.type == "virtual_machine"), 0):
        text = ngettext("%(count)s virtual machine hit", "%(count)s virtual machines hit", total)
        yield text % {"count": number(total)}
    if total := next((hit.total for hit in hits if hit.type == "device"), 0):
        yield ngettext("%(count)s device hit", "%(count)s devices hit", total) % {"count": number(total)}


def _few(names: list[str]) -> str:
    return ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")

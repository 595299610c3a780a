"""The demo's company: the example's files, but for the provider's mailbox, and for time, which the stories compress."""

from collections.abc import Iterable

from msgspec.structs import replace

from tocsin.core.organisation.objects import Object, Section

_MAILBOX, _INLET = "valmont", "valmont-smtp"
_PACE = 10  # a story tells in a minute what takes ten in life


def playable(objects: Iterable[Object]) -> list[Object]:
    """The same company without its IMAP server, which is on no network of ours, at the pace of the stories."""
    declared = {declared_object.identity: declared_object for declared_object in objects}
    _hurry(declared)
    mailbox = declared[Section.SOURCE, _MAILBOX]
    inlet = declared.pop((Section.SOURCE, _INLET))
    kept = {name: mailbox.spec[name] for name in ("label", "formats", "rhythm_s", "supplier")}
    declared[mailbox.identity] = replace(mailbox, spec={**inlet.spec, **kept})
    return list(declared.values())


def _hurry(declared: dict[tuple[str, str], Object]) -> None:
    """Otherwise the fourth story within five minutes would not be notified at once, and a story played again would flap,
    or go on with the incident of the one before."""
    (settings,) = (
        declared_object
        for declared_object in declared.values()
        if declared_object.section == Section.SETTINGS
    )
    policies = settings.spec["policies"]
    faster = {
        "reopen_s": policies["reopen_s"] // _PACE,
        "stable_s": policies["stable_s"] // _PACE,
        "flap_window_s": policies["flap_window_s"] // _PACE,
        "notice_bundle_s": policies["notice_bundle_s"] // _PACE,
        "notice_per_hour": policies["notice_per_hour"] * _PACE,
    }
    spec = {**settings.spec, "policies": {**policies, **faster}}
    declared[settings.identity] = replace(settings, spec=spec)

"""The demo's company: the example's files, but for the provider's mailbox, whose mail comes to our own inlet."""

from collections.abc import Iterable

from msgspec.structs import replace

from tocsin.core.organisation.objects import Object, Section

_MAILBOX, _INLET = "valmont", "valmont-smtp"


def playable(objects: Iterable[Object]) -> list[Object]:
    """The same company without its IMAP server, which is on no network of ours."""
    declared = {one.identity: one for one in objects}
    mailbox = declared[Section.SOURCE, _MAILBOX]
    inlet = declared.pop((Section.SOURCE, _INLET))
    kept = {name: mailbox.spec[name] for name in ("label", "formats", "rhythm_s", "supplier")}
    declared[mailbox.identity] = replace(mailbox, spec={**inlet.spec, **kept})
    return list(declared.values())

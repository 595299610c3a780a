"""Mistakes: what is wrong with the fields of a form, each by the label under which the form shows it."""

from collections.abc import Iterable, Mapping

from tocsin.core.kernel.errors import Fault
from tocsin.core.kernel.sentences import Language, colon


def by_label(faults: Iterable[Fault], labels: Mapping[str, str], reader: Language) -> list[str]:
    """``Their number: too long (200 characters at most).`` ``labels``: of the form's fields; other places are shown as
    they are, such as lines of a file."""
    return [_sentence(fault, labels, reader) for fault in faults]


def _sentence(fault: Fault, labels: Mapping[str, str], reader: Language) -> str:
    if fault.field not in labels:
        return fault.sentence(reader)
    remedy = fault.remedy(reader)
    return f"{labels[fault.field]}{colon(reader)}{fault.message(reader)}{f' ({remedy})' if remedy else ''}."

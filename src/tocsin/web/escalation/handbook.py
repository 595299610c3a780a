"""The process handbook as PDF (typst): the lanes and the steps of every policy, by priority. Knows no rule."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.core.escalation.process import LANES
from tocsin.core.kernel.sentences import Language
from tocsin.flow import pdf
from tocsin.web.words import LANE_WORDS

_TEMPLATE = Path(__file__).with_name("handbook.typ")


def as_pdf(company: str, shown: Mapping[str, Sequence[Any]], now: datetime, language: Language) -> bytes:
    """The policies (``views.PolicyView``) by priority, as PDF/A. ``now`` is printed as the day of the drawing."""
    day = timezone.localtime(now)
    data = {
        "language": language,
        "title": _("Escalation process"),
        "company": company,
        "made": _("As in force on %(day)s") % {"day": f"{day:%d/%m/%Y %H:%M}"},
        "resort": _("Where a policy reaches nobody, the nearest who are there are notified all the same."),
        "day": [day.year, day.month, day.day],
        "lanes": [str(LANE_WORDS[lane]) for lane in LANES],
        "time": _("When"),
        "acknowledged": _("Counts as taken for"),
        "again": _("The last is asked again every"),
        "parts": [
            {"priority": priority, "policies": [_plain(policy) for policy in policies]}
            for priority, policies in shown.items()
        ],
    }
    return pdf.as_pdf(_TEMPLATE, data)


def _plain(policy: Any) -> dict[str, Any]:
    lanes = [str(LANE_WORDS[lane]) for lane in LANES]
    return {
        "name": policy.name,
        "acknowledged": policy.acknowledged,
        "again": policy.again,
        "rows": [
            {
                "when": stage.when,
                "lane": lanes.index(stage.lane),
                "who": stage.who,
                "more": f"{stage.reason} · {', '.join(stage.more)}",
            }
            for stage in policy.stages
        ],
    }

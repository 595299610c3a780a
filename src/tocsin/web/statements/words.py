"""Our words for what a column of a statement may be. Knows no page."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HEADINGS: dict[str, str | Promise] = {
    "reference": _("Reference"),
    "date": _("Date"),
    "start": _("Beginning"),
    "start_time": _("Time of the beginning"),
    "end": _("End"),
    "end_time": _("Time of the end"),
    "duration": _("Duration"),
    "counted": _("Duration that counts"),
    "place": _("Place"),
    "words": _("Description"),
    "excluded": _("Excluded (yes or no)"),
    "liable": _("The supplier answers for it (yes or no)"),
    "exclusion": _("Why it is excluded"),
    "overrun": _("Over the target (yes or no)"),
    "client": _("Customer or contract"),
    "-": _("Leave aside"),
}

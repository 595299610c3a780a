"""The status pages: read by users, without a login where the page is declared so. As page, JSON and Atom feed."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from tocsin.core.kernel.errors import NotFound
from tocsin.core.kernel.sentences import Language
from tocsin.core.major.status import PublicMajor, PublicStatus
from tocsin.flow.majors.pages import Copy, copy_of
from tocsin.web.majors.words import PHASES, SERVICES

_MAX_AGE_S = 10


@login_not_required
@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """The page in its first language, or in the one that is asked for (``?lang=en``)."""
    return _answer(request, key, "text/html; charset=utf-8", _html)


@login_not_required
@require_safe
def as_json(request: HttpRequest, key: str) -> HttpResponse:
    """The same as JSON, in both languages."""
    return _answer(request, key, "application/json", lambda copy, _language: msgspec.json.encode(copy.status))


@login_not_required
@require_safe
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """The public updates as an Atom feed."""
    return _answer(request, key, "application/atom+xml; charset=utf-8", _atom)


def _answer(
    request: HttpRequest, key: str, media_type: str, render: Callable[[Copy, Language], bytes]
) -> HttpResponse:
    """The page in one form, rendered once for each change; 304 where the browser has it."""
    try:
        copy = copy_of(key)
    except NotFound as unknown:
        if not _is_known(request):
            return redirect_to_login(request.get_full_path())
        raise Http404 from unknown
    if not copy.page.public and not _is_known(request):
        return redirect_to_login(request.get_full_path())
    language = _language(request, copy)
    form = (media_type, language)
    if form not in copy.rendered:
        copy.rendered[form] = render(copy, language)
    answer = _with_body(request, copy, f'"{copy.tag}-{language}"', form)
    answer["Referrer-Policy"] = "no-referrer"
    if copy.page.public:
        patch_cache_control(answer, public=True, max_age=_MAX_AGE_S, stale_while_revalidate=60)
    else:
        patch_cache_control(answer, private=True, no_cache=True)
    return answer


def _with_body(request: HttpRequest, copy: Copy, tag: str, form: tuple[str, Language]) -> HttpResponse:
    if tag in request.headers.get("If-None-Match", ""):
        answer = HttpResponse(status=304)
    else:
        answer = HttpResponse(copy.rendered[form], content_type=form[0])
    answer["ETag"] = tag
    return answer


def _is_known(request: HttpRequest) -> bool:
    """Whether somebody is logged in who needs no new password."""
    user = request.user
    return user.is_authenticated and not getattr(user, "must_change_password", False)


def _language(request: HttpRequest, copy: Copy) -> Language:
    asked = request.GET.get("lang", "")
    return next((known for known in copy.page.languages if known == asked), copy.page.languages[0])


def _html(copy: Copy, language: Language) -> bytes:
    status = copy.status
    context = {
        "status": status,
        "language": language,
        "others": [known for known in status.languages if known != language],
        "worst": SERVICES[status.worst.value],
        "services": [(service, SERVICES[service.state.value]) for service in status.services],
        "majors": [_major(known, language) for known in status.majors],
        "past": [_major(known, language) for known in status.past],
        "stale_since": copy.stale_since,
        "days": copy.page.history_days,
    }
    with translation.override(language), timezone.override(ZoneInfo(status.zone)):
        return render_to_string("majors/status.html", context).encode()


def _major(known: PublicMajor, language: Language) -> dict[str, object]:
    return {
        "known": known,
        "services": [getattr(label, language) for label in known.services],
        "notes": [
            (note, PHASES[note.phase.value], _text(note.fr, note.en, language)) for note in known.notes
        ],
    }


def _text(fr: str, en: str, language: Language) -> str:
    return (fr or en) if language == "fr" else (en or fr)


def _atom(copy: Copy, language: Language) -> bytes:
    status = copy.status
    home = f"{settings.BASE_URL}/status/{status.key}"
    made = _Feed(
        title=getattr(status.label, language),
        link=home,
        description="",
        feed_url=f"{home}.atom",
        language=language,
        updated=_latest(status, copy),
    )
    with translation.override(language):
        for known in (*status.majors, *status.past):
            for note in known.notes:
                names = ", ".join(getattr(label, language) for label in known.services)
                phase = str(PHASES[note.phase.value].text)
                made.add_item(
                    title=" · ".join(filter(None, (names, phase))),
                    link=home,
                    description=_text(note.fr, note.en, language),
                    unique_id=f"{home}#{known.id}-{int(note.at.timestamp())}",
                    pubdate=note.at,
                    updateddate=note.at,
                )
    return made.writeString("utf-8").encode()


class _Feed(Atom1Feed):
    """A feed whose date is that of its newest entry, or of the page's reading where it has none."""

    def latest_post_date(self) -> datetime:
        """When it was updated."""
        updated: datetime = self.feed["updated"]
        return updated


def _latest(status: PublicStatus, copy: Copy) -> datetime:
    notes = [note.at for known in (*status.majors, *status.past) for note in known.notes]
    return max(notes, default=copy.read_at)

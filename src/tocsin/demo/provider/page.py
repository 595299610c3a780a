"""Page: where a person plays the provider: answers a ticket, closes it, cuts the API off, announces works."""

from datetime import timedelta
from html import escape
from urllib.parse import urlsplit

from tocsin.core.kernel.sentences import Language
from tocsin.demo.provider import rooms
from tocsin.demo.provider.contract import A_DAY, LINES, PARIS
from tocsin.demo.provider.desk import TEAM
from tocsin.demo.provider.exchange import Answer, Request, WrongError
from tocsin.demo.provider.state import Provider
from tocsin.demo.provider.values import ACTIVE, STATES, Alarm, Ticket
from tocsin.demo.provider.words import words_in

_SHOWN = 30
_HTML = "text/html; charset=utf-8"
_POLICY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'",
    "Cache-Control": "no-store",
}
_STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
:root { --line: #8886; --deed: #0b6e63; --paper: #f3f6f5; --card: #fff; }
@media (prefers-color-scheme: dark) { :root { --paper: #101615; --card: #19211f; } }
body { max-width: 60rem; margin: 0 auto; padding: 1rem; background: var(--paper); }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
article, form.box { border: 1px solid var(--line); border-radius: .5rem; padding: .8rem 1rem; margin: .8rem 0; }
article, form.box { background: var(--card); }
article > form { border-top: 1px solid var(--line); margin-top: .8rem; padding-top: .8rem; }
article > p, li { white-space: pre-line; }
.row { display: flex; flex-wrap: wrap; gap: .6rem; align-items: end; } label { display: block; font-size: .9rem; }
.row label > input:not([type=checkbox]), .row label > select { display: block; margin-top: .2rem; }
input, select, textarea, button { font: inherit; padding: .4rem .6rem; min-height: 2.6rem; box-sizing: border-box; }
input, select, textarea { border: 1px solid #888; border-radius: .3rem; background: transparent; }
input, select, textarea { color: inherit; max-width: 100%; }
option { background: var(--card); } label.check { display: flex; gap: .5rem; align-items: center; min-height: 2.6rem; }
input[type=checkbox] { min-height: 0; width: 1.2rem; height: 1.2rem; flex: none; accent-color: var(--deed); }
button { border: 1px solid var(--deed); border-radius: .3rem; background: var(--deed); color: #fff; cursor: pointer; }
button.second { background: transparent; color: inherit; border-color: #888; }
:focus-visible { outline: 3px solid #e0a100; outline-offset: 2px; }
textarea { width: 100%; min-height: 4rem; } ol { padding-left: 1.2rem; } li, p { overflow-wrap: anywhere; }
.quiet { opacity: .75; font-size: .9rem; } .cut { border-left: .3rem solid #c33; padding-left: .8rem; }
table { width: 100%; min-width: 44rem; border-collapse: collapse; }
td, th { text-align: left; padding: .3rem .5rem; border-bottom: 1px solid var(--line); }
.wide { overflow-x: auto; }
"""


def answer(provider: Provider, request: Request, language: Language) -> Answer:
    """The page, or what its forms do. Raises WrongError."""
    if request.method == "POST":
        _check_origin(request)
        _act(provider, request)
        return Answer(status=303, headers={"Location": "/"})
    if request.path != "/":
        raise WrongError(404, "Adresse inconnue.")
    return Answer(status=200, body=_whole(provider, language).encode(), media_type=_HTML, headers=_POLICY)


def _check_origin(request: Request) -> None:
    """A form of this page, and of no other one in the same browser."""
    origin = request.headers.get("origin", "")
    if origin and urlsplit(origin).netloc != request.headers.get("host"):
        raise WrongError(403, "Formulaire d'une autre page.")


def _act(provider: Provider, request: Request) -> None:
    form, now = request.form, provider.now()
    number = form.get("ticket", "")
    if request.path in ("/repondre", "/etat") and number not in provider.desk.tickets:
        raise WrongError(404, "Ticket inconnu.")
    match request.path:
        case "/repondre" if form.get("texte"):
            provider.desk.answer(number, TEAM[0], form["texte"], now, internal=form.get("interne") == "1")
        case "/etat" if form.get("etat") in STATES:
            provider.desk.put(number, form["etat"], now)
        case "/coupure":
            rooms.cut(provider, 60.0 * _number(form, "minutes", most=1440))
        case "/travaux" if form.get("lieu"):
            _announce(provider, form)
        case _:
            raise WrongError(400, "Il manque quelque chose.")


def _announce(provider: Provider, form: dict[str, str]) -> None:
    start = provider.now() + timedelta(minutes=_number(form, "dans", most=100_000))
    end = start + timedelta(minutes=max(_number(form, "duree", most=10_000), 1))
    provider.announce_works(form.get("nature") or "Travaux programmés", form["lieu"], start, end)


def _number(form: dict[str, str], name: str, *, most: int) -> int:
    text = form.get(name, "0")
    if not text.isascii() or not text.isdigit() or int(text[:9]) > most:
        raise WrongError(400, f"« {name} » : un nombre jusqu'à {most}.")
    return int(text)


def _whole(provider: Provider, language: Language) -> str:
    words = words_in(language)
    tickets = sorted(provider.desk.tickets.values(), key=lambda ticket: ticket.updated, reverse=True)[:_SHOWN]
    body = (
        f"<h1>Valmont Datacenter</h1><p>{words['intro']}</p>"
        f"<h2>{words['tickets']}</h2>"
        + ("".join(_ticket(ticket, words) for ticket in tickets) or f"<p>{words['no_ticket']}</p>")
        + f"<h2>{words['api']}</h2>{_access(provider, words)}"
        f"<h2>{words['works']}</h2>{_works(words)}"
        f"<h2>{words['alarms']}</h2>{_alarms(provider, words)}"
    )
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>Valmont Datacenter</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head>'
        f"<body><main>{body}</main></body></html>"
    )


def _ticket(ticket: Ticket, words: dict[str, str]) -> str:
    comments = "".join(
        f"<li>{comment.at.astimezone(PARIS):%H:%M} · <b>{escape(comment.author)}</b>"
        f"{' · ' + words['internal'] if comment.internal else ''} : {escape(comment.text)}</li>"
        for comment in ticket.comments
    )
    files = "".join(f"<li>{escape(file.name)} ({len(file.content)})</li>" for file in ticket.attachments)
    about = " · ".join(
        filter(None, (ticket.state, ticket.severity, ticket.reference, ticket.place, ticket.assignee))
    )
    hidden = f'<input type="hidden" name="ticket" value="{ticket.number}">'
    states = "".join(
        f"<option{' selected' if state == ticket.state else ''}>{state}</option>" for state in STATES
    )
    return (
        f"<article><h3>{ticket.number} · {escape(ticket.subject)}</h3><p class=quiet>{escape(about)}</p>"
        f"<p>{escape(ticket.description)}</p><ol>{comments}</ol>{f'<ul>{files}</ul>' if files else ''}"
        f'<form method=post action="/repondre">{hidden}<label>{words["answer"]}'
        "<textarea name=texte required></textarea></label>"
        f"<div class=row><label class=check><input type=checkbox name=interne value=1> {words['as_note']}</label>"
        f"<button>{words['send']}</button></div></form>"
        f'<form method=post action="/etat" class=row>{hidden}<label>{words["state"]}'
        f"<select name=etat>{states}</select></label>"
        f"<button class=second>{words['change']}</button></form></article>"
    )


def _access(provider: Provider, words: dict[str, str]) -> str:
    now, contract = provider.now(), provider.contract
    a_second, a_minute = (most for most, _ in LINES)
    facts = words["calls"].format(
        minute=contract.lately(now), a_minute=a_minute, today=contract.calls_today(now), a_day=A_DAY, a_second=a_second,
        cuts=contract.cuts, refused=contract.while_cut,
    )  # fmt: skip
    until = max(filter(None, (contract.cut_until, contract.closed_until)), default=now)
    cut = (
        f"<p class=cut>{words['cut_until'].format(at=until.astimezone(PARIS).strftime('%H:%M:%S'))}</p>"
        if until > now
        else ""
    )
    return (
        f"<p>{facts}</p>{cut}<form method=post action=/coupure class='box row'>"
        f"<label>{words['cut_for']}<input name=minutes inputmode=numeric value=3 size=4></label>"
        f"<button>{words['cut']}</button></form>"
        "<form method=post action=/coupure><input type=hidden name=minutes value=0>"
        f"<button class=second>{words['open']}</button></form>"
    )


def _works(words: dict[str, str]) -> str:
    return (
        "<form method=post action=/travaux class='box row'>"
        f"<label>{words['what']}<input name=nature value='Remplacement du tableau de la baie'></label>"
        f"<label>{words['where']}<input name=lieu value='PAR1 / Salle S1 / Baie R06' required></label>"
        f"<label>{words['in']}<input name=dans inputmode=numeric value=60 size=5></label>"
        f"<label>{words['lasts']}<input name=duree inputmode=numeric value=60 size=5></label>"
        f"<button>{words['announce']}</button></form>"
    )


def _alarms(provider: Provider, words: dict[str, str]) -> str:
    active = [alarm for alarm in provider.supervision.since(None) if alarm.state == ACTIVE]
    rows = "".join(_alarm(alarm) for alarm in reversed(active[-_SHOWN:]))
    return f"<div class=wide><table>{rows}</table></div>" if rows else f"<p>{words['no_alarm']}</p>"


def _alarm(alarm: Alarm) -> str:
    cells = (
        alarm.id,
        f"{alarm.began.astimezone(PARIS):%d/%m %H:%M:%S}",
        alarm.nature,
        alarm.severity,
        alarm.where,
    )
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"

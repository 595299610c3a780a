"""Mailbox: the mails that the demo's sink received, as pages of its own for a browser. Reads, and changes nothing."""

import re
import threading
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from zoneinfo import ZoneInfo

from tocsin.core.kernel.sentences import Language
from tocsin.demo.world.sink import Received, Sink

_WORDS = {
    "fr": {
        "title": "Courriels des équipes",
        "intro": "Ce que Tocsin a envoyé pendant cette démonstration. La liste se renouvelle d'elle-même.",
        "none": "Aucun courriel pour l'instant.",
        "at": "Heure", "to": "À", "subject": "Objet", "back": "Tous les courriels", "gone": "Ce courriel n'est plus gardé.",
    },
    "en": {
        "title": "Mails of the teams",
        "intro": "What Tocsin has sent in this demo. The list renews itself.",
        "none": "No mail yet.",
        "at": "Time", "to": "To", "subject": "Subject", "back": "All mails", "gone": "This mail is no longer kept.",
    },
}  # fmt: skip
_PARIS = ZoneInfo("Europe/Paris")
_LINK = re.compile(r"https?://[^\s<>\"]+")
_STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 64rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .45rem .6rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th, td { border-bottom: 1px solid #8886; }
td:first-child { white-space: nowrap; font-variant-numeric: tabular-nums; }
pre { padding: 1rem; border: 1px solid #8886; border-radius: .5rem; font: inherit; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }
@media (max-width: 40rem) { thead { display: none; } tr { display: block; padding: .5rem 0; border-bottom: 1px solid #8886; }
  td { display: block; padding: .1rem 0; border: 0; } }
"""


class Mailbox:
    """A small HTTP server over what the sink keeps."""

    def __init__(self, sink: Sink, port: int, language: Language, host: str = "127.0.0.1") -> None:
        self._sink, self._words, self._language = sink, _WORDS[language], language
        self._server = ThreadingHTTPServer((host, port), self._handler())
        self._server.daemon_threads = True
        self.port = self._server.server_port

    def start(self) -> None:
        """Serve, in a thread."""
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        ).start()

    def stop(self) -> None:
        """Serve no more."""
        self._server.shutdown()
        self._server.server_close()

    def page(self, path: str) -> str | None:
        """The page of an address; None where there is none."""
        if path == "/":
            return self._all()
        number = path.removeprefix("/")
        if not number.isascii() or not number.isdigit():
            return None
        mail = next((mail for mail in list(self._sink.mails) if mail.number == int(number)), None)
        return self._mail(mail) if mail else None

    def _all(self) -> str:
        words, rows = self._words, [self._row(mail) for mail in list(self._sink.mails)]
        head = "".join(f"<th scope=col>{escape(words[name])}</th>" for name in ("at", "to", "subject"))
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
        body = f"<h1>{words['title']}</h1><p>{words['intro']}</p>"
        return self._whole(
            words["title"], body + (table if rows else f"<p>{words['none']}</p>"), renewed=True
        )

    def _row(self, mail: Received) -> str:
        link = f'<a href="/{mail.number}">{escape(mail.subject)}</a>'
        return f"<tr><td>{mail.at.astimezone(_PARIS):%H:%M:%S}</td><td>{escape(mail.recipient)}</td><td>{link}</td></tr>"

    def _mail(self, mail: Received) -> str:
        words = self._words
        about = f"{mail.at.astimezone(_PARIS):%H:%M:%S} · {escape(mail.recipient)}"
        text = _LINK.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', escape(mail.text, quote=False))
        back = f'<p><a href="/">← {words["back"]}</a></p>'
        return self._whole(
            mail.subject, f"{back}<h1>{escape(mail.subject)}</h1><p>{about}</p><pre>{text}</pre>"
        )

    def _whole(self, title: str, body: str, *, renewed: bool = False) -> str:
        again = '<meta http-equiv="refresh" content="5">' if renewed else ""
        return (
            f'<!doctype html><html lang="{self._language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">{again}<style>{_STYLE}</style></head>'
            f"<body><main>{body}</main></body></html>"
        )

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        mailbox = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page = mailbox.page(self.path.partition("?")[0])
                body = (page or mailbox._whole("404", f"<p>{mailbox._words['gone']}</p>")).encode()
                self.send_response(200 if page else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Log nothing: the terminal shows the stories."""

        return Handler

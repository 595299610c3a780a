"""Absence: automatic replies that only their subject shows, in the words that mail programs write in it. Reads no header."""

from tocsin.core.translation.text import word

# Before a colon: "Out of office: CRM" is written by a program, "Out of office reply is broken" by a person.
_WRITTEN = frozenset(
    (
        "automatic reply", "auto reply", "auto-reply", "autoreply", "out of office", "out of office autoreply",
        "reponse automatique", "absence du bureau", "message d'absence", "notification d'absence",
        "automatische antwort", "abwesenheitsnotiz", "abwesenheitsnachricht", "abwesend",
        "risposta automatica", "fuori sede", "respuesta automatica", "fuera de la oficina", "resposta automatica",
        "automatisch antwoord", "automatische reactie", "afwezig", "autosvar", "automatiskt svar", "automaattinen vastaus",
        "odpowiedz automatyczna", "automaticka odpoved",
    )
)  # fmt: skip
_LOTUS = ("out of the office", "absent", "nicht im", "fuori ufficio")  # after "AUTO:"


def is_absence(subject: str) -> bool:
    """Whether a mail program has written this subject, because somebody is away."""
    begins, colon, rest = word(subject).partition(":")
    begins = begins.strip()
    return bool(colon) and (begins in _WRITTEN or (begins == "auto" and any(said in rest for said in _LOTUS)))

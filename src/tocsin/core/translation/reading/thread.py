"""Thread: the message's own text, without quoted mails, signature and legal footer; forwards opened."""

from msgspec import structs

from tocsin.core.kernel.value import Value
from tocsin.core.translation.reading.headers import address
from tocsin.core.translation.text import normalise

_FORWARD_SUBJECTS = ("fwd:", "fw:", "tr:", "tr :", "wg:", "wtr:", "fwd :", "fw :", "i:", "rv:", "enc:")
_FORWARD_MARKS = (
    "forwarded message", "message transfere", "weitergeleitete nachricht", "begin forwarded message",
    "debut du message transfere", "debut du message reexpedie", "anfang der weitergeleiteten nachricht",
    "message reexpedie", "courriel transfere", "messaggio inoltrato", "doorgestuurd bericht", "mensaje reenviado",
    "mensagem encaminhada",
)  # fmt: skip
_ORIGINAL_MARKS = (
    "original message", "message d'origine", "message original", "ursprungliche nachricht", "courriel original",
    "originalnachricht", "messaggio originale", "oorspronkelijk bericht", "mensaje original", "mensagem original",
)  # fmt: skip
_WROTE = (
    "wrote:",
    "wrote :",
    "a ecrit :",
    "a ecrit:",
    "schrieb:",
    "schrieb :",
    "ecrivait :",
    "escribio:",
    "ha scritto:",
    "escreveu:",
    "schreef:",
)
_WROTE_WITHIN = (" schrieb ", " schreef ")
_WROTE_STARTS = ("le ", "on ", "am ", "il ", "du ", "el ", "op ", "em ")
_HEADERS = {
    "from": "from", "de": "from", "von": "from", "expediteur": "from", "da": "from", "van": "from",
    "sent": "date", "date": "date", "envoye": "date", "gesendet": "date", "datum": "date", "envoye le": "date",
    "inviato": "date", "enviado": "date", "enviado el": "date", "enviada em": "date", "verzonden": "date", "data": "date",
    "to": "to", "a": "to", "an": "to", "destinataire": "to", "pour": "to", "cc": "cc", "copie": "cc",
    "para": "to", "aan": "to",
    "subject": "subject", "objet": "subject", "betreff": "subject", "sujet": "subject",
    "oggetto": "subject", "asunto": "subject", "assunto": "subject", "onderwerp": "subject",
    "reply-to": "reply", "repondre a": "reply", "importance": "importance", "priorite": "importance",
}  # fmt: skip
_FOOTERS = (
    "ce message et toutes les pieces jointes", "ce message et ses pieces jointes", "ce message est confidentiel",
    "ce courriel est confidentiel", "ce courriel et", "ce mail est confidentiel", "avis de confidentialite",
    "avant d'imprimer", "pensez a l'environnement", "mentions legales", "this e-mail and any", "this email and any",
    "this message and any", "this e-mail is confidential", "this email is confidential", "this message is intended",
    "the information contained in this", "confidentiality notice", "disclaimer", "diese e-mail enthalt",
    "diese nachricht ist vertraulich", "please consider the environment", "se desabonner", "pour vous desinscrire",
)  # fmt: skip
_ANSWER_SUBJECTS = ("re:", "re :", "aw:", "antw:", "sv:", "vs:", "rep:", "rif:", "res:", "odp:", "r:")
_CONTACT = frozenset(
    {
        "tel", "telephone", "phone", "mobile", "mob", "portable", "gsm", "fax", "mail", "email", "courriel", "web", "site",
        "www", "http", "https", "adresse", "address", "standard", "support", "contact", "hotline", "telefon", "mobil",
        "internet", "siege", "rcs", "siret", "siren", "capital", "tva", "t", "m", "p", "f", "e", "d", "office", "direct",
        "linkedin", "twitter", "astreinte", "horaires", "ligne", "url", "skype", "teams",
    }
)  # fmt: skip
_MAX_HEADERS = 12  # lines of a quoted mail's header block
_MAX_SIGNATURE = 24  # lines
_MAX_LABEL = 40  # characters
_DATA_BELOW_FOOTER = 2  # lines: a footer may name the seat and the capital of a company
_MARK_STARTS = frozenset("-bda")
_MAX_FORWARDS = 5


class Own(Value):
    """The message's own text. The headers are filled when a forwarded message was opened, and ``above`` is what its
    forwarder wrote."""

    text: str
    above: str = ""
    is_forward: bool = False
    subject: str = ""
    sender: str = ""
    sender_name: str = ""
    date: str = ""
    ends: bool = False  # an older mail followed: the other parts belong to it


def own(text: str, subject: str) -> Own:
    """The own text of a mail. A forwarding mail is read as the mail that it carries, with the headers of that mail."""
    found = Own(text=text)
    for _ in range(_MAX_FORWARDS):
        opened = _opened(found.text, found.subject or subject)
        if opened is None:
            break
        found = structs.replace(opened, above="\n\n".join(filter(None, (found.above, opened.above))))
    lines = found.text.split("\n")
    answered = found.subject or subject
    end, ends = _end(lines, normalise(found.text).lower().split("\n"), answered)
    return structs.replace(found, text="\n".join(_unquoted(lines[:end], answered)).strip(), ends=ends)


def _opened(text: str, subject: str) -> Own | None:
    """The forwarded mail, if this is a forward."""
    normalised = normalise(text).lower()
    forwarded = subject.strip().lower().startswith(_FORWARD_SUBJECTS)
    if not forwarded and not any(mark in normalised for mark in _FORWARD_MARKS):
        return None
    lines, low = text.split("\n"), normalised.split("\n")
    for index, line in enumerate(low):
        mark = _mark(line)
        is_marked = mark == "forward" or (mark == "original" and forwarded)
        if is_marked or (forwarded and not mark and _is_header_block(low, index)):
            above = "\n".join(lines[:index]).strip()
            return structs.replace(_inner(lines, index + is_marked), above=above, is_forward=True)
        if mark == "original":
            return None
    return None


def _mark(line: str) -> str:
    line = line.strip(" \t>*_")
    if not line or line[0] not in _MARK_STARTS:
        return ""
    bare = line.strip("- :")
    if bare.startswith(_FORWARD_MARKS) and (line.startswith("--") or line.endswith(":")):
        return "forward"
    return "original" if line.startswith("--") and bare.startswith(_ORIGINAL_MARKS) else ""


def _header(line: str) -> tuple[str, str]:
    """(our name of the header, value) of a line of a quoted mail's header block."""
    name, colon, value = line.strip(" \t>").partition(":")
    known = _HEADERS.get(normalise(name).lower().strip(" *_")) if colon else None
    return (known or "", value.strip(" *_"))


def _is_header_block(low: list[str], index: int) -> bool:
    """From at once, and a subject and a date within the next lines: what a forwarded mail begins with."""
    if _header(low[index])[0] != "from":
        return False
    names = {_header(line)[0] for line in low[index + 1 : index + 7]}
    return {"date", "subject"} <= names


def _is_quoted_mail(low: list[str], index: int, *, answer: bool) -> bool:
    """A full header block in a paragraph of its own, as Outlook writes it above the mail that is answered.

    Lines of an alarm may be called From, Date and Subject too; they stand among its other lines.
    """
    if not _is_header_block(low, index) or (index > 0 and low[index - 1].strip(" \t>-_=*")):
        return False
    names: set[str] = set()
    for line in low[index : index + _MAX_HEADERS]:
        if not line.strip(" \t>"):
            break
        name = _header(line)[0]
        if not name and ":" in line:  # a long header may go on in the next line; another label is no header
            return False
        names.add(name)
    return {"from", "date", "to", "subject"} <= names or (
        {"from", "date", "subject"} <= names and (answer or "@" in low[index])
    )


def _inner(lines: list[str], index: int) -> Own:
    while index < len(lines) and not lines[index].strip(" \t>"):
        index += 1
    headers: dict[str, str] = {}
    last = "?"
    while index < len(lines) and lines[index].strip(" \t>"):
        name, value = _header(lines[index])
        if not name and not headers:
            break
        if not name and ":" not in lines[index]:  # a long header goes on in the next line
            headers[last] += " " + lines[index].strip(" \t>")
        else:
            last = name or "?"
            headers.setdefault(last, value)
        index += 1
    sender, shown = address(headers.get("from", ""))
    body = lines[index:]
    if all(line.startswith(">") or not line.strip() for line in body):
        body = [line.removeprefix(">").removeprefix(" ") for line in body]
    return Own(
        text="\n".join(body).strip("\n"), subject=headers.get("subject", ""), sender=sender,
        sender_name=shown, date=headers.get("date", ""),
    )  # fmt: skip


def _end(lines: list[str], normalised: list[str], subject: str) -> tuple[int, bool]:
    """The first line that is not the message's own any more, and whether an older mail begins there."""
    answer = begun = _is_answer(subject)  # no other mail begins with what it answers
    for index, raw in enumerate(normalised):
        line = raw.strip(" \t*_")
        if not line:
            continue
        signed = begun and _is_signature(lines, normalised, index, answer=answer)
        if signed or (begun and _is_footer(normalised, index, line)):
            return index, False
        if (
            _mark(line)
            or _is_wrote(normalised, index, line)
            or (begun and _is_quoted_mail(normalised, index, answer=answer))
        ):
            return index, True
        begun = begun or not line.startswith(">")
    return len(lines), False


def _is_signature(lines: list[str], normalised: list[str], index: int, *, answer: bool) -> bool:
    """RFC 3676: two dashes and a space; many drop the space. It stands near the end, with no data below it;
    in an answer, everything below the signature is quoted."""
    line = lines[index]
    if answer and line == "-- ":
        return True
    if line.rstrip() != "--" or len(lines) - index > (
        _MAX_SIGNATURE if line == "-- " else _MAX_SIGNATURE // 2
    ):
        return False
    return not any(map(_is_data, normalised[index + 1 :]))


def _is_footer(normalised: list[str], index: int, line: str) -> bool:
    """A legal footer. If data stand below it, it is a notice that a gateway wrote above the message."""
    return line.startswith(_FOOTERS) and sum(map(_is_data, normalised[index + 1 :])) < _DATA_BELOW_FOOTER


def _is_data(line: str) -> bool:
    """``label : value``, and not a way to reach somebody."""
    label, colon, value = line.strip(" \t*_-|").partition(":")
    if not colon or not value.strip() or value.startswith("//") or len(label) > _MAX_LABEL:
        return False
    return (
        label.strip(" .")[-1:].isalnum()
        and not set(label.replace("-", " ").replace(".", " ").split()) & _CONTACT
    )


def _is_wrote(normalised: list[str], index: int, line: str) -> bool:
    """``On Monday, X <x@y> wrote:``, over one line or two. It names a day or an address, or quoted lines follow."""
    within = line.endswith(":") and any(verb in line for verb in _WROTE_WITHIN)
    if not (within or line.endswith(_WROTE)):
        return False
    before = normalised[index - 1].strip() if index > 0 else ""
    if line.startswith(_WROTE_STARTS):
        before = ""
    elif not before.startswith(_WROTE_STARTS):
        return False
    following = next((below for below in normalised[index + 1 :] if below.strip()), "")
    return any(char.isdigit() or char == "@" for char in before + line) or following.startswith(">")


def _unquoted(lines: list[str], subject: str) -> list[str]:
    """Without the lines that are quoted between the author's own: only an answer has such lines."""
    kept = [line for line in lines if not line.startswith(">")] if _is_answer(subject) else lines
    if kept and is_cut_introduction(kept[-1]):
        kept = kept[:-1]
    return kept


def _is_answer(subject: str) -> bool:
    return normalise(subject).strip().lower().startswith(_ANSWER_SUBJECTS)


def is_cut_introduction(line: str) -> bool:
    """A first half of 'On Monday, X <x@y>' whose second half, 'wrote:', was cut."""
    low = normalise(line).lower().strip()
    return low.startswith(_WROTE_STARTS) and "@" in low and low.endswith((">", ","))

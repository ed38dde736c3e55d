"""A draft as a message file that a mail program opens ready to send."""

import html
import re
from collections.abc import Mapping
from email import policy
from email.message import EmailMessage

from coach.domain.errors import BadText
from coach.domain.text import Both, Lang

_MADE: Mapping[Lang, str] = {
    "sv": "(Formulerat med hjälp av Coach, en AI-assistent – {}. Raden kan tas bort.)",
    "en": "(Worded with the help of Coach, an AI assistant – {}. This line can be removed.)",
}
_GUIDED: Both = {"sv": "guidat, utan språkmodell", "en": "guided, without a language model"}
_BREAK = re.compile(r"[\r\n\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u0085\u2028\u2029]")
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")


def message(
    subject: str,
    body: str,
    *,
    to: str | None = None,
    ics: bytes | None = None,
    writer: str = "guided",
    lang: Lang = "sv",
) -> bytes:
    """Return a draft (``X-Unsent: 1``) with plain text, simple HTML and the calendar attached.

    Args:
        subject: One line.
        body: The text without its subject line.
        to: The receiver's address; None leaves it open.
        ics: A calendar file to attach.
        writer: ``guided`` or the model's id.
        lang: The language of the line that says who helped.

    Raises:
        BadText: A line break or control character in the subject, the address or the writer, or no address.
    """
    made = EmailMessage(policy=policy.SMTP)
    made["Subject"] = _one_line(subject)
    if to:
        if not _ADDRESS.fullmatch(_one_line(to).strip()):
            raise BadText({"sv": f"{to!r} är ingen e-postadress.", "en": f"{to!r} is no email address."})
        made["To"] = to.strip()
    made["X-Unsent"] = "1"
    made["X-Coach-AI"] = "assisted"
    made["X-Coach-Writer"] = _one_line(writer)
    said = (
        _clean(body).rstrip() + "\n\n" + _MADE[lang].format(_GUIDED[lang] if writer == "guided" else writer)
    )
    made.set_content(said + "\n", charset="utf-8", cte="quoted-printable")
    made.add_alternative(_html(said, lang), subtype="html", charset="utf-8", cte="quoted-printable")
    if ics is not None:
        made.add_attachment(
            ics, maintype="text", subtype="calendar", filename="coach.ics", params={"charset": "utf-8"}
        )
    return made.as_bytes()


def _one_line(text: str) -> str:
    """Return a header's text, refused where it would begin another header."""
    if _BREAK.search(text.strip()):
        raise BadText(
            {
                "sv": f"En rad i mejlets huvud får inte ha radbrytning: {text!r}.",
                "en": f"A line in the email's head must not hold a line break: {text!r}.",
            }
        )
    return _clean(text).strip()


def _clean(text: str) -> str:
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", " ", text.encode("utf-8", "replace").decode())


def _html(text: str, lang: Lang) -> str:
    """Return paragraphs and lists; nothing of the text is markup."""
    blocks: list[str] = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = block.split("\n")
        plain = [line for line in lines if not line.startswith("- ")]
        items = [line[2:] for line in lines if line.startswith("- ")]
        if plain:
            blocks.append(f"<p>{'<br>'.join(html.escape(line) for line in plain)}</p>")
        if items:
            blocks.append(f"<ul>{''.join(f'<li>{html.escape(item)}</li>' for item in items)}</ul>")
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8"></head><body>\n'
        + "\n".join(blocks)
        + "\n</body></html>\n"
    )

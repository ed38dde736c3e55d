"""The message file is read back with the standard library's parser."""

from email import policy
from email.parser import BytesParser

import pytest

from coach.domain.errors import BadText
from coach.export.eml import message

BODY = (
    "Hej Maria!\n\nDet här kom vi överens om:\n- Jag skickar <b>underlaget</b>.\n\nVänliga hälsningar\nElin"
)


def read(data):
    return BytesParser(policy=policy.default).parsebytes(data)


def test_it_opens_as_a_draft_with_text_html_and_calendar():
    calendar = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    made = read(message("Tack för samtalet på Åre", BODY, to="maria@x.example", ics=calendar))
    assert made["X-Unsent"] == "1"
    assert made["Subject"] == "Tack för samtalet på Åre"
    assert made["To"] == "maria@x.example"
    plain = made.get_body(("plain",)).get_content()
    assert plain.replace("\r\n", "\n").startswith(BODY)
    html = made.get_body(("html",)).get_content()
    assert "&lt;b&gt;underlaget" in html
    assert "<li>" in html
    (attached,) = made.iter_attachments()
    assert attached.get_content_type() == "text/calendar"
    assert attached.get_filename() == "coach.ics"
    assert attached.get_payload(decode=True) == calendar


@pytest.mark.parametrize(("lang", "said"), [("sv", "AI-assistent"), ("en", "AI assistant")])
def test_its_last_line_and_a_header_say_who_helped(lang, said):
    made = read(message("x", BODY, writer="qwen-4b", lang=lang))
    assert made["X-Coach-Writer"] == "qwen-4b"
    last = made.get_body(("plain",)).get_content().strip().splitlines()[-1]
    assert said in last
    assert "qwen-4b" in last


@pytest.mark.parametrize("bad", ["a\nBcc: x@y.example", "a\r\nX: y", "a\0b", "a\u2028Bcc: z"])
def test_a_header_cannot_be_smuggled_in(bad):
    with pytest.raises(BadText):
        message(bad, BODY)
    with pytest.raises(BadText):
        message("x", BODY, to=bad)
    with pytest.raises(BadText):
        message("x", BODY, writer=bad)


def test_an_address_that_is_none_is_refused_and_no_address_is_fine():
    with pytest.raises(BadText):
        message("x", BODY, to="Maria")
    assert read(message("x", BODY + "\ud800\0"))["To"] is None

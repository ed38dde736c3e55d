"""Which addresses a model server may have, and what they say about where text goes."""

import pytest

from coach.domain.address import Address
from coach.domain.errors import UsageError
from coach.domain.text import LANGS


@pytest.mark.parametrize(
    ("named", "meant"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/v1"),
        ("http://localhost:11434/v1/", "http://localhost:11434/v1"),
        ("http://[::1]:8080/v1", "http://[::1]:8080/v1"),
        ("https://models.example", "https://models.example/v1"),
        ("https://models.example:443/api/v3", "https://models.example/api/v3"),
        (" http://127.0.0.2 ", "http://127.0.0.2/v1"),
    ],
)
def test_an_address_is_read_as_a_person_writes_it(named, meant):
    assert str(Address.parse(named)) == meant


@pytest.mark.parametrize(
    ("named", "local"),
    [
        ("http://127.0.0.1", True),
        ("http://localhost", True),
        ("https://[::1]", True),
        ("https://127.0.0.1.example", False),
        ("https://localhost.example", False),
        ("https://10.0.0.7", False),
    ],
)
def test_only_loopback_is_this_machine(named, local):
    assert Address.parse(named).local is local


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ("127.0.0.1:8080", "no address"),
        ("", "no address"),
        ("ftp://127.0.0.1", "no address"),
        ("file:///etc/passwd", "no address"),
        ("http://", "no address"),
        ("http://127.0.0.1:99999", "no address"),
        ("http://[::1", "no address"),
        ("http://127.0.0.1/v1?key=x", "no address"),
        ("http://127.0.0.1/v1#x", "no address"),
        ("http://127.0.0.1/v1\r\nX: y", "no address"),
        ("http://127.0.0.1/å", "no address"),
        ("http://10.0.0.7:8080", "unprotected"),
        ("http://models.example/v1", "unprotected"),
        ("https://anna:s3cret@models.example", "no name or key"),
    ],
)
def test_what_is_no_address_or_would_send_text_unprotected_is_refused_in_both_languages(named, why):
    with pytest.raises(UsageError, match=why) as refused:
        Address.parse(named)
    lines = {refused.value.text(lang) for lang in LANGS}
    assert len(lines) == 2
    assert not any("s3cret" in line for line in lines)

"""Where a model server is, and whether that is this machine."""

import ipaddress
import re
from dataclasses import dataclass
from typing import Literal, Self
from urllib.parse import urlsplit

from coach.domain.errors import UsageError
from coach.domain.text import Both

_BAD: Both = {
    "sv": "{url!r} är ingen adress till en modellserver; skriv den som http://127.0.0.1:8080/v1",
    "en": "{url!r} is no address of a model server; write it as http://127.0.0.1:8080/v1",
}
_SECRET: Both = {
    "sv": "en serveradress får inte innehålla namn eller nyckel; lägg nyckeln i miljövariabeln COACH_API_KEY",
    "en": "a server's address must hold no name or key; put the key into the variable COACH_API_KEY",
}
_PLAIN: Both = {
    "sv": "{host} är en annan dator, och http skickar det du skriver oskyddat; ange adressen med https://",
    "en": "{host} is another machine, and http sends what you write unprotected; name it with https://",
}
_PORTS = {"http": 80, "https": 443}
_PLAIN_TEXT = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Address:
    """The root of an OpenAI-compatible service, such as ``http://127.0.0.1:8080/v1``."""

    scheme: Literal["http", "https"]
    host: str
    port: int
    path: str
    """Without a slash at its end; ``/v1`` where nothing else was named."""

    @classmethod
    def parse(cls, url: str) -> Self:
        """Return the address a person named.

        Raises:
            UsageError: It is no http or https address, holds a name or key, or would send text
                unprotected to another machine.
        """
        try:
            parts = urlsplit(url.strip())
            port = parts.port
        except ValueError:
            raise UsageError(_filled(_BAD, url=url)) from None
        if parts.username is not None or parts.password is not None:
            raise UsageError(_SECRET)
        scheme: Literal["http", "https"] = "https" if parts.scheme == "https" else "http"
        sound = _PLAIN_TEXT.fullmatch(url.strip()) and not parts.query and not parts.fragment
        if parts.scheme not in _PORTS or not parts.hostname or not sound:
            raise UsageError(_filled(_BAD, url=url))
        made = cls(scheme, parts.hostname, port or _PORTS[scheme], parts.path.rstrip("/") or "/v1")
        if scheme == "http" and not made.local:
            raise UsageError(_filled(_PLAIN, host=made.host))
        return made

    @property
    def local(self) -> bool:
        """Whether it names this machine; what answers there is checked again once it is connected."""
        return self.host == "localhost" or loopback(self.host)

    @property
    def place(self) -> str:
        """The host, with the port where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.place}{self.path}"


def loopback(host: str) -> bool:
    """Return whether a numeric address never leaves this machine; a name never counts."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _filled(both: Both, **values: str) -> Both:
    return {"sv": both["sv"].format(**values), "en": both["en"].format(**values)}

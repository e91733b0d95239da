"""A webhook as the stand-in remembers it, and which addresses it takes."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from sandbox import limits
from sandbox.errors import bad_request

_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
_THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(slots=True, kw_only=True, eq=False)
class Webhook:
    """Where updates are brought, and what went wrong the last time.

    *error_at* is in seconds since 1970, 0 before the first error.
    """

    url: str
    secret: str
    connections: int
    error_at: float = 0.0
    error: str = ""


def checked(url: str, secret: str, connections: int) -> Webhook:
    """Return the webhook of a call, refused where Telegram would refuse it.

    Plain HTTP is taken as by a Bot API server of one's own. What people type
    into the stand-in never leaves this machine: no other host is known to it.

    Raises:
        ApiError: If it is no such address or secret.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"}:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if parts.hostname not in _THIS_MACHINE:
        raise bad_request("bad webhook: Failed to resolve host: Name or service not known")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    most = limits.WEBHOOK_CONNECTIONS
    return Webhook(url=url, secret=secret, connections=max(1, min(connections, most)))

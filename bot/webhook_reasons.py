"""Why Telegram could not bring an update, or would not take the address, by kind.

Telegram's own sentence may hold the address, so only the kind is logged. The
phrases are those of the open Bot API server.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from telegram import WebhookInfo

# An error that is older has been overcome or concerns nobody: Telegram never forgets the last.
_RECENT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What kind of obstacle it is, and what to look at."""

    kind: str
    advice: str


_PROXY = "Look at the log of the reverse proxy, and whether the bot runs and listens."
_ADDRESS = "Put an address into telegram.webhook.url that Telegram can reach."
_KINDS = (
    ("resolve host", "host not found", _ADDRESS),
    ("ip address", "address not public", _ADDRESS),
    ("only on ports", "port not allowed", "Telegram takes the ports 443, 80, 88 and 8443."),
    ("https url", "not https", _ADDRESS),
    ("secret token", "secret not allowed", "Make telegram.webhook.secret_file anew."),
    ("certificate", "certificate not accepted", "Renew the certificate of the reverse proxy."),
    ("ssl", "TLS failed", "Look at the certificate and the TLS settings of the reverse proxy."),
    (
        "webhook: 403",
        "403 from our side",
        "Restart all processes: they and Telegram must hold the same secret.",
    ),
    ("webhook: 404", "404 from our side", "The reverse proxy must pass the path of the address."),
    ("webhook: 413", "413 from our side", "The reverse proxy must let 1 MB pass."),
    ("webhook: 5", "5xx from our side", _PROXY),
    ("wrong response", "wrong answer from our side", _PROXY),
    ("refused", "connection refused", _PROXY),
    ("time", "no answer in time", "Look at the firewall, the reverse proxy and the database."),
    ("connection", "connection broken", _PROXY),
)


def reason_of(message: str) -> Reason:
    """Return what kind of obstacle Telegram speaks of in *message*."""
    words = message.lower()
    for phrase, kind, advice in _KINDS:
        if phrase in words:
            return Reason(kind=kind, advice=advice)
    return Reason(kind="unknown", advice="Ask Telegram: getWebhookInfo has its words.")


def recent(info: WebhookInfo, now: datetime) -> Reason | None:
    """Return why the last update could not be brought, None if that is long ago."""
    if info.last_error_date is None or now - info.last_error_date > _RECENT:
        return None
    return reason_of(info.last_error_message or "")

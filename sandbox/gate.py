"""Only this machine comes in: control API and page against foreign pages."""

from urllib.parse import urlsplit

from sandbox.asgi import Answer, App, Receive, Scope, Send, header, reply

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

_HEADERS = (
    (
        b"content-security-policy",
        (
            b"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
            b"img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        ),
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-store"),
)


def loopback_only(app: App) -> App:
    """Return *app* behind a look at who asks.

    A name that merely resolves to this machine is refused (DNS rebinding), and
    so is a request that a page from elsewhere sends (Origin).
    """

    async def gate(scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_ours(scope):
            await reply(send, Answer(403, b"This machine only.", b"text/plain"))
            return

        async def send_guarded(message: Scope) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *_HEADERS]
            await send(message)

        await app(scope, receive, send_guarded)

    return gate


def _is_ours(scope: Scope) -> bool:
    host, origin = header(scope, b"host"), header(scope, b"origin")
    if urlsplit(f"//{host}").hostname not in LOOPBACK:
        return False
    return not origin or origin.partition("://")[2] == host

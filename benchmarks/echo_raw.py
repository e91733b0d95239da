"""The ceiling: an echo bot that speaks HTTP by hand and does nothing else.

What it reaches is what the sandbox can serve; a bot that came near it would
measure the sandbox.
"""

import asyncio
import json
import sys
from collections import deque
from typing import Any
from urllib.parse import urlsplit

_LINES = 16


class Line:
    """One connection that is kept open."""

    def __init__(self, host: str, port: int, path: str) -> None:
        self._host, self._port, self._path = host, port, path
        self._ends: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def call(self, method: str, **params: Any) -> Any:
        """Return the result of one call."""
        if self._ends is None:
            self._ends = await asyncio.open_connection(self._host, self._port)
        reader, writer = self._ends
        body = json.dumps(params).encode()
        head = f"POST {self._path}/{method} HTTP/1.1\r\nHost: {self._host}\r\n"
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        answer = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(answer.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        return json.loads(await reader.readexactly(length))["result"]


async def main() -> None:
    token, address = sys.argv[1:]
    url = urlsplit(address)
    assert url.hostname is not None
    assert url.port is not None
    path = f"/bot{token}"
    lines = [Line(url.hostname, url.port, path) for _ in range(_LINES)]
    poll, offset = Line(url.hostname, url.port, path), 0
    while True:
        updates = await poll.call("getUpdates", offset=offset, timeout=5)
        offset = max((update["update_id"] + 1 for update in updates), default=offset)
        messages = deque(update["message"] for update in updates)
        await asyncio.gather(*(_echo(line, messages) for line in lines))


async def _echo(line: Line, messages: deque[Any]) -> None:
    while messages:
        message = messages.popleft()
        await line.call("sendMessage", chat_id=message["chat"]["id"], text=message["text"])


if __name__ == "__main__":
    asyncio.run(main())

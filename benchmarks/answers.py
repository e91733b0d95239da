"""A Bot API server that answers every call alike: nearly free, so that clients can be weighed."""

import asyncio
import json
import sys

_MESSAGE = {
    "message_id": 1,
    "from": {"id": 123456, "is_bot": True, "first_name": "Bot", "username": "bench_bot"},
    "chat": {"id": 5_200_000_001, "first_name": "Mei", "type": "private"},
    "date": 1_700_000_000,
    "text": "hello",
}
_BODY = json.dumps({"ok": True, "result": _MESSAGE}).encode()
_ME = json.dumps({"ok": True, "result": _MESSAGE["from"]}).encode()


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = head.partition(b"content-length:")[2].split(b"\r\n", 1)[0]
            await reader.readexactly(int(length or 0))
            body = _ME if b"/getme " in head else _BODY
            answer = (
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            )
            writer.write(answer % len(body) + body)
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def main() -> None:
    server = await asyncio.start_server(_serve, "127.0.0.1", int(sys.argv[1]))
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from telegram import Bot
from telegram.error import NetworkError, TelegramError, TimedOut

from bot import lines
from sandbox import server
from sandbox.world import World
from tests.support import TOKEN

pytestmark = pytest.mark.timeout(60)

_ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"
_REFUSAL = b'HTTP/1.1 400 Bad\r\ncontent-length: 34\r\n\r\n{"ok": false, "description": "no"}'

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@contextlib.asynccontextmanager
async def _serving(serve: Serve) -> AsyncIterator[str]:
    """Answer on a port of this machine as *serve* does; yield an address with a secret in it."""
    visits = set()

    async def visited(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        visits.add(asyncio.current_task())
        with contextlib.suppress(OSError):
            await serve(reader, writer)
        writer.close()

    listening = await asyncio.start_server(visited, "127.0.0.1", 0)
    async with listening:
        port = listening.sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}/bot{TOKEN}/sendMessage"
        await asyncio.gather(*filter(None, visits))


async def _read(reader: asyncio.StreamReader) -> bytes:
    """Return the head and the body of a request."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        (int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if b"length" in line), 0
    )
    return head + await reader.readexactly(length)


async def _hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await _read(reader)
    writer.close()


async def _say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    del writer
    await reader.read()


async def test_no_answer_in_time_is_a_time_out_and_quotes_no_address() -> None:
    async with _serving(_say_nothing) as url, lines.line() as line:
        with pytest.raises(TimedOut) as error:
            await line.do_request(url, "POST", read_timeout=0.1)

    assert TOKEN not in repr(error.value)
    assert error.value.__suppress_context__


async def test_a_broken_connection_is_a_fault_of_the_network_and_quotes_no_address() -> None:
    async with _serving(_hang_up) as url, lines.line() as line:
        with pytest.raises(NetworkError) as error:
            await line.do_request(url, "POST")

    assert TOKEN not in repr(error.value)
    assert error.value.__suppress_context__


async def test_nobody_there_is_a_fault_of_the_network() -> None:
    async with _serving(_hang_up) as url:
        pass

    async with lines.line() as line:
        with pytest.raises(NetworkError):
            await line.do_request(url, "POST")


async def test_a_line_that_is_not_open_says_so() -> None:
    with pytest.raises(NetworkError):
        await lines.line().do_request("http://127.0.0.1:9/", "POST")


async def test_no_more_requests_are_under_way_than_there_are_lines() -> None:
    now, most = 0, 0

    async def count(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal now, most
        while await reader.read(1):
            await reader.readuntil(b"\r\n\r\n")
            now += 1
            most = max(most, now)
            await asyncio.sleep(0.02)
            now -= 1
            writer.write(_ANSWER)

    async with _serving(count) as url, lines.Lines(3) as three:
        answers = await asyncio.gather(*(three.do_request(url, "GET") for _ in range(12)))

    assert answers == [(200, b"{}")] * 12
    assert most == 3


async def test_a_file_is_sent_with_its_name_and_the_words_beside_it() -> None:
    got: list[bytes] = []

    async def keep(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        got.append(await _read(reader))
        writer.write(_REFUSAL)

    async with _serving(keep) as url, lines.line() as line:
        base_url = url.removesuffix(f"{TOKEN}/sendMessage")
        bot = Bot(TOKEN, base_url=base_url, request=line, get_updates_request=lines.line())
        # The answer is no message; what was sent is looked at here.
        with contextlib.suppress(TelegramError):
            await bot.send_document(1, b"lead", filename="leads.csv", caption="枫桥")

    (request,) = got
    assert "枫桥".encode() in request
    assert b'filename="leads.csv"' in request
    assert b"lead" in request


async def test_a_bot_speaks_over_these_lines(world: World) -> None:
    phone = world.add_person("Mei", "en")
    phone.say("/start")
    async with server.serve(world) as running:
        bot = Bot(
            TOKEN,
            base_url=running.base_url,
            request=lines.Lines(2),
            get_updates_request=lines.line(),
        )
        async with bot:
            await bot.send_message(phone.person_id, "一切都好 & <b>")

    assert phone.received[-1].text == "一切都好 & <b>"


@pytest.mark.parametrize(
    ("no_proxy", "taken"), [("", "http://127.0.0.1:9"), ("example.org", None), ("*", None)]
)
def test_a_proxy_is_taken_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, no_proxy: str, taken: str | None
) -> None:
    lines._proxy.cache_clear()
    for name in ("HTTPS_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", no_proxy)

    assert lines._proxy("https", "example.org") == taken

    lines._proxy.cache_clear()


async def test_requests_go_through_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await _read(reader))
        writer.write(_ANSWER)

    lines._proxy.cache_clear()
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    async with _serving(carry) as url, lines.line() as line:
        monkeypatch.setenv("http_proxy", url[: url.index("/bot")])
        await line.do_request("http://telegram.example/botX/getMe", "GET")
    lines._proxy.cache_clear()

    assert asked[0].startswith(b"GET http://telegram.example/botX/getMe ")

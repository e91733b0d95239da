import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot import webhook_door
from casework import inbox
from sandbox.world import World
from tests import hooks
from tests.hooks import HEADERS, WORDS, Place
from tests.support import Installation

pytestmark = pytest.mark.timeout(60)

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@pytest.fixture
async def place(installation: Installation, world: World) -> AsyncIterator[Place]:
    async with hooks.place(installation, world) as place, place.listening():
        yield place


def _rename(place: Place, table: str, name: str) -> None:
    other = sqlite3.connect(place.installation.folder / "maplebridge.db", isolation_level=None)
    other.execute(f"ALTER TABLE {table} RENAME TO {name}")
    other.close()


async def test_an_update_is_kept_as_it_came_before_it_is_answered(place: Place) -> None:
    answer = await place.http.post(place.url, json=hooks.update(7), headers=HEADERS)

    assert (answer.status_code, answer.content) == (200, b"")
    assert await place.opened() == [hooks.update(7)]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Telegram-Bot-Api-Secret-Token": ""},
        {"X-Telegram-Bot-Api-Secret-Token": hooks.SECRET[:-1]},
        {"X-Telegram-Bot-Api-Secret-Token": f"{hooks.SECRET}x"},
        {"X-Telegram-Bot-Api-Secret-Token": hooks.SECRET.upper()},
        {"Authorization": hooks.SECRET},
    ],
)
async def test_a_stranger_is_shown_the_door_without_a_word(
    place: Place, headers: dict[str, str]
) -> None:
    with capture_logs() as lines:
        answers = [
            await place.http.post(place.url, json=hooks.update(7), headers=headers)
            for _ in range(3)
        ]

    assert {(answer.status_code, answer.content) for answer in answers} == {(403, b"")}
    assert await place.kept() == []
    assert [line["event"] for line in lines] == ["webhook called with a wrong secret"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "", 405),
        ("PUT", "", 405),
        ("POST", "/more", 404),
        ("POST", "/../other", 404),
        ("POST", "/../../healthz", 404),
    ],
)
async def test_only_posts_to_the_path_are_taken(
    place: Place, method: str, path: str, status: int
) -> None:
    answer = await place.http.request(
        method, place.url + path, json=hooks.update(7), headers=HEADERS
    )

    assert (answer.status_code, await place.kept()) == (status, [])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"7",
        b"[" * 100_000,
        b"{}",
        b'{"update_id": "7"}',
        b'{"update_id": 7.0}',
        b'{"update_id": true}',
        b'{"update_id": 0}',
        b'{"update_id": 9223372036854775808}',
        b'{"update_id": 7, "message": 1}',
        b'{"update_id": 7, "message": {"from": {"id": "words"}}}',
    ],
)
async def test_what_is_no_update_is_refused_and_not_repeated_in_the_log(
    place: Place, body: bytes
) -> None:
    with capture_logs() as lines:
        answer = await place.http.post(place.url, content=body, headers=HEADERS)

    assert (answer.status_code, answer.content) == (400, b"")
    assert await place.kept() == []
    assert "words" not in str(lines)


@given(_JSON)
def test_only_an_object_with_a_number_is_an_update(value: Any) -> None:
    found = webhook_door._update(json.dumps(value).encode())

    assert found is None or 0 < found["update_id"] < 1 << 63


@given(st.binary())
def test_no_bytes_make_the_door_stumble(body: bytes) -> None:
    found = webhook_door._update(body)

    assert found is None or isinstance(found, dict)


async def test_a_megabyte_is_taken_and_more_is_not(place: Place) -> None:
    rest = len(json.dumps(hooks.update(7)))

    async def in_pieces() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * (1 << 15)

    sizes = ((1 << 20) - rest, (1 << 20) - rest + 1)
    statuses = [
        (
            await place.http.post(
                place.url, content=json.dumps(hooks.update(7)) + " " * size, headers=HEADERS
            )
        ).status_code
        for size in sizes
    ]
    endless = await place.http.post(place.url, content=in_pieces(), headers=HEADERS)

    assert [*statuses, endless.status_code] == [200, 413, 413]


async def test_telegram_is_sent_away_while_the_database_is_at_fault(place: Place) -> None:
    _rename(place, "inbox", "away")
    with capture_logs() as lines:
        refused = await place.http.post(place.url, json=hooks.update(7), headers=HEADERS)
    _rename(place, "away", "inbox")

    assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
    assert [line["event"] for line in lines] == ["update not kept, Telegram will bring it again"]
    assert WORDS not in str(lines)
    assert "5200000001" not in str(lines)
    assert await place.bring(hooks.update(7)) == 200
    assert await place.kept() == [7]


async def test_health_is_the_databases(place: Place) -> None:
    health = place.url.replace(hooks.PATH, "/healthz")

    well = await place.http.get(health)
    _rename(place, "installation", "away")
    ill = await place.http.get(health)

    assert (well.status_code, ill.status_code) == (200, 503)


async def test_an_update_that_comes_twice_at_once_is_kept_once(place: Place) -> None:
    statuses = await asyncio.gather(*(place.bring(hooks.update(7)) for _ in range(5)))

    assert set(statuses) == {200}
    assert await place.kept() == [7]


async def test_updates_that_come_together_share_a_commit(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, sizes = inbox.accept, []

    async def counted(*args: Any) -> None:
        sizes.append(len(args[2]))
        await real(*args)

    monkeypatch.setattr(inbox, "accept", counted)

    await asyncio.gather(*(place.bring(hooks.update(number)) for number in range(1, 51)))

    assert await place.kept() == list(range(1, 51))
    assert sum(sizes) == 50
    assert len(sizes) < 40


async def test_one_that_cannot_be_read_keeps_no_other_out(place: Place) -> None:
    odd = {"update_id": 99, "message": {"from": 1}}
    updates = [hooks.update(number) for number in range(1, 10)]

    statuses = await asyncio.gather(
        *(place.bring(update) for update in [*updates[:5], odd, *updates[5:]])
    )

    assert sorted(statuses) == [200] * 9 + [400]
    assert await place.kept() == list(range(1, 10))

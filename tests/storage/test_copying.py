import asyncio
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot import runtime
from storage import copying, events, schema, tables
from storage.copying import NotCopied
from storage.database import Database
from storage.faults import SchemaMismatch, StorageFault
from tests import postgres
from tests.stage import Stage, keys_of, receipt_in
from tests.storage import moving
from tests.support import NOON, Installation

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(not postgres.programs(), reason="PostgreSQL is not installed"),
]
OTHER = {"sqlite": "postgres", "postgres": "sqlite"}


def quiet(table: str, done: int, total: int) -> None:
    del table, done, total


@pytest.fixture
def source(installation: Installation) -> str:
    return installation.settings().database_url


@pytest.fixture
async def target(engine: str, tmp_path: Path, server_url: str) -> str:
    return await moving.fresh(OTHER[engine], tmp_path, server_url)


@pytest.fixture
async def back(engine: str, tmp_path: Path, server_url: str) -> str:
    return await moving.fresh(engine, tmp_path, server_url)


@pytest.fixture
async def played(stage: Stage) -> str:
    """A receipt that somebody holds from before the move."""
    return await moving.play(stage)


async def test_there_and_back_every_row_is_as_it_was(
    stage: Stage, source: str, target: str, back: str
) -> None:
    await moving.fill(stage)

    there = await copying.copy(source, target, quiet)
    await copying.copy(target, back, quiet)

    before = await moving.contents(source)
    assert [table for table, rows in before.items() if not rows] == []
    assert await moving.contents(target) == before
    assert await moving.contents(back) == before
    assert there.rows == sum(len(rows) for rows in before.values())


@pytest.mark.usefixtures("played")
async def test_microseconds_are_kept(source: str, target: str) -> None:
    await copying.copy(source, target, quiet)

    (report,) = (await moving.contents(target))["report"]
    received_at = list(tables.report.columns).index(tables.report.c.received_at)
    assert report[received_at] == NOON + timedelta(microseconds=123_457)


async def test_a_conversation_goes_on_after_the_move(
    stage: Stage, installation: Installation, played: str, source: str, target: str
) -> None:
    await copying.copy(source, target, quiet)
    installation.configure(database__url=target)

    async with runtime.opened(installation.settings()) as house:
        after = Stage(house=house, now=stage.now, chats=stage.chats, numbers=stage.numbers)
        bao = after.resident(moving.BAO)
        await bao.to_card(await bao.say("/report"))
        theirs = receipt_in(await bao.press("Send"))
        async with house.database.read() as tx:
            broken = await events.first_broken(tx)
        opened = await after.resident(moving.MEI).say(played)

    assert theirs
    assert broken is None
    assert keys_of(opened)[0] == "status.open"


@pytest.mark.usefixtures("played")
async def test_the_next_number_is_above_the_highest_that_was_ever_given(
    source: str, target: str
) -> None:
    assert (await moving.contents(source))["outbox"] == []

    await copying.copy(source, target, quiet)

    assert await next_number(target) == await next_number(source) > 1


async def next_number(url: str) -> int:
    """Put a row into the outbox and return its number."""
    database = Database(url)
    row: dict[str, Any] = {"lane": 1, "address_kind": "k", "address": b"a", "sealed_saying": b"s"}
    row |= {"state": "waiting", "tries": 0, "due_at": NOON, "queued_at": NOON}
    async with database.write() as tx:
        await tx.execute(sa.insert(tables.outbox).values(row))
        number = (await tx.execute(sa.select(sa.func.max(tables.outbox.c.seq)))).scalar_one()
    await database.close()
    return int(number)


async def test_a_copy_of_more_than_a_page_is_whole(source: str, target: str) -> None:
    database = Database(source)
    row = {"deed": "d", "since": NOON, "count": 1}
    async with database.write() as tx:
        people = [row | {"person": bytes([n % 7, n // 256, n % 256])} for n in range(2500)]
        await tx.execute(sa.insert(tables.throttle), people)
    await database.close()

    await copying.copy(source, target, quiet)

    assert len((await moving.contents(target))["throttle"]) == 2500


@pytest.mark.usefixtures("played")
async def test_a_finished_copy_is_checked_again_and_left_alone(source: str, target: str) -> None:
    await copying.copy(source, target, quiet)

    again = await copying.copy(source, target, quiet)

    assert again.was_there
    assert await moving.contents(target) == await moving.contents(source)


@pytest.mark.usefixtures("played")
@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("report", "UPDATE report SET category = 'x'"),
        ("message", "DELETE FROM message"),
        ("event", "UPDATE event SET verb = 'x' WHERE seq = 2"),
    ],
)
async def test_a_row_that_was_changed_at_the_target_is_noticed_by_its_table(
    source: str, target: str, table: str, change: str
) -> None:
    await copying.copy(source, target, quiet)
    await moving.execute(target, change)
    tampered = await moving.contents(target)

    with pytest.raises(NotCopied, match=f"its table {table} differs"):
        await copying.copy(source, target, quiet)

    assert await moving.contents(target) == tampered


@pytest.mark.usefixtures("played")
async def test_a_value_that_changes_on_the_way_is_noticed_and_nothing_stays(
    source: str, target: str
) -> None:

    def bend(connection: sa.Connection, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("INSERT INTO reporter"):
            connection.exec_driver_sql("UPDATE reporter SET language = 'xx'")

    from_, to = Database(source), Database(target)
    sa.event.listen(to._writers.sync_engine, "after_cursor_execute", bend)
    with pytest.raises(NotCopied, match="Table reporter came out different"):
        await copying.copied(from_, to, quiet)
    await from_.close()
    await to.close()

    assert await moving.table_names(target) == []


@pytest.mark.usefixtures("played")
async def test_a_broken_chain_is_not_copied(source: str, target: str) -> None:
    await moving.execute(source, "UPDATE event SET verb = 'x' WHERE seq = 2")

    with pytest.raises(NotCopied, match="chain of events breaks at number 2"):
        await copying.copy(source, target, quiet)

    assert await moving.table_names(target) == []


@pytest.mark.usefixtures("played")
async def test_another_installation_is_refused_and_not_touched(source: str, target: str) -> None:
    database = Database(target)
    await schema.migrate(database)
    await schema.found_installation(database, NOON)
    await database.close()
    before = await moving.contents(target)

    with pytest.raises(NotCopied, match="another installation"):
        await copying.copy(source, target, quiet)

    assert await moving.contents(target) == before


async def test_tables_of_something_else_are_refused_and_not_touched(
    source: str, target: str
) -> None:
    await moving.execute(target, "CREATE TABLE report (id INTEGER)")

    with pytest.raises(NotCopied, match="not empty"):
        await copying.copy(source, target, quiet)

    assert await moving.table_names(target) == ["report"]


@pytest.mark.usefixtures("played")
async def test_an_installation_that_changes_while_it_is_copied_is_refused(
    source: str, target: str
) -> None:
    change = "UPDATE chain SET seq = seq + 1"

    def meddle(table: str, done: int, total: int) -> None:
        if table == "report" and done < total / 3:
            other = threading.Thread(target=asyncio.run, args=(moving.execute(source, change),))
            other.start()
            other.join()

    with pytest.raises(NotCopied, match="still runs"):
        await copying.copy(source, target, meddle)

    assert await moving.table_names(target) == []


async def test_an_installation_whose_bot_runs_is_refused(
    source: str, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "_LISTEN_SECONDS", 1)
    bot = Database(source)

    async with bot.present() as presence:
        await presence.until_leading()
        with pytest.raises(NotCopied, match="stop it first"):
            await copying.copy(source, target, quiet)

    await bot.close()
    assert await moving.table_names(target) == []


async def test_tables_of_another_release_are_not_copied(source: str, target: str) -> None:
    await moving.execute(source, "UPDATE alembic_version SET version_num = '0000'")

    with pytest.raises(SchemaMismatch):
        await copying.copy(source, target, quiet)


async def test_an_empty_database_is_no_source(target: str, back: str) -> None:
    await moving.execute(target, "SELECT 1")

    with pytest.raises(NotCopied, match="no installation"):
        await copying.copy(target, back, quiet)


@pytest.mark.usefixtures("played")
async def test_a_copy_whose_connection_is_cut_leaves_nothing_and_is_repeated(
    source: str, target: str, server_url: str
) -> None:
    ending = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname <> current_database() AND backend_type = 'client backend'"
    )

    def interrupt(table: str, done: int, total: int) -> None:
        if table == "report" and done < total / 3:
            work = postgres.execute(server_url, ending)
            other = threading.Thread(target=asyncio.run, args=(work,))
            other.start()
            other.join()

    with pytest.raises(StorageFault):
        await copying.copy(source, target, interrupt)
    assert await moving.table_names(target) == []

    await copying.copy(source, target, quiet)
    assert await moving.contents(target) == await moving.contents(source)


@pytest.mark.usefixtures("played")
async def test_progress_ends_at_the_end(source: str, target: str) -> None:
    steps = []

    await copying.copy(source, target, lambda *step: steps.append(step))

    assert [done for _, done, _ in steps] == sorted(done for _, done, _ in steps)
    assert steps[-1][1] == steps[-1][2]

import asyncio
import shutil
import signal
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from sandbox.faults import Fault, FaultKind
from sandbox.server import Running
from storage.schema import HEAD
from tests.support import Installation, press, say, to_card

Command = Callable[..., Awaitable[Any]]

STORY = "Someone sells gas cylinders without a licence in Nanlian community"


def sql(installation: Installation, *statements: str) -> None:
    with closing(sqlite3.connect(installation.folder / "maplebridge.db")) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


async def life(installation: Installation, telegram: Running, *lines: str) -> None:
    """Run the bot until somebody has said these lines and was answered."""
    from bot import runtime

    settings, stop = installation.settings(), asyncio.Event()
    phone = telegram.world.add_person("Mei", "en")
    async with runtime.opened(settings) as house, runtime.telegram(settings) as bot:
        serving = asyncio.create_task(runtime.serve(house, bot, stop))
        await say(phone, *lines)
        if lines == (STORY,):
            await to_card(phone)
            await press(phone, "Send")
        stop.set()
        await serving


def findings(out: str) -> list[str]:
    return [line for line in out.splitlines() if line.startswith("NOT ")]


async def test_doctor_finds_nothing_wrong(
    maplebridge: Command, installation: Installation, telegram: Running
) -> None:
    installation.configure(telegram__chats__integrity=-1)
    (installation.folder / "token").chmod(0o600)
    await life(installation, telegram, STORY)

    seen = await maplebridge("doctor", "--config", installation.config)

    assert (seen.code, findings(seen.out), seen.err) == (0, [], "")
    for words in ("knows the token", "clock", "0 parked", "chain of events holds", "GiB", "duty"):
        assert words in seen.out


async def test_doctor_says_what_is_open_to_others_and_who_is_not_woken(
    maplebridge: Command, installation: Installation, telegram: Running
) -> None:
    (installation.folder / "token").chmod(0o644)
    assert telegram.port

    seen = await maplebridge("doctor", "--config", installation.config)

    assert seen.code == 1
    secret, duty = findings(seen.out)
    assert "chmod 600 on: token" in secret
    assert "telegram.chats.integrity" in duty


async def test_doctor_and_bot_tell_a_wrong_token_without_printing_it(
    maplebridge: Command, installation: Installation, telegram: Running
) -> None:
    assert telegram.port
    (installation.folder / "token").write_text("123456:not-the-token-that-it-should-be")

    for command in ("doctor", "bot"):
        ended = await maplebridge(command, "--config", installation.config)
        assert ended.code == 1
        assert "token" in ended.out + ended.err
        assert "not-the-token" not in ended.out + ended.err


async def test_doctor_without_a_network_still_looks_at_the_rest(
    maplebridge: Command, installation: Installation
) -> None:
    installation.configure(telegram__base_url="http://127.0.0.1:9/bot")

    seen = await maplebridge("doctor", "--config", installation.config)

    assert seen.code == 1
    assert "cannot be reached" in seen.out
    assert "chain of events holds" in seen.out


async def test_doctor_tells_of_parked_updates_and_parked_gives_them_another_chance(
    maplebridge: Command, installation: Installation, telegram: Running
) -> None:
    await life(installation, telegram, "/help")
    sql(installation, "UPDATE inbox SET state = 'parked', fault = '0A1B2C3D'")

    seen = await maplebridge("doctor", "--config", installation.config)
    listed = await maplebridge("parked", "--config", installation.config)
    retried = await maplebridge("parked", "--retry", "--config", installation.config)

    assert "1 parked updates" in "".join(findings(seen.out))
    assert listed.out.splitlines() == ["0A1B2C3D", "1 updates parked."]
    assert "will be tried again" in retried.out
    assert (
        await maplebridge("parked", "--config", installation.config)
    ).out == "0 updates parked.\n"


@pytest.mark.parametrize("name", ["content", "identity"])
async def test_doctor_notices_a_key_of_another_installation(
    maplebridge: Command, installation: Installation, telegram: Running, name: str
) -> None:
    await life(installation, telegram, STORY)
    keys = installation.folder / "keys"
    shutil.copyfile(keys / "index.key", keys / f"{name}.key")

    seen = await maplebridge("doctor", "--config", installation.config)

    assert f"these keys do not open what is in the database: {name}" in seen.out


async def test_doctor_and_audit_name_the_event_that_was_changed(
    maplebridge: Command, installation: Installation, telegram: Running
) -> None:
    await life(installation, telegram, STORY)
    sql(installation, "UPDATE event SET verb = 'x' WHERE seq = 2")

    seen = await maplebridge("doctor", "--config", installation.config)
    audited = await maplebridge("audit", "--config", installation.config)

    assert "breaks at 2" in "".join(findings(seen.out))
    assert (audited.code, audited.err) == (1, "The chain of events breaks at number 2.\n")


async def test_tables_of_another_release_are_refused_until_the_upgrade(
    maplebridge: Command, installation: Installation, telegram: Running
) -> None:
    assert telegram.port
    sql(installation, "UPDATE alembic_version SET version_num = '0000'")

    for command in ("bot", "doctor"):
        ended = await maplebridge(command, "--config", installation.config)
        assert ended.code == 1
        assert f"at 0000, this program needs {HEAD}" in ended.out + ended.err
        assert "maplebridge upgrade" in ended.out + ended.err


async def test_upgrade_of_a_current_database_changes_nothing(
    maplebridge: Command, installation: Installation
) -> None:
    upgraded = await maplebridge("upgrade", "--config", installation.config)

    assert (upgraded.code, upgraded.out) == (0, "The database is of this release.\n")
    assert (await maplebridge("audit", "--config", installation.config)).code == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_the_bot_answers_and_stops_cleanly(
    installation: Installation, telegram: Running, program: Path, number: signal.Signals
) -> None:
    process = await asyncio.create_subprocess_exec(
        program, "bot", "--config", installation.config, stderr=asyncio.subprocess.PIPE
    )
    mei = telegram.world.add_person("Mei", "en")
    mei.say(STORY)
    await mei.wait_for("When did it happen", timeout=20)

    process.send_signal(number)
    _, err = await process.communicate()

    assert process.returncode == 0
    assert b"maple bridge is closed" in err
    assert b"Traceback" not in err


async def test_the_bot_waits_for_a_telegram_that_does_not_answer_and_can_be_stopped(
    installation: Installation, telegram: Running, program: Path
) -> None:
    telegram.world.faults.add(Fault(kind=FaultKind.BAD_GATEWAY))
    process = await asyncio.create_subprocess_exec(
        program, "bot", "--config", installation.config, stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr
    line = await process.stderr.readline()

    process.terminate()

    assert b"does not answer; still trying" in line
    assert await process.wait() == 0

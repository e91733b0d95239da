"""A rehearsal of losing the keys, and every way in which bringing them back can fail."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from sandbox.server import Running
from storage import keys as held
from tests.command.lives import BOT_SECONDS, PHRASE, STORY, Bot, key_files, listed, report
from tests.support import Installation, press, say, to_card

Command = Callable[..., Awaitable[Any]]


async def test_rehearsal_of_lost_keys(
    maplebridge: Command,
    installation: Installation,
    telegram: Running,
    copy: Path,
    tmp_path: Path,
) -> None:
    people = {
        mode: telegram.world.add_person(mode, "en")
        for mode in ("Confidential", "Anonymous", "By name")
    }
    writer = telegram.world.add_person("Wu", "en")
    async with Bot(installation):
        receipts = {mode: await report(phone, mode) for mode, phone in people.items()}
        await say(writer, STORY)
    phrase = tmp_path / "phrase"
    phrase.write_text(f"{PHRASE}\n")
    shutil.rmtree(installation.folder / "keys")

    refused = await maplebridge("bot", "--config", installation.config)
    doctor = await maplebridge("doctor", "--config", installation.config)
    recovered = await maplebridge(
        *("keys", "recover", copy, "--passphrase-file", phrase, "--config", installation.config)
    )

    assert refused.code == 1
    assert "is missing or cannot be read" in refused.err
    assert "maplebridge keys recover" in doctor.out
    assert (recovered.code, recovered.err) == (0, "")
    assert "content: opens what is in the database." in recovered.out
    assert "identity: opens what is in the database." in recovered.out
    assert "integrity: nothing in the database to try it on." in recovered.out
    async with Bot(installation):
        for mode, phone in people.items():
            assert "LG-" in (await say(phone, receipts[mode])).text
        await say(people["Confidential"], "/status")
        assert "LG-" in (await people["Confidential"].wait_for("LG-")).text
        await to_card(writer, "anonymous")
        assert "LG-" in (await press(writer, "Send")).text


async def test_the_bot_does_not_start_with_keys_of_another_installation(
    installation: Installation, telegram: Running, program: Path
) -> None:
    mei = telegram.world.add_person("Mei", "en")
    async with Bot(installation):
        await report(mei, "Confidential")
    path = installation.folder / "keys" / "identity.key"
    path.write_text(f"# Maple Bridge, key 'identity'\n{held.new_line(1).text()}\n")

    bot = await asyncio.create_subprocess_exec(
        program, "bot", "--config", installation.config, stderr=asyncio.subprocess.PIPE
    )
    try:
        _, err = await asyncio.wait_for(bot.communicate(), BOT_SECONDS)
    finally:
        if bot.returncode is None:
            bot.kill()

    assert bot.returncode == 1
    assert err == b"these keys do not open what is in the database: identity\n"


@pytest.mark.parametrize("phrase", ["not the passphrase", ""])
async def test_a_wrong_passphrase_is_told_in_a_sentence(
    maplebridge: Command, installation: Installation, copy: Path, tmp_path: Path, phrase: str
) -> None:
    file = tmp_path / "phrase"
    file.write_text(phrase)
    shutil.rmtree(installation.folder / "keys")
    words = ("keys", "recover", copy, "--config", installation.config)

    ended = await maplebridge(*words, "--passphrase-file", file)
    unasked = await maplebridge(*words)

    for refused in (ended, unasked):
        assert refused.code == 1
        assert "this passphrase does not open" in refused.err
        assert refused.err.count("\n") == 1
    assert not (installation.folder / "keys").exists()


async def test_other_keys_are_never_written_over(
    maplebridge: Command, installation: Installation, copy: Path, tmp_path: Path
) -> None:
    file = tmp_path / "phrase"
    file.write_text(PHRASE)
    path = installation.folder / "keys" / "content.key"
    path.write_text(f"# Maple Bridge, key 'content'\n{held.new_line(1).text()}\n")
    before = key_files(installation)

    refused = await maplebridge(
        *("keys", "recover", copy, "--passphrase-file", file, "--config", installation.config)
    )

    assert refused.code == 1
    assert "differs from the copy" in refused.err
    assert key_files(installation) == before


async def test_keys_of_another_installation_are_not_brought_back(
    maplebridge: Command, installation: Installation, telegram: Running, tmp_path: Path
) -> None:
    mei = telegram.world.add_person("Mei", "en")
    async with Bot(installation):
        await report(mei, "Confidential")
    shutil.rmtree(installation.folder / "keys")
    held.create(tmp_path / "other", tmp_path / "other.age", PHRASE)
    file = tmp_path / "phrase"
    file.write_text(PHRASE)

    refused = await maplebridge(
        *("keys", "recover", tmp_path / "other.age", "--passphrase-file", file),
        *("--config", installation.config),
    )

    assert refused.code == 1
    assert refused.err == "these keys do not open what is in the database: content, identity\n"
    assert not (installation.folder / "keys").exists()


async def test_keys_come_back_before_the_database_does(
    maplebridge: Command, installation: Installation, copy: Path, tmp_path: Path
) -> None:
    database = installation.folder / "maplebridge.db"
    database.unlink()
    before = key_files(installation)
    shutil.rmtree(installation.folder / "keys")
    file = tmp_path / "phrase"
    file.write_text(PHRASE)

    recovered = await maplebridge(
        *("keys", "recover", copy, "--passphrase-file", file, "--config", installation.config)
    )

    assert recovered.code == 0
    assert "no database of this release" in recovered.out
    assert key_files(installation) == before
    assert not database.exists()


async def test_with_the_copy_lost_too_doctor_says_what_is_gone_and_new_reports_are_taken(
    maplebridge: Command, installation: Installation, telegram: Running
) -> None:
    mei = telegram.world.add_person("Mei", "en")
    async with Bot(installation):
        receipt = await report(mei, "Confidential")
    for name in ("content", "identity"):
        path = installation.folder / "keys" / f"{name}.key"
        path.write_text(f"# Maple Bridge, key '{name}'\n{held.new_line(2).text()}\n")

    doctor = await maplebridge("doctor", "--config", installation.config)

    assert "1 values are under versions of the key 'content' that are not held" in doctor.out
    assert "of the key 'identity' that are not held" in doctor.out
    async with Bot(installation):
        assert "LG-" in (await say(mei, receipt)).text
        await report(mei, "Confidential")
        assert len(await listed(mei, 1)) == 1

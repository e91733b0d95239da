"""The keys on the command line, and a rehearsal of losing them."""

import asyncio
import os
import re
import secrets
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from sandbox.server import Running
from storage import keys as held
from storage.keys import SEALING, KeyName
from tests import postgres
from tests.command.lives import PHRASE, STORY, Bot, key_files, listed, report
from tests.support import Installation, press, say, to_card

Command = Callable[..., Awaitable[Any]]


def age(installation: Installation) -> None:
    for path in (installation.folder / "keys").glob("*.key"):
        os.utime(path, (1_700_000_000, 1_700_000_000))


async def test_keys_are_renewed_beside_a_running_bot(
    maplebridge: Command, installation: Installation, telegram: Running, copy: Path
) -> None:
    mei = telegram.world.add_person("Mei", "en")
    async with Bot(installation):
        receipt = await report(mei, "Confidential")
        await say(mei, STORY)

        rotated = await maplebridge("keys", "rotate", "--config", installation.config)

        await to_card(mei)
        answer = await press(mei, "Send")
        known = await say(mei, receipt)
    assert (rotated.code, rotated.err) == (0, "")
    assert "The new versions are in use." in rotated.out
    assert "LG-" in answer.text
    assert "LG-" in known.text
    ring = held.load(installation.folder / "keys")
    assert {ring.seal(name).current for name in SEALING} == {2}
    (phrase,) = re.findall(r"shown only now: ([a-z2-9-]{29})$", rotated.out, re.MULTILINE)
    assert held.copied(copy, phrase)
    (earlier,) = copy.parent.glob("keys-until-*.age")
    assert held.copied(earlier, PHRASE)
    audited = await maplebridge("audit", "--config", installation.config)
    assert audited.code == 0


async def test_old_versions_are_dropped_when_nothing_is_under_them(
    maplebridge: Command, installation: Installation, telegram: Running
) -> None:
    mei = telegram.world.add_person("Mei", "en")
    words = ("keys", "rotate", "--config", installation.config)
    async with Bot(installation):
        await report(mei, "Confidential")
    await maplebridge(*words)

    early = await maplebridge(*words, "--retire")
    age(installation)
    late = await maplebridge(*words, "--retire")
    again = await maplebridge(*words, "--retire")

    assert early.code == 1
    assert "wait for one and try again" in early.err
    assert (late.code, late.err) == (0, "")
    assert "35 days" in late.out
    assert again.out == "There are no old versions.\n"
    doctor = await maplebridge("doctor", "--config", installation.config)
    assert "database and keys open" in doctor.out
    assert "not held" not in doctor.out
    async with Bot(installation):
        assert len(await listed(mei, 1)) == 1


async def test_look_ups_are_renewed_and_reporters_stay_known(
    maplebridge: Command, installation: Installation, telegram: Running
) -> None:
    mei = telegram.world.add_person("Mei", "en")
    words = ("keys", "rotate", "--index", "--config", installation.config)
    async with Bot(installation):
        await report(mei, "Confidential")

        renewed = await maplebridge(*words)

        await report(mei, "Confidential")
        references = await listed(mei, 2)
    assert (renewed.code, renewed.err) == (0, "")
    assert "2 values renewed" in renewed.out
    assert len(set(references)) == 2


@pytest.fixture
def on_server(installation: Installation, server_url: str) -> Installation:
    """The installation with its database on PostgreSQL, as for many machines."""
    name = f"test_{secrets.token_hex(8)}"
    asyncio.run(postgres.execute(server_url, f"CREATE DATABASE {name} TEMPLATE founded"))
    installation.configure(database__url=postgres.database(server_url, name))
    return installation


@pytest.mark.postgres
@pytest.mark.skipif(not postgres.programs(), reason="PostgreSQL is not installed")
async def test_on_many_machines_a_version_is_staged_carried_and_only_then_used(
    maplebridge: Command, on_server: Installation, telegram: Running, tmp_path: Path
) -> None:
    mei = telegram.world.add_person("Mei", "en")
    words = ("keys", "rotate", "--config", on_server.config)
    async with Bot(on_server):
        await report(mei, "Confidential")
    folder, other = on_server.folder / "keys", tmp_path / "other machine"

    staged = await maplebridge(*words)
    shutil.copytree(folder, other)
    unsure = await maplebridge(*words)
    used = await maplebridge(*words, "--everywhere")

    assert staged.code == 0
    assert "then: maplebridge keys rotate --everywhere" in staged.out
    assert unsure.code == 1
    assert "Once every machine has these key files" in unsure.err
    assert (used.code, used.err) == (0, "")
    # The other machine opens what is sealed here now, and seals what we can open.
    here, there = held.load(folder), held.load(other)
    for ours, theirs in ((here, there), (there, here)):
        seal = theirs.seal(KeyName.CONTENT)
        assert seal.open(ours.seal(KeyName.CONTENT).close(b"words", "a.b:1"), "a.b:1") == b"words"
    assert (here.seal(KeyName.CONTENT).current, there.seal(KeyName.CONTENT).current) == (2, 1)
    assert "--retire --everywhere" in (await maplebridge(*words, "--retire")).err
    age(on_server)
    assert (await maplebridge(*words, "--retire", "--everywhere")).code == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--everywhere",), "Nothing is staged"),
        (("--retire", "--index"), "not both"),
    ],
)
async def test_a_step_that_cannot_be_taken_is_told_in_a_sentence(
    maplebridge: Command, installation: Installation, options: tuple[str, ...], words: str
) -> None:
    before = key_files(installation)

    ended = await maplebridge("keys", "rotate", *options, "--config", installation.config)

    assert ended.code == 1
    assert words in ended.err
    assert ended.err.count("\n") == 1
    assert key_files(installation) == before

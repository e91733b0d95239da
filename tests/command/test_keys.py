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

from bot import runtime
from sandbox.phone import Phone
from sandbox.server import Running
from storage import keys as held
from storage.keys import SEALING, KeyName
from tests import postgres
from tests.support import Installation, press, say

Command = Callable[..., Awaitable[Any]]

STORY = "Someone sells illegal gas cylinders in Nanlian community"
PHRASE = "a passphrase of the tests"
BOT_SECONDS = 30


@pytest.fixture
def copy(installation: Installation, template: Path) -> Path:
    """The recovery copy of the installation, where its configuration has it."""
    path = installation.settings().keys.recovery
    path.parent.mkdir(exist_ok=True)
    shutil.copyfile(template.parent / "recovery" / "keys.age", path)
    return path


async def report(phone: Phone, mode: str) -> str:
    """Send a report in this way of being known; return what its receipt is shown with."""
    await say(phone, STORY)
    await press(phone, "Today", mode)
    if mode == "By name":
        await say(phone, "Lian", "13800000000")
    sent = await press(phone, "Send")
    (receipt,) = re.findall(r"\d{4} \d{4} \d{4} \d{4}", sent.text)
    return str(receipt)


class Bot:
    """A bot that runs in this process until the block ends."""

    def __init__(self, installation: Installation) -> None:
        self._settings = installation.settings()
        self._stop = asyncio.Event()

    async def __aenter__(self) -> None:
        self._task = asyncio.create_task(self._run())

    async def __aexit__(self, *_: object) -> None:
        self._stop.set()
        await asyncio.wait_for(self._task, BOT_SECONDS)

    async def _run(self) -> None:
        async with runtime.opened(self._settings) as house, runtime.telegram(self._settings) as bot:
            await runtime.serve(house, bot, self._stop)


def age(installation: Installation) -> None:
    for path in (installation.folder / "keys").glob("*.key"):
        os.utime(path, (1_700_000_000, 1_700_000_000))


def key_files(installation: Installation) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (installation.folder / "keys").iterdir()}


async def test_keys_are_renewed_beside_a_running_bot(
    maplebridge: Command, installation: Installation, telegram: Running, copy: Path
) -> None:
    mei = telegram.world.add_person("Mei", "en")
    async with Bot(installation):
        receipt = await report(mei, "Confidential")
        await say(mei, STORY)

        rotated = await maplebridge("keys", "rotate", "--config", installation.config)

        answer = await press(mei, "Today", "Confidential", "Send")
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
        assert "LG-" in (await say(mei, "/status")).text


async def test_look_ups_are_renewed_and_reporters_stay_known(
    maplebridge: Command, installation: Installation, telegram: Running
) -> None:
    mei = telegram.world.add_person("Mei", "en")
    words = ("keys", "rotate", "--index", "--config", installation.config)
    async with Bot(installation):
        await report(mei, "Confidential")

        renewed = await maplebridge(*words)

        await report(mei, "Confidential")
        listed = await say(mei, "/status")
    assert (renewed.code, renewed.err) == (0, "")
    assert "1 values renewed" in renewed.out
    assert len(re.findall(r"LG-\d\d-\d{6}-\w", listed.text)) == 2


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
        assert "LG-" in (await say(people["Confidential"], "/status")).text
        assert "LG-" in (await press(writer, "Today", "Anonymous", "Send")).text


async def test_the_bot_does_not_start_with_keys_of_another_installation(
    maplebridge: Command, installation: Installation, telegram: Running
) -> None:
    mei = telegram.world.add_person("Mei", "en")
    async with Bot(installation):
        await report(mei, "Confidential")
    path = installation.folder / "keys" / "identity.key"
    path.write_text(f"# Maple Bridge, key 'identity'\n{held.new_line(1).text()}\n")
    mei.say("/help")

    refused = await asyncio.wait_for(
        maplebridge("bot", "--config", installation.config), BOT_SECONDS
    )

    assert refused.code == 1
    assert refused.err == "these keys do not open what is in the database: identity\n"


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
        listed = await say(mei, "/status")
    assert len(re.findall(r"LG-\d\d-\d{6}-\w", listed.text)) == 1

"""One life of the bot, with everything that can go wrong, and the traces it left."""

import asyncio
import contextlib
import re
import shutil
import sqlite3
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sandbox import server
from sandbox.chats import Message
from sandbox.faults import Fault, FaultKind
from sandbox.phone import Phone
from sandbox.world import World
from tests import fileplay
from tests.support import DUTY, TOKEN, Installation, press, say, to_card

PROGRAM = Path(sys.executable).parent / "maplebridge"
WORDS = {
    "story": "zebrawhistle",
    "story in Chinese": "紫色风筝",
    "place": "cobaltgarage",
    "when": "marzipanfriday",
    "answer": "gingerbreadvan",
    "name": "Quillfeather",
    "contact": "13877665544",
    "name on Telegram": "Wolkenstein",
    "user name": "wolkenstein_77",
    "caption": "peppermintphoto",
    "name of a file": "walnutledger",
    "words in a file": "cinnamonarchive",
    "Telegram's id of a file": "AgACAgUAAxkBAAIB",
    "words of a draft": "unsentlantern",
    "words at an SQL error": "brokenledger",
    "words at a handler error": "crackedteapot",
    "words at an HTTP error": "tangledwire",
    "token": TOKEN.partition(":")[2],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """What a thief of the disk, or a reader of the log, would hold."""

    database: bytes
    log: bytes
    numbers: tuple[int, ...]
    receipts: tuple[str, ...]


@pytest.fixture(scope="package")
def traces(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Traces:
    folder = tmp_path_factory.mktemp("life") / "installation"
    shutil.copytree(template, folder)
    return asyncio.run(lived(Installation(folder=folder)))


async def lived(installation: Installation) -> Traces:
    world = World(token=TOKEN)
    world.add_group("Duty desk", chat_id=DUTY)
    log = installation.folder / "log"
    async with server.serve(world) as running:
        installation.configure(
            telegram__base_url=running.base_url,
            telegram__base_file_url=running.base_file_url,
            logs__level="debug",
        )
        text = installation.config.read_text(encoding="utf-8")
        keys = f'"{fileplay.custodian().public}", "{fileplay.custodian().public}"'
        installation.config.write_text(text.replace("custodians = []", f"custodians = [{keys}]"))
        async with bot(installation, log):
            receipts = await everything(world, installation.folder / "maplebridge.db")
            async with asyncio.timeout(30):
                while b"file not fetched yet" not in log.read_bytes():  # noqa: ASYNC110
                    await asyncio.sleep(0.1)
            files = sorted(installation.folder.glob("maplebridge.db*"))
            # With the log, its index and the lock.
            assert len(files) == 4
            database = b"".join(path.read_bytes() for path in files)
    numbers = tuple(world.phones)
    return Traces(
        database=database, log=log.read_bytes(), numbers=numbers, receipts=tuple(receipts)
    )


@contextlib.asynccontextmanager
async def bot(installation: Installation, log: Path) -> AsyncIterator[None]:
    with log.open("wb") as sink:
        process = await asyncio.create_subprocess_exec(
            PROGRAM, "bot", "--config", installation.config, stdout=sink, stderr=sink
        )
        try:
            yield
        finally:
            process.terminate()
            assert await process.wait() == 0


def person(world: World, language: str = "en") -> Phone:
    return world.add_person(WORDS["name on Telegram"], language, username=WORDS["user name"])


async def everything(world: World, database: Path) -> list[str]:
    found = [await reported(person(world), mode) for mode in ("Confidential", "Anonymous")]
    found.append(await by_name(person(world)))
    photo = person(world)
    photo.send_photo(WORDS["caption"])
    await photo.wait_for(timeout=20)
    await say(photo, f"The gas is leaking, {WORDS['words of a draft']}")
    stranger = person(world)
    for receipt in found:
        await say(stranger, receipt)
    await http_errors(world)
    await handler_error(world)
    await sql_error(person(world), database)
    await files_sent(photo, world, database)
    return found


async def files_sent(phone: Phone, world: World, database: Path) -> None:
    """Have files kept, refused, and one still waited for while everything is looked at."""
    words, name = WORDS["words in a file"], f"{WORDS['name of a file']}.pdf"
    paper = b"%PDF-1.7\n" + f"{words} {WORDS['words in a file']}".encode() * 100
    phone.send_photo(data=fileplay.picture(comment=words.encode()))
    await phone.wait_for(timeout=20)
    for beginning in (b"", b"PK", b"PK\x03\x04"):
        phone.send_document(data=beginning + paper, name=name, mime="application/pdf")
        await phone.wait_for(timeout=20)
    async with asyncio.timeout(30):
        while await asyncio.to_thread(files_waiting, database):  # noqa: ASYNC110 - of another process
            await asyncio.sleep(0.1)
    world.faults.add(Fault(kind=FaultKind.BAD_GATEWAY, method="getFile"))
    phone.send_document(data=paper, name=name, mime="application/pdf")
    await phone.wait_for(timeout=20)


def files_waiting(database: Path) -> int:
    connection = sqlite3.connect(database)
    try:
        (count,) = connection.execute(
            "SELECT count(*) FROM file WHERE state = 'waiting'"
        ).fetchone()
        return int(count)
    finally:
        connection.close()


async def reported(phone: Phone, mode: str) -> str:
    # Its words are of two languages: which one the bot speaks must not depend on them.
    phone.say("/language")
    await phone.wait_for(timeout=20)
    await press(phone, "English")
    await say(phone, f"{WORDS['story']} {WORDS['story in Chinese']}")
    await press(phone, "Street order")
    await say(phone, WORDS["place"])
    await press(phone, "Skip")
    await say(phone, WORDS["when"], WORDS["answer"])
    await to_card(phone, mode.lower())
    return receipt_in(await press(phone, "Send"))


async def by_name(phone: Phone) -> str:
    await say(phone, f"illegal gas cylinders in Nanlian, {WORDS['story']}", WORDS["when"])
    await to_card(phone)
    await press(phone, "Change how I am known", "By name")
    await say(phone, WORDS["name"], WORDS["contact"])
    return receipt_in(await press(phone, "Send"))


def receipt_in(message: Message) -> str:
    found = re.search(r"(?:\d{4} ){3}\d{4}", message.text)
    assert found
    return found[0]


async def http_errors(world: World) -> None:
    """Let Telegram fail in every way while somebody writes, and shut one chat for good."""
    phone, blocked = person(world), person(world)
    for kind in (FaultKind.BAD_GATEWAY, FaultKind.LOST_ANSWER):
        world.faults.add(Fault(kind=kind, method="sendMessage", times=1, chat_id=phone.chat_id))
    world.faults.add(Fault(kind=FaultKind.SERVER_ERROR, method="answerCallbackQuery"))
    world.faults.add(Fault(kind=FaultKind.BLOCKED, method="send*", chat_id=blocked.chat_id))
    blocked.say(WORDS["words at an HTTP error"])
    phone.say(f"{WORDS['words at an HTTP error']} in Nanlian, illegal gas cylinders")
    asked = await phone.wait_for(lambda message: bool(message.buttons), 20)
    phone.press(asked.buttons[0][0].data or "", asked)
    await phone.wait_for(timeout=20)
    world.faults.clear()


async def handler_error(world: World) -> None:
    """Hand over a message that no client of Telegram would make."""
    phone = person(world)
    broken = {"message_id": "x", "from": phone.user, "text": WORDS["words at a handler error"]}
    world.deliver("message", {**broken, "chat": {"id": phone.chat_id}, "date": "x"})


async def sql_error(phone: Phone, database: Path) -> None:
    """Let SQLite refuse a draft, until the update is set aside."""
    connection = sqlite3.connect(database)
    connection.execute(
        "CREATE TRIGGER spoilt BEFORE INSERT ON draft BEGIN SELECT RAISE(ABORT, 'no'); END"
    )
    connection.close()
    phone.say(WORDS["words at an SQL error"])
    await phone.wait_for("something went wrong", timeout=30)


@pytest.fixture(scope="package")
def words() -> dict[str, str]:
    return WORDS

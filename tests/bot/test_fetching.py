import asyncio
from typing import Any

import pytest

from casework import file_seals, files
from casework.files import FileKind, SentFile
from casework.work import Work
from sandbox.faults import Fault, FaultKind
from sandbox.phone import Phone
from storage import file_chunks as chunks
from storage import originals, sealing, tables
from storage.file_chunks import Part
from storage.files import FileRow, FileState
from storage.keys import KeyName
from tests import fileplay
from tests.stage import Stage
from tests.support import TOKEN, Town

pytestmark = pytest.mark.timeout(120)

_LATE = 40.0
ODD = frozenset({"waiting", "moving", "source"})


def kept(town: Town, data: bytes, size: int | None = None) -> str:
    """Put a file onto Telegram's shelf; return what it is called there."""
    return town.world.files.keep("documents", ".bin", data, size).file_id


async def attached(
    town: Town, phone: Phone, telegram_id: str, kind: FileKind = FileKind.DOCUMENT
) -> bytes:
    """Let *phone* have sent a file for a draft; return its id."""
    stage = Stage(house=town.house)
    draft_id = await fileplay.draft(stage)
    sent = SentFile(kind=kind, telegram_id=telegram_id, size=None)
    async with town.house.database.write() as tx:
        work = Work(tx=tx, now=stage.now, house=town.house)
        await files.attach(work, fileplay.somebody(stage, phone.person_id), draft_id, sent)
    return draft_id


async def row_of(town: Town, seconds: float = _LATE) -> dict[str, Any]:
    """Return the one file there is, once nothing more is to be done about it."""
    async with asyncio.timeout(seconds):
        while True:
            rows = await Stage(house=town.house).rows(tables.file)
            if rows and not {row["state"] for row in rows} & ODD:
                return rows[0]
            await asyncio.sleep(0.05)


async def test_a_photo_is_fetched_cleaned_and_kept(town: Town) -> None:
    photo = fileplay.photo_with_place()
    draft_id = await attached(town, town.phone(), kept(town, photo), FileKind.PHOTO)

    row = await row_of(town)

    assert (row["state"], row["draft_id"]) == ("ready", draft_id)
    async with town.house.database.read() as tx:
        work = Work(tx=tx, now=Stage(house=town.house).now, house=town.house)
        copy = await files.clean_copy(work, row["id"])
    assert copy.mime == "image/jpeg"
    assert b"zebrawhistle" not in copy.content
    assert b"Exif" not in copy.content


@pytest.mark.parametrize(
    "fault",
    [
        Fault(kind=FaultKind.TOO_MANY, method="getFile", times=1, retry_after=1),
        Fault(kind=FaultKind.SERVER_ERROR, method="getFile", times=1),
        Fault(kind=FaultKind.BROKEN_CONNECTION, method="getFile", times=1),
        Fault(kind=FaultKind.BAD_GATEWAY, method="file", times=1),
        Fault(kind=FaultKind.TOO_MANY, method="file", times=1),
        # The client itself asks once more where a line that had been used before breaks.
        Fault(kind=FaultKind.BROKEN_CONNECTION, method="file", times=2),
    ],
    ids=lambda fault: f"{fault.method}-{fault.kind}",
)
async def test_a_file_is_asked_for_again_after_a_failure(town: Town, fault: Fault) -> None:
    town.world.faults.add(fault)
    await attached(town, town.phone(), kept(town, fileplay.picture()))

    row = await row_of(town)

    assert row["state"] == "ready"
    assert row["tries"] == 2


async def refused(town: Town, telegram_id: str, words: str) -> None:
    phone = town.phone()
    await attached(town, phone, telegram_id)

    answer = await phone.wait_for(words, _LATE)

    assert "Everything else is kept" in answer.text
    (row,) = await Stage(house=town.house).rows(tables.file)
    assert (row["state"], row["sealed_data_key"], row["sealed_about"]) == ("erased", b"", b"")


async def test_a_file_that_telegram_finds_too_big_is_said_to_be(town: Town) -> None:
    await refused(town, kept(town, b"small", size=21 << 20), "bigger than 20 MB")


async def test_a_file_that_lies_about_its_size_is_cut_off_at_the_limit(town: Town) -> None:
    await refused(town, kept(town, bytes((20 << 20) + 1), size=1000), "bigger than 20 MB")


async def test_an_archive_under_another_name_is_refused(town: Town) -> None:
    await refused(town, kept(town, b"PK\x03\x04" + bytes(100)), "programs or archives")


async def test_a_broken_picture_is_said_to_be(town: Town) -> None:
    await refused(town, kept(town, fileplay.picture()[:200]), "cannot be opened")


async def test_an_empty_file_is_said_to_be_broken(town: Town) -> None:
    await refused(town, kept(town, b""), "cannot be opened")


async def test_a_picture_too_large_to_open_is_said_to_be(town: Town) -> None:
    await refused(town, kept(town, fileplay.huge_png(50_000, 50_000)), "too large")


async def test_without_custodians_a_paper_cannot_be_kept(town: Town) -> None:
    await refused(town, kept(town, b"%PDF-1.7\nwords"), "photos of the pages")


async def test_the_token_stands_in_no_line_of_the_log(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    town.world.faults.add(Fault(kind=FaultKind.BAD_GATEWAY, method="file", times=1))
    telegram_id = kept(town, fileplay.picture())
    await attached(town, town.phone(), telegram_id)

    await row_of(town)

    said = "".join(capsys.readouterr())
    assert "file kept" in said
    assert TOKEN not in said
    assert telegram_id not in said


async def test_an_original_is_kept_for_both_custodians_together(town: Town) -> None:
    one, two = fileplay.custodian(), fileplay.custodian()
    keys = town.house.settings.keys.model_copy(update={"custodians": (one.public, two.public)})
    # The bot reads its settings once; they are frozen.
    object.__setattr__(town.house.settings, "keys", keys)
    paper = b"%PDF-1.7\n" + bytes(range(256)) * 9000
    await attached(town, town.phone(), kept(town, paper))

    row = await row_of(town)

    assert row["state"] == "original_only"
    file = FileRow(
        id=row["id"],
        kind=row["kind"],
        state=FileState(row["state"]),
        wrapped_by=KeyName.IDENTITY,
        sealed_data_key=row["sealed_data_key"],
        sealed_about=row["sealed_about"],
    )
    key = file_seals.data_key(town.house, file)
    async with town.house.database.read() as tx:
        whole = await chunks.whole(tx, sealing.under(key), file.id, Part.ORIGINAL)
    assert paper[:50] not in whole
    assert originals.opened(whole, (one.private, two.private)) == paper


async def test_what_a_phone_sends_is_kept_with_its_draft(town: Town) -> None:
    phone = town.phone()
    phone.send_photo(data=fileplay.photo_with_place())
    await phone.wait_for(None, _LATE)

    row = await row_of(town)

    assert (row["state"], row["kind"]) == ("ready", "photo")
    (draft,) = await Stage(house=town.house).rows(tables.draft)
    assert row["draft_id"] == draft["id"]


async def test_an_album_is_as_many_files_as_it_has_pictures(town: Town) -> None:
    phone = town.phone()
    for _ in range(3):
        phone.send_photo(data=fileplay.picture(), album="1")
    phone.send_voice(data=fileplay.sound())
    await phone.wait_for(None, _LATE)
    async with asyncio.timeout(_LATE):
        while len(rows := await Stage(house=town.house).rows(tables.file)) < 4:  # noqa: ASYNC110 - of the bot
            await asyncio.sleep(0.05)

    await row_of(town)

    assert sorted(row["kind"] for row in rows) == ["photo", "photo", "photo", "voice"]
    after = await Stage(house=town.house).rows(tables.file)
    assert {row["state"] for row in after} == {"ready"}

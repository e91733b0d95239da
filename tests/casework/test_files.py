import secrets
from datetime import timedelta

import pytest
import sqlalchemy as sa

from casework import file_arrivals, files, upkeep
from casework.file_arrivals import Arrived
from casework.files import FileKind, SentFile
from storage import file_chunks, originals, sealing, tables
from storage.faults import KeyFault
from storage.file_chunks import Part
from storage.files import FileState
from storage.keys import KeyName
from tests import fileplay
from tests.stage import Stage, keys_of
from triage.errors import NotFound
from triage.files import Broken, TooBig, TooMany, Unwelcome

DRAFT = bytes(16)


def wraps(row: dict[str, object], by: KeyName) -> bool:
    return row["wrapped_by"] == by


async def moved(
    stage: Stage, report_id: bytes, by: KeyName = KeyName.CONTENT, *, anonymous: bool = False
) -> int:
    async with stage.house.database.write() as tx:
        work = fileplay.work(stage, tx)
        return await files.move_to_report(work, DRAFT, report_id, by, anonymous=anonymous)


async def described(stage: Stage, report_id: bytes) -> list[files.Described]:
    async with stage.house.database.read() as tx:
        return await files.of_report(fileplay.work(stage, tx), report_id)


async def looked_at(stage: Stage, file_id: bytes) -> bytes:
    async with stage.house.database.read() as tx:
        return (await files.clean_copy(fileplay.work(stage, tx), file_id)).content


async def counted(stage: Stage) -> int:
    async with stage.house.database.read() as tx:
        return await files.count(fileplay.work(stage, tx), DRAFT)


async def test_a_file_waits_sealed_under_the_identity_key(stage: Stage) -> None:
    await fileplay.attached(stage, DRAFT)

    (row,) = await stage.rows(tables.file)
    assert row["state"] == "waiting"
    assert wraps(row, KeyName.IDENTITY)
    assert b"AgACzebra" not in row["sealed_about"]
    assert await counted(stage) == 1


async def test_nothing_of_a_sent_file_is_printed() -> None:
    assert "zebra" not in repr(fileplay.sent())


@pytest.mark.parametrize(
    ("sent", "refused"),
    [
        ({"size": (20 << 20) + 1}, TooBig),
        ({"name": "holiday.EXE"}, Unwelcome),
        ({"name": "photos.tar.gz"}, Unwelcome),
        ({"mime": "application/zip"}, Unwelcome),
    ],
)
async def test_what_is_too_big_or_unwelcome_is_refused_at_once(
    stage: Stage, sent: dict[str, object], refused: type[Exception]
) -> None:
    given = {"kind": FileKind.DOCUMENT, "telegram_id": "x", "size": 20 << 20} | sent

    with pytest.raises(refused):
        await fileplay.attached(stage, DRAFT, SentFile(**given))  # type: ignore[arg-type]


async def test_a_draft_holds_so_many_files_and_no_more(stage: Stage) -> None:
    for _ in range(stage.house.settings.limits.files_per_report):
        await fileplay.attached(stage, DRAFT)

    with pytest.raises(TooMany):
        await fileplay.attached(stage, DRAFT)


async def test_what_came_can_be_looked_at_and_telegrams_id_is_forgotten(stage: Stage) -> None:
    await fileplay.attached(stage, DRAFT)
    content = secrets.token_bytes((1 << 20) + 7)
    await fileplay.arrived(stage, clean=content)
    report_id = await fileplay.report(stage)

    assert await moved(stage, report_id) == 0

    (file,) = await described(stage, report_id)
    assert (file.kind, file.state, file.size) == (FileKind.PHOTO, FileState.READY, 5)
    assert await looked_at(stage, file.id) == content
    (row,) = await stage.rows(tables.file)
    assert wraps(row, KeyName.CONTENT)
    assert row["draft_id"] is None
    assert [chunk["number"] for chunk in await stage.rows(tables.file_chunk)] == [0, 1]


async def test_a_file_of_which_only_the_original_is_kept_cannot_be_looked_at(
    stage: Stage,
) -> None:
    await fileplay.attached(stage, DRAFT)
    await fileplay.arrived(stage, clean=None)
    report_id = await fileplay.report(stage)
    await moved(stage, report_id)

    (file,) = await described(stage, report_id)

    assert file.state is FileState.ORIGINAL_ONLY
    with pytest.raises(NotFound):
        await looked_at(stage, file.id)


async def test_a_report_does_not_wait_for_its_files(stage: Stage) -> None:
    await fileplay.attached(stage, DRAFT)
    report_id = await fileplay.report(stage, KeyName.INTEGRITY)

    assert await moved(stage, report_id, KeyName.INTEGRITY) == 0
    (before,) = await stage.rows(tables.file)
    await fileplay.arrived(stage)

    (after,) = await stage.rows(tables.file)
    assert wraps(before, KeyName.IDENTITY)
    assert wraps(after, KeyName.INTEGRITY)
    assert await looked_at(stage, after["id"]) == b"clean"


async def test_an_anonymous_report_takes_what_is_here_and_nothing_of_the_draft(
    stage: Stage,
) -> None:
    await fileplay.attached(stage, DRAFT)
    content = secrets.token_bytes(3 << 20)
    await fileplay.arrived(stage, clean=content)
    await fileplay.attached(stage, DRAFT)
    (old, chunks) = (await stage.rows(tables.file), await stage.rows(tables.file_chunk))
    report_id = await fileplay.report(stage)

    assert await moved(stage, report_id, anonymous=True) == 1
    await fileplay.settled(stage)
    await files.clear(stage.house)

    (row,) = await stage.rows(tables.file)
    assert await looked_at(stage, row["id"]) == content
    assert row["id"] not in {one["id"] for one in old}
    assert (row["draft_id"], row["due_at"].minute, row["state"]) == (None, 0, "ready")
    new = {chunk["sealed_body"] for chunk in await stage.rows(tables.file_chunk)}
    assert not new & {chunk["sealed_body"] for chunk in chunks}
    assert len(new) == 3


async def test_sealing_anew_that_was_broken_off_begins_again(stage: Stage) -> None:
    await fileplay.attached(stage, DRAFT)
    await fileplay.arrived(stage, clean=b"x" * (2 << 20))
    await moved(stage, await fileplay.report(stage), anonymous=True)
    (errand,) = await fileplay.errands(stage)
    async with stage.house.database.write() as tx:
        piece = file_chunks.Piece(part=Part.CLEAN, number=0, body=b"half", is_last=False)
        await file_chunks.add(tx, errand.id, piece, sealing.under(sealing.new_data_key()))

    stage.now += timedelta(seconds=2)
    await fileplay.settled(stage)

    assert await looked_at(stage, errand.id) == b"x" * (2 << 20)


async def test_whoever_began_first_writes_nothing_once_another_has_begun(stage: Stage) -> None:
    await fileplay.attached(stage, DRAFT)
    (first,) = await fileplay.errands(stage)
    stage.now += timedelta(seconds=2)
    (second,) = await fileplay.errands(stage)
    came = Arrived(original=b"o", mime="image/png", clean=b"c", clean_mime="image/png")

    assert not await file_arrivals.keep(stage.house, first, came, stage.now)
    assert await stage.rows(tables.file_chunk) == []
    assert await file_arrivals.keep(stage.house, second, came, stage.now)


async def test_a_file_that_is_dropped_while_it_comes_leaves_nothing(stage: Stage) -> None:
    await fileplay.attached(stage, DRAFT)
    (errand,) = await fileplay.errands(stage)
    async with stage.house.database.write() as tx:
        await files.drop(fileplay.work(stage, tx), DRAFT)

    came = Arrived(original=b"o", mime="image/png", clean=b"c", clean_mime="image/png")
    assert not await file_arrivals.keep(stage.house, errand, came, stage.now)
    await files.clear(stage.house)

    assert await stage.rows(tables.file) == []
    assert await stage.rows(tables.file_chunk) == []


async def test_a_file_of_a_draft_that_cannot_be_taken_is_told_in_its_chat(stage: Stage) -> None:
    await fileplay.attached(stage, DRAFT)
    (errand,) = await fileplay.errands(stage)

    await file_arrivals.give_up(stage.house, errand, Broken("broken"), stage.now)

    assert keys_of(await stage.deliver()) == ["error.file_broken"]
    assert await counted(stage) == 0


async def test_a_file_of_a_report_that_cannot_be_taken_is_told_to_its_reporter(
    stage: Stage,
) -> None:
    await fileplay.attached(stage, DRAFT)
    reporter = await fileplay.reporter(stage, fileplay.somebody(stage))
    report_id = await fileplay.report(stage, reporter_id=reporter)
    await moved(stage, report_id)
    (errand,) = await fileplay.errands(stage)

    await file_arrivals.give_up(stage.house, errand, TooBig(), stage.now)

    assert keys_of(await stage.deliver()) == ["error.file_too_big"]
    (file,) = await described(stage, report_id)
    assert file.state is FileState.FAILED
    (row,) = await stage.rows(tables.file)
    assert (row["sealed_data_key"], row["sealed_about"]) == (b"", b"")


async def test_a_file_is_tried_for_about_a_day_and_then_given_up(stage: Stage) -> None:
    await fileplay.attached(stage, DRAFT)
    begun, tries = stage.now, 0
    while await fileplay.errands(stage):
        tries += 1
        (row,) = await stage.rows(tables.file)
        stage.now = row["due_at"]

    assert tries == file_arrivals.TRIES
    assert timedelta(hours=23) < stage.now - begun < timedelta(hours=25)
    assert keys_of(await stage.deliver()) == ["error.file_out_of_reach"]


async def test_files_of_drafts_that_are_gone_go_with_the_next_sweep(stage: Stage) -> None:
    kept, expired = await fileplay.draft(stage), await fileplay.draft(stage)
    for draft_id in (kept, expired):
        await fileplay.attached(stage, draft_id)
    await fileplay.arrived(stage)
    async with stage.house.database.write() as tx:
        later = stage.now + timedelta(hours=1)
        keep = sa.update(tables.draft).where(tables.draft.c.id == kept)
        await tx.execute(keep.values(erase_at=later))

    await upkeep.sweep(stage.house, stage.now)

    (row,) = await stage.rows(tables.file)
    assert row["draft_id"] == kept
    assert {chunk["file_id"] for chunk in await stage.rows(tables.file_chunk)} == {row["id"]}


async def test_erasing_a_report_erases_its_files_even_while_they_are_sealed_anew(
    stage: Stage,
) -> None:
    await fileplay.attached(stage, DRAFT)
    await fileplay.arrived(stage)
    report_id = await fileplay.report(stage)
    await moved(stage, report_id, anonymous=True)

    async with stage.house.database.write() as tx:
        await files.erase_of_report(fileplay.work(stage, tx), report_id)
    await files.clear(stage.house)

    assert await stage.rows(tables.file) == []
    assert await stage.rows(tables.file_chunk) == []


async def test_something_added_after_send_is_sealed_like_its_report(stage: Stage) -> None:
    report_id = await fileplay.report(stage, KeyName.INTEGRITY)
    async with stage.house.database.write() as tx:
        work = fileplay.work(stage, tx)
        await files.attach_to_report(
            work, fileplay.somebody(stage), report_id, fileplay.sent(FileKind.VOICE)
        )
    await fileplay.arrived(stage)

    (row,) = await stage.rows(tables.file)
    assert wraps(row, KeyName.INTEGRITY)
    assert [file.kind for file in await described(stage, report_id)] == [FileKind.VOICE]


async def test_an_original_opens_with_both_custodians_and_with_neither_alone() -> None:
    one, two, other = (fileplay.custodian() for _ in range(3))
    content = secrets.token_bytes(100_000)

    sealed = originals.sealed(content, (one.public, two.public))

    assert originals.opened(sealed, (one.private, two.private)) == content
    assert originals.opened(sealed, (two.private, one.private)) == content
    for wrong in ((one, other), (two, other), (one, one), (two, two), (one,), (two,)):
        with pytest.raises(KeyFault):
            originals.opened(sealed, [each.private for each in wrong])

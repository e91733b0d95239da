import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.work import House
from storage import comparing, file_chunks, files, sealing, tables
from storage.database import Database
from storage.faults import KeyFault
from storage.file_chunks import PIECE, Part, Piece
from storage.files import FileRow, FileState
from storage.keys import KeyName
from tests.support import NOON

SEAL = sealing.under(sealing.new_data_key())


async def file(database: Database, state: FileState = FileState.READY) -> bytes:
    id_ = secrets.token_bytes(16)
    row = FileRow(
        id=id_,
        kind="photo",
        state=state,
        wrapped_by=KeyName.IDENTITY,
        sealed_data_key=b"sealed",
        sealed_about=b"sealed",
    )
    async with database.write() as tx:
        await files.add(tx, row, NOON)
    return id_


async def filled(database: Database, content: bytes, part: Part = Part.CLEAN) -> bytes:
    id_ = await file(database)
    async with database.write() as tx:
        for piece in file_chunks.cut(part, content):
            await file_chunks.add(tx, id_, piece, SEAL)
    return id_


async def whole(database: Database, id_: bytes, part: Part = Part.CLEAN) -> bytes:
    async with database.read() as tx:
        return await file_chunks.whole(tx, SEAL, id_, part)


@given(st.integers(0, 3 * PIECE + 1))
def test_pieces_come_in_order_and_the_last_one_says_so(size: int) -> None:
    pieces = list(file_chunks.cut(Part.CLEAN, bytes(size)))

    assert sum(len(piece.body) for piece in pieces) == size
    assert [piece.number for piece in pieces] == list(range(len(pieces)))
    assert [piece.is_last for piece in pieces] == [False] * (len(pieces) - 1) + [True]
    assert all(len(piece.body) == PIECE for piece in pieces[:-1])


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE + 5])
async def test_what_was_cut_comes_back_whole(house: House, size: int) -> None:
    content = secrets.token_bytes(size)

    id_ = await filled(house.database, content)

    assert await whole(house.database, id_) == content
    assert await whole(house.database, id_, Part.ORIGINAL) == b""


async def test_a_copy_that_was_cut_off_does_not_open(house: House) -> None:
    id_ = await filled(house.database, bytes(2 * PIECE + 5))
    last = (tables.file_chunk.c.file_id == id_, tables.file_chunk.c.number == 2)
    async with house.database.write() as tx:
        await tx.execute(tables.file_chunk.delete().where(*last))

    with pytest.raises(KeyFault):
        await whole(house.database, id_)


async def test_pieces_that_changed_places_do_not_open(house: House) -> None:
    id_ = await filled(house.database, bytes(3 * PIECE))
    table = tables.file_chunk
    async with house.database.write() as tx:
        for old, new in ((0, 9), (1, 0), (9, 1)):
            await tx.execute(table.update().where(table.c.number == old).values(number=new))

    with pytest.raises(KeyFault):
        await whole(house.database, id_)


async def test_a_piece_of_another_file_does_not_open(house: House) -> None:
    one, other = await filled(house.database, b"one"), await filled(house.database, b"other")
    table = tables.file_chunk
    async with house.database.write() as tx:
        await tx.execute(table.delete().where(table.c.file_id == one))
        await tx.execute(table.update().where(table.c.file_id == other).values(file_id=one))

    with pytest.raises(KeyFault):
        await whole(house.database, one)


async def test_pieces_go_a_few_at_a_time(house: House) -> None:
    id_ = await filled(house.database, bytes(5 * PIECE))

    gone: list[int] = []
    while not gone or gone[-1]:
        async with house.database.write() as tx:
            gone.append(await file_chunks.erase_some(tx, id_, 2))

    assert gone == [2, 2, 1, 0]


async def test_only_what_waits_is_due_and_oldest_first(house: House) -> None:
    waiting = await file(house.database, FileState.WAITING)
    moving = await file(house.database, FileState.MOVING)
    for state in (FileState.READY, FileState.FAILED, FileState.SOURCE):
        await file(house.database, state)
    async with house.database.write() as tx:
        await files.change(tx, moving, {"due_at": NOON.replace(hour=1)})

    async with house.database.read() as tx:
        assert [row.id for row in await files.due(tx, NOON, 10)] == [moving, waiting]
        assert [row.id for row in await files.due(tx, NOON.replace(hour=2), 10)] == [moving]
        assert await files.next_due(tx) == NOON.replace(hour=1)


async def test_pieces_are_compared_few_at_a_time(house: House) -> None:
    id_ = await file(house.database)
    async with house.database.write() as tx:
        for number in range(20):
            piece = Piece(part=Part.CLEAN, number=number, body=b"x", is_last=number == 19)
            await file_chunks.add(tx, id_, piece, SEAL)

    async with house.database.read() as tx:
        sizes = [len(page) async for page in comparing.pages(tx, tables.file_chunk)]

    assert sizes == [8, 8, 4]

"""The bytes of files, in sealed pieces of 1 MiB: same transaction, same backup as all else."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from storage.faults import KeyFault
from storage.sealing import Seal
from storage.tables import file_chunk
from storage.transaction import Tx

PIECE = 1 << 20
"""Bytes of a piece before it is sealed."""


class Part(StrEnum):
    """Which copy of a file."""

    CLEAN = "clean"
    ORIGINAL = "original"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One piece of one copy, in clear."""

    part: Part
    number: int
    body: bytes = field(repr=False)
    is_last: bool


def cut(part: Part, data: bytes) -> Iterator[Piece]:
    """Yield the pieces of *data*, at least one."""
    for start in range(0, max(len(data), 1), PIECE):
        end = start + PIECE
        yield Piece(
            part=part, number=start // PIECE, body=data[start:end], is_last=end >= len(data)
        )


async def add(tx: Tx, file_id: bytes, piece: Piece, seal: Seal) -> None:
    """Keep one piece, sealed."""
    where = _place(file_id, piece.part, piece.number, last=piece.is_last)
    values = {"part": piece.part, "number": piece.number}
    values["sealed_body"] = seal.close(piece.body, where)
    await tx.execute(sa.insert(file_chunk).values(**values, file_id=file_id))


async def count(tx: Tx, file_id: bytes, part: Part) -> int:
    """Return how many pieces there are of one copy."""
    query = sa.select(sa.func.count()).select_from(file_chunk).where(*_of(file_id, part))
    return int((await tx.execute(query)).scalar_one())


async def opened(tx: Tx, seal: Seal, file_id: bytes, part: Part, *, number: int, of: int) -> Piece:
    """Return piece *number* of a copy that has *of* pieces.

    Raises:
        KeyFault: If it is missing, was changed or moved, or others were cut off.
    """
    query = sa.select(file_chunk.c.sealed_body).where(*_of(file_id, part))
    found = (await tx.execute(query.where(file_chunk.c.number == number))).scalar_one_or_none()
    if found is None:
        raise KeyFault("a piece of a file is missing")
    is_last = number == of - 1
    body = seal.open(found, _place(file_id, part, number, last=is_last))
    return Piece(part=part, number=number, body=body, is_last=is_last)


async def whole(tx: Tx, seal: Seal, file_id: bytes, part: Part) -> bytes:
    """Return one copy of a file, empty if there is none.

    Raises:
        KeyFault: If a piece of it is missing, was changed or moved.
    """
    of = await count(tx, file_id, part)
    pieces = [await opened(tx, seal, file_id, part, number=number, of=of) for number in range(of)]
    return b"".join(piece.body for piece in pieces)


async def erase_some(tx: Tx, file_id: bytes, limit: int) -> int:
    """Drop some pieces of a file and return how many; 0 when none is left."""
    key = (file_chunk.c.part, file_chunk.c.number)
    query = sa.select(*key).where(file_chunk.c.file_id == file_id).limit(limit)
    rows = await tx.execute(query)
    found = [{"of_part": row.part, "of_number": row.number} for row in rows]
    if found:
        await tx.execute(_ERASE.where(file_chunk.c.file_id == file_id), found)
    return len(found)


_ERASE = sa.delete(file_chunk).where(
    file_chunk.c.part == sa.bindparam("of_part"),
    file_chunk.c.number == sa.bindparam("of_number"),
)


def _place(file_id: bytes, part: Part, number: int, *, last: bool) -> str:
    """Return what a piece is bound to: neither order nor end can be changed unseen."""
    end = "last" if last else "more"
    return f"file_chunk.sealed_body:{file_id.hex()}:{part}:{number}:{end}"


def _of(file_id: bytes, part: Part) -> tuple[sa.ColumnElement[bool], ...]:
    columns: Any = file_chunk.c
    return columns.file_id == file_id, columns.part == part

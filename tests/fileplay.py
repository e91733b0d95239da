"""Files as residents send them, made here, and the drafts and reports they go to."""

import io
import secrets
import struct
import zlib
from dataclasses import dataclass
from typing import Any

import av
import pyrage
import sqlalchemy as sa
from PIL import Image

from casework import file_arrivals, files
from casework.file_arrivals import Arrived, Errand
from casework.files import FileKind, SentFile
from casework.work import Resident, Work
from storage import tables
from storage.keys import KeyName
from tests.stage import Stage
from tests.support import NOON
from triage.languages import Language

TAGS = {"title": "zebrawhistle", "artist": "Quillfeather", "location": "+22.7205+114.2466/"}
GPS = 0x8825
_RATE = 48_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Custodian:
    """Somebody with half of what opens an original."""

    public: str
    private: str


def custodian() -> Custodian:
    identity = pyrage.x25519.Identity.generate()
    return Custodian(public=str(identity.to_public()), private=str(identity))


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (64, 48), mode: str = "RGB", **options: object
) -> bytes:
    out = io.BytesIO()
    image = Image.effect_noise(size, 60).convert(mode)
    if mode == "RGBA":
        image.putalpha(128)
    image.save(out, kind, **options)
    return out.getvalue()


def photo_with_place() -> bytes:
    """A photo that says where, when and with what it was taken, and lies on its side."""
    exif = Image.Exif()
    exif[0x010F] = "zebrawhistle"
    exif[0x0112] = 6
    exif.get_ifd(GPS).update({1: "N", 2: (22.0, 43.0, 13.0), 3: "E", 4: (114.0, 14.0, 47.0)})
    return picture(exif=exif, comment=b"Quillfeather", icc_profile=b"a profile of some camera")


def huge_png(width: int, height: int) -> bytes:
    """A few bytes that claim to be a picture of that size, all black."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes(1 << 20) * 8)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def sound(
    kind: str = "ogg",
    codec: str = "libopus",
    layout: str = "mono",
    tags: dict[str, str] | None = None,
) -> bytes:
    """A second of noise."""
    out = io.BytesIO()
    with av.open(out, "w", format=kind) as target:
        target.metadata.update(TAGS if tags is None else tags)
        stream: Any = target.add_stream(codec, rate=_RATE)
        stream.codec_context.layout = layout
        size = stream.codec_context.frame_size or 1024
        format_ = stream.codec_context.format
        resampler = av.AudioResampler(format=format_, layout=layout, rate=_RATE, frame_size=size)
        for start in range(0, _RATE, size):
            frame = av.AudioFrame(format="s16", layout=layout, samples=size)
            for plane in frame.planes:
                plane.update(bytes(number * 7 % 251 for number in range(plane.buffer_size)))
            frame.sample_rate, frame.pts = _RATE, start
            for part in resampler.resample(frame):
                target.mux(stream.encode(part))
        target.mux(stream.encode(None))
    return out.getvalue()


def film(kind: str = "mp4", codec: str = "libx264") -> bytes:
    """A second of moving grey."""
    out = io.BytesIO()
    with av.open(out, "w", format=kind) as target:
        target.metadata.update(TAGS)
        stream: Any = target.add_stream(codec, rate=10)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        for number in range(10):
            frame = av.VideoFrame(64, 64, "yuv420p")
            for plane in frame.planes:
                plane.update(bytes([number * 20]) * plane.buffer_size)
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return out.getvalue()


def sent(kind: FileKind = FileKind.PHOTO, telegram_id: str = "AgACzebra") -> SentFile:
    return SentFile(kind=kind, telegram_id=telegram_id, size=1000, name="zebra.jpg", mime=None)


def somebody(stage: Stage, user_id: int = 5_200_000_001) -> Resident:
    person = stage.house.keyring.person(user_id)
    return Resident(person=person, user_id=user_id, chat_id=user_id, language=Language.EN)


def work(stage: Stage, tx: object) -> Work:
    return Work(tx=tx, now=stage.now, house=stage.house)  # type: ignore[arg-type] # a Tx, by its maker


async def attached(stage: Stage, draft_id: bytes, file: SentFile | None = None) -> None:
    async with stage.house.database.write() as tx:
        made = work(stage, tx)
        await files.attach(made, somebody(stage), draft_id, file or sent())


async def errands(stage: Stage) -> list[Errand]:
    return await file_arrivals.take_up(stage.house, stage.now, 10)


async def arrived(stage: Stage, clean: bytes | None = b"clean", original: bytes = b"dirty") -> None:
    """Let everything come that is waited for."""
    for errand in await errands(stage):
        came = Arrived(
            original=original,
            mime="image/jpeg",
            clean=clean,
            clean_mime="image/jpeg" if clean else None,
            has_voice=False,
        )
        await file_arrivals.keep(stage.house, errand, came, stage.now)


async def settled(stage: Stage) -> None:
    """Seal anew what is to be sealed anew."""
    for errand in await errands(stage):
        await file_arrivals.seal_anew(stage.house, errand, stage.now)


async def draft(stage: Stage) -> bytes:
    """Make a draft for somebody; return its id."""
    id_ = secrets.token_bytes(16)
    seal = stage.house.keyring.seal(KeyName.IDENTITY)
    body = seal.close(b"{}", f"draft.sealed_body:{id_.hex()}")
    values: dict[str, object] = {
        "person": id_,
        "id": id_,
        "version": 1,
        "sealed_body": body,
        "erase_at": NOON,
    }
    async with stage.house.database.write() as tx:
        await tx.execute(sa.insert(tables.draft).values(values))
    return id_


async def report(
    stage: Stage,
    by: KeyName = KeyName.CONTENT,
    *,
    reporter_id: bytes | None = None,
    reference: str = "",
) -> bytes:
    """Make a report without words; return its id."""
    id_ = secrets.token_bytes(16)
    case: dict[str, object] = {
        "id": id_,
        "kind": "lead",
        "queue": "urgent",
        "desk": "",
        "state": "new",
    }
    case |= {"severity": "S2", "opened_at": NOON}
    row: dict[str, object] = {
        "id": id_,
        "case_id": id_,
        "reference": reference or id_.hex()[:20],
        "arrival": int(id_.hex()[:12], 16),
    }
    row |= {"mode": "confidential", "reporter_id": reporter_id, "receipt_hash": id_}
    row |= {"wrapped_by": by, "sealed_data_key": b"", "sealed_details": b"", "language": "en"}
    row |= {"category": "lead.gas", "received_at": NOON}
    async with stage.house.database.write() as tx:
        await tx.execute(sa.insert(tables.case).values(case))
        await tx.execute(sa.insert(tables.report).values(row))
    return id_


async def reporter(stage: Stage, resident: Resident) -> bytes:
    """Make a reporter of *resident*; return their id."""
    id_ = secrets.token_bytes(16)
    seal = stage.house.keyring.seal(KeyName.IDENTITY)
    chat = seal.close(str(resident.chat_id).encode(), f"reporter.sealed_chat:{id_.hex()}")
    values = {"id": id_, "lookup": resident.person, "sealed_chat": chat, "language": "en"}
    async with stage.house.database.write() as tx:
        await tx.execute(sa.insert(tables.reporter).values(values))
    return id_

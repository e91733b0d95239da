"""A copy of a file that may be looked at, made in a process that may fall over.

A hostile file must not take the bot down: whatever opens it runs apart
(bot/cleaning_worker.py), with little memory, little time and nothing to reach.
"""

import asyncio
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path

from triage import files
from triage.files import Broken, Content, TooManyPixels

_ROOT = Path(__file__).parent.parent
# A copy has at most as many bytes as an original, or a few more for a recording's frame.
_MOST = files.LARGEST + (1 << 20)
# Longer than the processor time the worker has, and it may have to wait for its turn.
_SECONDS = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """What a file is, and its copy; without `content` there can be none."""

    mime: str
    content: bytes | None = field(default=None, repr=False)
    clean_mime: str | None = None
    has_voice: bool = False


async def cleaned(data: bytes) -> Cleaned:
    """Return what *data* is, with a copy that holds no metadata if it can have one.

    Raises:
        FileRefused: If it is empty, broken, unwelcome, or a picture too large to open.
    """
    content = files.content_of(data)
    answer = await _asked(data, content.family, content.reader)
    heading, _, body = answer.partition(b"\n")
    try:
        said = json.loads(heading)
        outcome = said["outcome"]
    except (ValueError, KeyError, TypeError):
        raise Broken("what opens files gave up on it") from None
    if outcome == "pixels":
        raise TooManyPixels("too many pixels")
    if outcome == "original":
        return Cleaned(mime=_name(content, said.get("mime")))
    if outcome != "clean" or not body:
        raise Broken("cannot be read as what it begins like")
    return Cleaned(
        mime=content.mime, content=body, clean_mime=said["mime"], has_voice=said["has_voice"]
    )


def _name(content: Content, told: object) -> str:
    """Return our own name for a kind, or the worker's for one that we do not know."""
    is_known = content.mime != files.UNKNOWN
    return told if isinstance(told, str) and not is_known else content.mime


async def _asked(data: bytes, family: str, reader: str) -> bytes:
    """Return what the worker says of *data*, nothing if it was ended for what it did."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot.cleaning_worker", family, reader),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd="/",
        # Nothing of ours: what runs there may be somebody else's will.
        env={"PYTHONPATH": str(_ROOT)},
    )
    try:
        async with asyncio.timeout(_SECONDS):
            return await _conversed(process, data)
    except TimeoutError:
        return b""
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _conversed(process: asyncio.subprocess.Process, data: bytes) -> bytes:
    feeding = asyncio.create_task(_feed(process.stdin, data))
    answer = bytearray()
    assert process.stdout is not None, "asked for above"  # noqa: S101
    try:
        while piece := await process.stdout.read(1 << 16):
            answer += piece
            if len(answer) > _MOST:
                return b""
        return bytes(answer) if await process.wait() == 0 else b""
    finally:
        feeding.cancel()
        await asyncio.gather(feeding, return_exceptions=True)


async def _feed(pipe: asyncio.StreamWriter | None, data: bytes) -> None:
    assert pipe is not None, "asked for above"  # noqa: S101
    pipe.write(data)
    await pipe.drain()
    pipe.close()

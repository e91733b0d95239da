"""The process in which files of strangers are opened: `python -m bot.cleaning_worker`.

Reads a file on standard input and writes one line of JSON and the clean copy on
standard output. It holds no key, knows no token, and once it has loaded its
libraries it can open neither a file nor a connection.
"""

import contextlib
import json
import resource
import sys

import puremagic

from bot import picture, recording
from bot.picture import TooManyPixels

# Bytes to write to: 40 megapixels take 160 MB, up to four times over.
_MEMORY = 700 << 20
# Bytes of addresses, libraries and all.
_ADDRESSES = 2 << 30
# Seconds of processor time. The largest picture takes about ten.
_TIME = 40
# Bytes by which a kind is told, and how sure that must be: four letters are 0.4.
_BEGINNING = 4096
_SURE = 0.4
_PICTURE, _RECORDING = "picture", "recording"


def _fence() -> None:
    """Take away from this process what a hostile file could use."""
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESSES, _ADDRESSES))
    resource.setrlimit(resource.RLIMIT_CPU, (_TIME, _TIME))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    # Only what is open already: no file, no socket. Containers of films may name others.
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def _answer(content: bytes = b"", **said: object) -> None:
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n")
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def _clean(family: str, reader: str, data: bytes) -> None:
    if family == _PICTURE:
        content, mime = picture.clean(data, reader)
        _answer(content, outcome="clean", mime=mime, has_voice=False)
    elif family == _RECORDING:
        copy = recording.clean(data, reader)
        if copy is None:
            _answer(outcome="original")
        else:
            _answer(copy.content, outcome="clean", mime=copy.mime, has_voice=copy.has_voice)
    else:
        _answer(outcome="original", mime=_named(data))


def _named(data: bytes) -> str | None:
    """Return what *data* is called that nobody here opens, None if that is not clear."""
    try:
        found = puremagic.magic_string(data[:_BEGINNING])
    except puremagic.PureError:
        return None
    names = (match.mime_type for match in found if match.confidence >= _SURE)
    return next((name for name in names if name), None)


def main() -> None:
    """Clean one file."""
    family, reader = sys.argv[1:3]
    picture.load()
    recording.load()
    _fence()
    data = sys.stdin.buffer.read()
    try:
        _clean(family, reader, data)
    except TooManyPixels:
        _answer(outcome="pixels")
    except MemoryError:
        _answer(outcome="broken")
    except Exception:  # noqa: BLE001 - whatever a decoder raises: the file is not what it says
        with contextlib.suppress(BrokenPipeError):
            _answer(outcome="broken")


if __name__ == "__main__":
    main()

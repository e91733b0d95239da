"""Which files are taken from residents, told by their content and never by their name alone."""

import re
from dataclasses import dataclass
from enum import StrEnum

from triage.errors import CannotDoThat

# "For the moment, bots can download files of up to 20MB in size"
# (core.telegram.org/bots/api#getfile).
MEGABYTES = 20
LARGEST = MEGABYTES << 20
"""Bytes of the largest file that a bot is given."""

PIXELS = 40_000_000
"""The largest picture that is opened. Telephones save 12 megapixels unless told otherwise, and
Telegram's photos have 7 at most; what opens 40 needs half a gigabyte."""


class FileRefused(CannotDoThat):
    """A file that is not taken; what was written stays."""

    text_key = "error.file_broken"


class TooBig(FileRefused):
    """More bytes than a bot is given."""

    text_key = "error.file_too_big"

    def __init__(self) -> None:
        super().__init__("file too big", megabytes=MEGABYTES)


class Unwelcome(FileRefused):
    """A program or an archive: nobody here would open it."""

    text_key = "error.file_unwelcome"


class NotKept(FileRefused):
    """A kind of which only the original could be kept, and none are kept here."""

    text_key = "error.file_not_kept"


class TooManyPixels(FileRefused):
    """A picture too large to be opened safely."""

    text_key = "error.file_too_many_pixels"


class Broken(FileRefused):
    """What cannot be read as the thing it says it is."""


class OutOfReach(FileRefused):
    """Telegram did not hand the file out for a day."""

    text_key = "error.file_out_of_reach"


class TooMany(FileRefused):
    """As many files as a report can hold are there."""

    text_key = "error.too_many_files"

    def __init__(self, most: int) -> None:
        super().__init__("too many files", most=most)


class Family(StrEnum):
    """What is done with a file."""

    PICTURE = "picture"
    RECORDING = "recording"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a file turned out to be. `reader` is the one decoder that may open it."""

    family: Family
    mime: str
    reader: str = ""


UNKNOWN = "application/octet-stream"
"""What is called so that begins like nothing we know."""

_OTHER = Content(family=Family.OTHER, mime=UNKNOWN)
_MP4 = Content(family=Family.RECORDING, mime="video/mp4", reader="mov")
_WEBM = Content(family=Family.RECORDING, mime="video/webm", reader="matroska")
_MP3 = Content(family=Family.RECORDING, mime="audio/mpeg", reader="mp3")

# How each kind begins. Signatures: the formats' own specifications.
_BEGINNINGS: tuple[tuple[bytes, Content], ...] = (
    (b"\xff\xd8\xff", Content(family=Family.PICTURE, mime="image/jpeg", reader="JPEG")),
    (b"\x89PNG\r\n\x1a\n", Content(family=Family.PICTURE, mime="image/png", reader="PNG")),
    (b"GIF87a", Content(family=Family.PICTURE, mime="image/gif", reader="GIF")),
    (b"GIF89a", Content(family=Family.PICTURE, mime="image/gif", reader="GIF")),
    (b"OggS", Content(family=Family.RECORDING, mime="audio/ogg", reader="ogg")),
    (b"\x1a\x45\xdf\xa3", _WEBM),
    (b"fLaC", Content(family=Family.RECORDING, mime="audio/flac", reader="flac")),
    (b"#!AMR\n", Content(family=Family.RECORDING, mime="audio/amr", reader="amr")),
    (b"ID3", _MP3),
    (b"\xff\xfb", _MP3),
    (b"\xff\xf3", _MP3),
    (b"\xff\xf2", _MP3),
    (b"\xff\xf1", Content(family=Family.RECORDING, mime="audio/aac", reader="aac")),
    (b"\xff\xf9", Content(family=Family.RECORDING, mime="audio/aac", reader="aac")),
    (b"%PDF-", Content(family=Family.OTHER, mime="application/pdf")),
)
# Where a RIFF file and one of boxes (ISO 14496-12) say what they are.
_RIFF = {
    b"WEBP": Content(family=Family.PICTURE, mime="image/webp", reader="WEBP"),
    b"WAVE": Content(family=Family.RECORDING, mime="audio/wav", reader="wav"),
}
_STILL = (b"heic", b"heix", b"mif1", b"msf1", b"avif")
_HEIC = Content(family=Family.OTHER, mime="image/heic")
_BOXES = (b"moov", b"mdat", b"wide", b"free", b"skip")

# Programs of Windows, Linux, macOS (four), Android and Java; scripts; and archives.
_UNWELCOME = (
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"dex\n",
    b"#!/",
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"\x28\xb5\x2f\xfd",
    b"MSCF",
    b"!<arch>",
    b"\xed\xab\xee\xdb",
)
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
# The name of a zip's first entry stands in clear from here on; nothing is unpacked.
_ZIP_NAME = 30
# What office programs put first: Office Open XML, OpenDocument and EPUB.
_OFFICE = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"word/", b"xl/", b"ppt/", b"mimetype")
_OFFICE_FILE = Content(family=Family.OTHER, mime="application/vnd.openxmlformats")
_TAR_AT, _TAR = 257, b"ustar"

_BAD_ENDINGS = re.compile(
    r"exe|com|scr|pif|bat|cmd|msi|msix|ps1|vbs|vbe|js|jse|wsf|hta|lnk|dll|cpl|reg|sh|bash|run"
    r"|apk|xapk|aab|ipa|jar|dmg|pkg|app|deb|rpm|appimage|iso|img"
    r"|zip|rar|7z|tar|gz|tgz|bz2|xz|zst|cab|arj|lzh|ace",
    re.IGNORECASE,
)
_BAD_MIMES = re.compile(
    r"application/(zip|x-zip-compressed|x-rar-compressed|vnd\.rar|x-7z-compressed|gzip|x-gzip"
    r"|x-tar|x-bzip2|x-xz|zstd|java-archive|vnd\.android\.package-archive|x-msdownload"
    r"|x-msdos-program|x-dosexec|x-executable|x-elf|x-sh|x-iso9660-image|x-apple-diskimage)",
    re.IGNORECASE,
)


def demand_welcome(*, size: int | None, name: str | None, mime: str | None) -> None:
    """Return if a file may be fetched, going by what Telegram says of it.

    That may be a lie: what comes is looked at again by its content.

    Raises:
        TooBig: If a bot would not be given it.
        Unwelcome: If it calls itself a program or an archive.
    """
    if size is not None and size > LARGEST:
        raise TooBig
    _, dot, ending = (name or "").strip().rpartition(".")
    if (dot and _BAD_ENDINGS.fullmatch(ending)) or _BAD_MIMES.fullmatch(mime or ""):
        raise Unwelcome("a program or an archive by its name")


def content_of(data: bytes) -> Content:
    """Return what *data* is, by its first bytes.

    Raises:
        Broken: If there is nothing in it.
        Unwelcome: If it is a program or an archive.
    """
    if not data:
        raise Broken("file is empty")
    if data.startswith(_UNWELCOME) or data[_TAR_AT:].startswith(_TAR):
        raise Unwelcome("a program or an archive by its content")
    if data.startswith((_ZIP, _EMPTY_ZIP)):
        return _zipped(data)
    if data.startswith(b"RIFF"):
        return _RIFF.get(data[8:12], _OTHER)
    if data[4:8] == b"ftyp" or data[4:8] in _BOXES:
        return _HEIC if data[8:12] in _STILL else _MP4
    known = (content for beginning, content in _BEGINNINGS if data.startswith(beginning))
    return next(known, _OTHER)


def _zipped(data: bytes) -> Content:
    if data[_ZIP_NAME:].startswith(_OFFICE):
        return _OFFICE_FILE
    raise Unwelcome("an archive by its content")

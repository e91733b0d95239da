"""What people send besides text, in Telegram's shape, and the files behind it."""

import base64
from dataclasses import dataclass

from sandbox.wire import Json

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYGAAAAAEAAH2FzhVAAAAAElFTkSuQmCC"
)
"""A picture of one black point, sent when a test brings none of its own."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as getFile describes it; `size` may be larger than what is kept."""

    file_id: str
    path: str
    data: bytes
    size: int

    @property
    def unique_id(self) -> str:
        """The id that stays the same for every bot."""
        return f"AgAD{self.file_id[-8:]}"

    def as_json(self) -> Json:
        """Return what every kind of file says of itself."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": self.size,
        }


class FileShelf:
    """The files that were sent, by id and by path."""

    def __init__(self) -> None:
        self.by_id: dict[str, StoredFile] = {}
        self.by_path: dict[str, StoredFile] = {}

    def keep(self, folder: str, suffix: str, data: bytes, size: int | None = None) -> StoredFile:
        """Keep *data*; *size* may claim more than is there, to test limits."""
        number = len(self.by_id)
        stored = StoredFile(
            file_id=f"AgACAgUAAxkBAAIB{number:08d}",
            path=f"{folder}/file_{number}{suffix}",
            data=data,
            size=len(data) if size is None else size,
        )
        self.by_id[stored.file_id] = stored
        self.by_path[stored.path] = stored
        return stored


def photo(shelf: FileShelf, data: bytes = PIXEL, size: int | None = None) -> Json:
    """Return the content of a photo, in two sizes as Telegram makes them."""
    small = shelf.keep("photos", ".jpg", data)
    large = shelf.keep("photos", ".jpg", data, size)
    return {
        "photo": [
            {**small.as_json(), "width": 90, "height": 67},
            {**large.as_json(), "width": 1280, "height": 960},
        ]
    }


def document(shelf: FileShelf, data: bytes, name: str, mime: str, size: int | None = None) -> Json:
    """Return the content of a file sent as a file."""
    stored = shelf.keep("documents", f".{name.rpartition('.')[2]}", data, size)
    return {"document": {**stored.as_json(), "file_name": name, "mime_type": mime}}


def voice(shelf: FileShelf, data: bytes, seconds: int, size: int | None = None) -> Json:
    """Return the content of a voice message."""
    stored = shelf.keep("voice", ".oga", data, size)
    return {"voice": {**stored.as_json(), "duration": seconds, "mime_type": "audio/ogg"}}


def video(shelf: FileShelf, data: bytes, seconds: int, size: int | None = None) -> Json:
    """Return the content of a video."""
    stored = shelf.keep("videos", ".mp4", data, size)
    shape = {"width": 640, "height": 360, "duration": seconds, "mime_type": "video/mp4"}
    return {"video": {**stored.as_json(), **shape}}


def audio(shelf: FileShelf, data: bytes, name: str, seconds: int, size: int | None = None) -> Json:
    """Return the content of a piece of sound sent as music."""
    stored = shelf.keep("music", ".mp3", data, size)
    shape = {"duration": seconds, "file_name": name, "mime_type": "audio/mpeg"}
    return {"audio": {**stored.as_json(), **shape}}


def video_note(shelf: FileShelf, data: bytes, seconds: int, size: int | None = None) -> Json:
    """Return the content of a round video."""
    stored = shelf.keep("video_notes", ".mp4", data, size)
    return {"video_note": {**stored.as_json(), "length": 384, "duration": seconds}}


def animation(shelf: FileShelf, data: bytes, name: str, size: int | None = None) -> Json:
    """Return the content of a silent video; Telegram repeats it as a document."""
    stored = shelf.keep("animations", ".mp4", data, size)
    shape = {"file_name": name, "mime_type": "video/mp4"}
    moving = {"width": 320, "height": 240, "duration": 2}
    whole: Json = {**stored.as_json(), **shape}
    return {"animation": whole | moving, "document": whole}


def sticker(shelf: FileShelf, emoji: str) -> Json:
    """Return the content of a sticker."""
    stored = shelf.keep("stickers", ".webp", b"sticker")
    shape = {"type": "regular", "width": 512, "height": 512, "emoji": emoji}
    return {"sticker": {**stored.as_json(), **shape, "is_animated": False, "is_video": False}}


def location(latitude: float, longitude: float) -> Json:
    """Return the content of a place on the map."""
    return {"location": {"latitude": latitude, "longitude": longitude}}


def contact(phone_number: str, first_name: str, user_id: int | None = None) -> Json:
    """Return the content of a shared contact."""
    body: Json = {"phone_number": phone_number, "first_name": first_name}
    return {"contact": body if user_id is None else {**body, "user_id": user_id}}


def dice(value: int) -> Json:
    """Return the content of a thrown die."""
    return {"dice": {"emoji": "🎲", "value": value}}


def poll(question: str, options: tuple[str, ...]) -> Json:
    """Return the content of a poll that nobody has answered yet."""
    choices = [
        {"persistent_id": str(number), "text": text, "voter_count": 0}
        for number, text in enumerate(options)
    ]
    flags = ("is_closed", "allows_multiple_answers", "allows_revoting", "members_only")
    body: Json = {
        "id": "5100000000000000001",
        "question": question,
        "options": choices,
        "total_voter_count": 0,
        "is_anonymous": True,
        "type": "regular",
    }
    return {"poll": {**body, **dict.fromkeys(flags, False)}}

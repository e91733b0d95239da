"""What a message holds besides words."""

from dataclasses import dataclass, field

from telegram import Message

from casework.files import FileKind, SentFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A point on the map, in degrees."""

    latitude: float = field(repr=False)
    longitude: float = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedContact:
    """A card from somebody's address book; *is_own* if it is the sender's."""

    name: str = field(repr=False)
    phone: str = field(repr=False)
    is_own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A sticker, a poll, a die: something that tells us nothing."""


Content = SentFile | Location | SharedContact | Other

# An animation comes with a document of the same file beside it: the first that is there counts.
_FILES = (
    FileKind.VOICE,
    FileKind.VIDEO_NOTE,
    FileKind.VIDEO,
    FileKind.ANIMATION,
    FileKind.AUDIO,
    FileKind.DOCUMENT,
)


def of(message: Message) -> Content | None:
    """Return what *message* holds besides words, None if it is words alone."""
    if message.text is not None:
        return None
    if message.location:
        place = message.location
        return Location(latitude=place.latitude, longitude=place.longitude)
    if message.contact:
        return _contact(message)
    return _file(message) or Other()


def _contact(message: Message) -> SharedContact:
    card, user = message.contact, message.from_user
    assert card is not None, "asked for only where there is one"  # noqa: S101
    name = " ".join(part for part in (card.first_name, card.last_name) if part)
    is_own = user is not None and card.user_id == user.id
    return SharedContact(name=name, phone=card.phone_number, is_own=is_own)


def _file(message: Message) -> SentFile | None:
    if message.photo:
        largest = message.photo[-1]
        return SentFile(
            kind=FileKind.PHOTO,
            telegram_id=largest.file_id,
            size=largest.file_size,
            name=None,
            mime="image/jpeg",
        )
    for kind in _FILES:
        found = getattr(message, kind.value)
        if found is not None:
            return SentFile(
                kind=kind,
                telegram_id=found.file_id,
                size=found.file_size,
                name=getattr(found, "file_name", None),
                mime=getattr(found, "mime_type", None),
            )
    return None

"""Sending: every kind of message a person can write to the bot."""

from sandbox import media
from sandbox.chats import Chat, Message, Standing
from sandbox.entities import Formatted, clean, detected, trimmed
from sandbox.state import State
from sandbox.window import Window
from sandbox.wire import Json


class Postbox(Window):
    """The sending half of a phone. Without `chat` it goes to the bot."""

    def __init__(self, state: State, chat: Chat, user: Json) -> None:
        super().__init__(state, chat)
        self.user = user

    def say(
        self,
        text: str,
        *,
        chat: Chat | None = None,
        reply_to: Message | None = None,
        topic: int | None = None,
    ) -> Message:
        """Write a text; commands and links in it are marked as Telegram does."""
        return self.send(_written(text), chat=chat, reply_to=reply_to, topic=topic)

    def edit(self, message: Message, text: str) -> Message:
        """Change an own text."""
        kept = {key: value for key, value in message.content.items() if key != "entities"}
        message.content = kept | _written(text)
        message.edited_at = int(self.state.clock.now())
        self.mark()
        self.state.touch(message)
        self.state.deliver("edited_message", message.as_json())
        return message

    def forward(self, text: str, *, origin: str = "Somebody", chat: Chat | None = None) -> Message:
        """Pass a text on that a person with a hidden account wrote."""
        source = {
            "type": "hidden_user",
            "sender_user_name": origin,
            "date": int(self.state.clock.now()) - 60,
        }
        return self.send({"forward_origin": source, **_written(text)}, chat=chat)

    def send_photo(
        self,
        caption: str = "",
        data: bytes = media.PIXEL,
        *,
        album: str | None = None,
        size: int | None = None,
    ) -> Message:
        """Send a photo; those with one *album* belong together.

        Here and below *size* may claim another number of bytes than there are.
        """
        return self._send_captioned(media.photo(self.state.files, data, size), caption, album)

    def send_document(
        self,
        caption: str = "",
        data: bytes = b"sandbox",
        *,
        name: str = "note.txt",
        mime: str = "text/plain",
        album: str | None = None,
        size: int | None = None,
    ) -> Message:
        """Send a file as it is."""
        content = media.document(self.state.files, data, name, mime, size)
        return self._send_captioned(content, caption, album)

    def send_voice(
        self, caption: str = "", data: bytes = b"OggS", *, seconds: int = 3, size: int | None = None
    ) -> Message:
        """Send a voice message."""
        return self._send_captioned(media.voice(self.state.files, data, seconds, size), caption)

    def send_audio(
        self,
        caption: str = "",
        data: bytes = b"ID3",
        *,
        name: str = "sound.mp3",
        seconds: int = 5,
        album: str | None = None,
        size: int | None = None,
    ) -> Message:
        """Send a piece of sound as music."""
        content = media.audio(self.state.files, data, name, seconds, size)
        return self._send_captioned(content, caption, album)

    def send_video(
        self,
        caption: str = "",
        data: bytes = b"ftyp",
        *,
        seconds: int = 4,
        album: str | None = None,
        size: int | None = None,
    ) -> Message:
        """Send a video."""
        content = media.video(self.state.files, data, seconds, size)
        return self._send_captioned(content, caption, album)

    def send_video_note(
        self, data: bytes = b"ftyp", *, seconds: int = 6, size: int | None = None
    ) -> Message:
        """Send a round video; it has no caption."""
        return self.send(media.video_note(self.state.files, data, seconds, size))

    def send_animation(
        self,
        caption: str = "",
        data: bytes = b"ftyp",
        *,
        name: str = "moving.mp4",
        size: int | None = None,
    ) -> Message:
        """Send a silent video, as telephones make of a GIF."""
        content = media.animation(self.state.files, data, name, size)
        return self._send_captioned(content, caption)

    def send_sticker(self, emoji: str = "🍁") -> Message:
        """Send a sticker."""
        return self.send(media.sticker(self.state.files, emoji))

    def send_location(self, latitude: float = 22.7205, longitude: float = 114.2466) -> Message:
        """Send a place; without numbers the middle of Longgang."""
        return self.send(media.location(latitude, longitude))

    def send_contact(self, phone_number: str = "+8613800000000", name: str = "Somebody") -> Message:
        """Send a contact."""
        return self.send(media.contact(phone_number, name))

    def send_dice(self, value: int = 4) -> Message:
        """Throw a die."""
        return self.send(media.dice(value))

    def send_poll(self, question: str = "?", options: tuple[str, ...] = ("1", "2")) -> Message:
        """Send a poll."""
        return self.send(media.poll(question, options))

    def send(
        self,
        content: Json,
        *,
        chat: Chat | None = None,
        reply_to: Message | None = None,
        topic: int | None = None,
    ) -> Message:
        """Send any content in Telegram's shape, and tell the bot.

        Raises:
            PermissionError: If the bot is blocked here, as Telegram's own
                client would not let a person write.
        """
        place = chat or self.chat
        if place.private and place.standing is Standing.KICKED:
            raise PermissionError("unblock the bot first")
        if topic is not None:
            content = {**content, "message_thread_id": topic, "is_topic_message": True}
        place.started = True
        message = self.state.post(place, self.user, content, reply_to=reply_to)
        self.mark()
        if self._reaches_bot(message):
            self.state.deliver("message", message.as_json())
        return message

    def _send_captioned(self, content: Json, caption: str, album: str | None = None) -> Message:
        if caption:
            words = _written(caption)
            content["caption"] = words["text"]
            if "entities" in words:
                content["caption_entities"] = words["entities"]
        if album is not None:
            content["media_group_id"] = album
        return self.send(content)

    def _reaches_bot(self, message: Message) -> bool:
        """Tell whether the bot sees it: in groups that depends on its rights."""
        if message.chat.standing in {Standing.KICKED, Standing.LEFT}:
            return False
        if message.chat.private or self.state.reads_groups:
            return True
        if message.chat.standing is Standing.ADMINISTRATOR:
            return True
        answered = message.reply_to is not None and message.reply_to.by_bot
        return answered or self._addresses_bot(message)

    def _addresses_bot(self, message: Message) -> bool:
        username = f"@{self.state.bot['username']}"
        if username in message.text:
            return True
        return message.text.startswith("/") and "@" not in message.text.split(maxsplit=1)[0]


def _written(text: str) -> Json:
    written = detected(trimmed(Formatted(clean(text))))
    if not written.text:
        raise ValueError("Telegram does not send an empty message")
    if not written.entities:
        return {"text": written.text}
    return {"text": written.text, "entities": written.entities}

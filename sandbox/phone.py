"""A person with a phone: types, presses, sends, reads."""

from sandbox.chats import Chat, ChatKind, Message, Standing
from sandbox.postbox import Postbox
from sandbox.state import Press, State
from sandbox.wire import Json


class Phone(Postbox):
    """One person's Telegram. Without `chat` everything goes to the bot."""

    def __init__(self, state: State, user: Json, *, started: bool, on_page: bool) -> None:
        face: Json = {key: user[key] for key in ("first_name", "username") if key in user}
        chat = Chat(chat_id=user["id"], kind=ChatKind.PRIVATE, face=face, started=started)
        super().__init__(state, chat, user)
        self.on_page = on_page
        self.presses: list[Press] = []

    @property
    def person_id(self) -> int:
        """The Telegram id of the person, and of their chat with the bot."""
        return int(self.user["id"])

    @property
    def name(self) -> str:
        """The first name."""
        return str(self.user["first_name"])

    @property
    def language_code(self) -> str:
        """The language the phone speaks, as Telegram tells bots."""
        return str(self.user["language_code"])

    @language_code.setter
    def language_code(self, code: str) -> None:
        self.user = {**self.user, "language_code": code}
        self.state.touch()

    @property
    def typing(self) -> bool:
        """Whether the bot is shown as busy."""
        return self.chat.action is not None and self.chat.action_until > self.state.clock.now()

    def press(
        self,
        button: str,
        message: Message | None = None,
        *,
        chat: Chat | None = None,
        stale: bool = False,
    ) -> Press:
        """Press the button with this text or data, on the newest that has it.

        With *stale*, *button* is data that is pressed on *message* although
        it may be gone: two phones can race, and Telegram lets it through.

        Raises:
            LookupError: If no message has such a button.
        """
        place = chat or self.chat
        if stale and message is not None:
            return self._press(message, button)
        candidates = [message] if message else list(place.visible())[::-1]
        for candidate in candidates:
            for one in (one for row in candidate.buttons for one in row):
                if one.data is not None and button in (one.text, one.data):
                    return self._press(candidate, one.data)
        raise LookupError("there is no such button")

    def _press(self, message: Message, data: str) -> Press:
        number = len(self.state.presses) + 1
        press = Press(
            query_id=f"{4_400_000_000_000_000_000 + number}",
            person_id=self.person_id,
            at=self.state.clock.now(),
        )
        self.state.presses[press.query_id] = press
        self.presses.append(press)
        self.mark()
        shown = message.as_json()
        if message.deleted:
            shown = {"chat": shown["chat"], "message_id": shown["message_id"], "date": 0}
        body = {
            "id": press.query_id,
            "from": self.user,
            "message": shown,
            "chat_instance": f"{message.chat.chat_id * 7919}",
            "data": data,
        }
        self.state.deliver("callback_query", body)
        return press

    def block(self) -> None:
        """Block the bot: it cannot write here any more, and is told so."""
        self.state.stand(self.chat, self.user, Standing.KICKED)

    def unblock(self) -> None:
        """Let the bot write again."""
        self.state.stand(self.chat, self.user, Standing.MEMBER)

    def deactivate(self) -> None:
        """Delete the account: nothing can be sent to it any more."""
        self.chat.deactivated = True

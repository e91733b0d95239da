"""Everything the stand-in knows, in memory."""

from dataclasses import dataclass

from sandbox.bell import Bell
from sandbox.calls import CallLog
from sandbox.chats import Chat, Message, Standing
from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.media import FileShelf
from sandbox.profile import Profile
from sandbox.throttle import Throttle
from sandbox.updates import UpdateQueue
from sandbox.webhook import Webhook
from sandbox.wire import Json

DEFAULT_TOKEN = "100200300:SANDBOX-token-for-this-machine-only"  # noqa: S105 - opens nothing


@dataclass(slots=True, kw_only=True)
class Press:
    """A pressed button, until and after the bot answers it."""

    query_id: str
    person_id: int
    at: float
    answer: str | None = None
    alert: bool = False
    answered: bool = False


class State:
    """Chats, messages, updates, switches. One event loop uses it, no locks.

    `reads_groups` is BotFather's privacy switch: without it a bot sees in
    groups only commands, answers to it and service messages. `buttons_overtake`
    gives pressed buttons a queue of their own on the way to a webhook.
    """

    def __init__(
        self,
        *,
        token: str = DEFAULT_TOKEN,
        name: str = "Sandbox Bot",
        username: str = "sandbox_bot",
        seed: int = 0,
        enforce_limits: bool = False,
        reads_groups: bool = True,
    ) -> None:
        self.token = token
        self.bot: Json = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": name,
            "username": username,
        }
        self.reads_groups = reads_groups
        self.clock = Clock()
        self.chats: dict[int, Chat] = {}
        self.presses: dict[str, Press] = {}
        self.files = FileShelf()
        self.profile = Profile()
        self.updates = UpdateQueue()
        self.webhook: Webhook | None = None
        self.buttons_overtake = False
        self.faults = Faults(seed)
        self.throttle = Throttle()
        self.throttle.enforced = enforce_limits
        self.calls = CallLog()
        self.version = 0
        self.open = True
        self.polls = 0
        self.news = Bell()
        self.mail = Bell()
        self.closing = Bell()

    def post(
        self,
        chat: Chat,
        sender: Json,
        content: Json,
        *,
        keyboard: Json | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        """Put a message into a chat, for everybody to see."""
        message = Message(
            chat=chat,
            message_id=chat.next_id,
            date=int(self.clock.now()),
            sender=sender,
            content=content,
            keyboard=keyboard,
            reply_to=reply_to,
        )
        chat.next_id += 1
        chat.messages[message.message_id] = message
        if sender is self.bot:
            chat.action = None
        self.touch(message)
        return message

    def touch(self, message: Message | None = None) -> None:
        """Say that something has changed on the phones."""
        self.version += 1
        if message is not None:
            message.changed = message.chat.changed = self.version
        self.news.ring()

    def deliver(self, kind: str, body: Json) -> Json | None:
        """Queue an update for the bot, if it asked for this kind."""
        update = self.updates.add(kind, body)
        if update is not None:
            self.mail.ring()
        return update

    def close(self) -> None:
        """Let everybody who waits go; for a server that stops."""
        self.open = False
        for bell in (self.news, self.mail, self.closing):
            bell.ring()

    def stand(self, chat: Chat, person: Json, new: Standing) -> None:
        """Change what the bot is in a chat, and tell it."""
        old, chat.standing = chat.standing, new
        self.touch()
        self.deliver(
            "my_chat_member",
            {
                "chat": chat.as_json(),
                "from": person,
                "date": int(self.clock.now()),
                "old_chat_member": self._membership(old),
                "new_chat_member": self._membership(new),
            },
        )

    def _membership(self, standing: Standing) -> Json:
        body: Json = {"user": self.bot, "status": standing.value}
        if standing is Standing.KICKED:
            body["until_date"] = 0
        if standing is Standing.ADMINISTRATOR:
            body |= dict.fromkeys(_RIGHTS, False) | {"can_delete_messages": True}
        return body


_RIGHTS = (
    "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages",
    "can_manage_video_chats", "can_restrict_members", "can_promote_members", "can_change_info",
    "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
)  # fmt: skip

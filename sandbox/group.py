"""A group that the bot may be in."""

from sandbox import forum
from sandbox.chats import Chat, ChatKind, Message, Standing
from sandbox.phone import Phone
from sandbox.state import Press, State
from sandbox.window import Window


class Group(Window):
    """A group's chat, and what can happen to it."""

    def __init__(self, state: State, chat: Chat) -> None:
        super().__init__(state, chat)
        self.members: dict[int, Phone] = {}

    @property
    def title(self) -> str:
        """The name of the group."""
        return str(self.chat.face["title"])

    def add(self, phone: Phone) -> None:
        """Let a person in."""
        self.members[phone.person_id] = phone
        self.chat.members.add(phone.person_id)
        self.state.touch()

    def say(
        self,
        phone: Phone,
        text: str,
        *,
        reply_to: Message | None = None,
        topic: int | None = None,
    ) -> Message:
        """Write a text as one of the members, in a topic if the group has some."""
        self.add(phone)
        message = phone.say(text, chat=self.chat, reply_to=reply_to, topic=topic)
        self.since = phone.since
        return message

    def press(self, phone: Phone, button: str, message: Message | None = None) -> Press:
        """Press a button as one of the members."""
        self.add(phone)
        self.mark()
        return phone.press(button, message, chat=self.chat)

    def add_topic(self, name: str) -> int:
        """Open a topic and return its id; this makes the group a forum."""
        topic = self.chat.next_id
        self.chat.next_id += 1
        self.chat.topics[topic] = name
        self.chat.face = {**self.chat.face, "is_forum": True}
        return topic

    def delete_topic(self, topic: int) -> None:
        """Let a member delete a topic with all its messages; bots are not told."""
        forum.drop(self.state, self.chat, topic)

    def invite_bot(self, phone: Phone, *, administrator: bool = False) -> None:
        """Put the bot into the group, and tell it."""
        standing = Standing.ADMINISTRATOR if administrator else Standing.MEMBER
        self.state.stand(self.chat, phone.user, standing)

    def kick_bot(self, phone: Phone) -> None:
        """Put the bot out, and tell it."""
        self.state.stand(self.chat, phone.user, Standing.KICKED)

    def migrate(self, phone: Phone, new_id: int) -> "Group":
        """Turn a plain group into a supergroup with another id.

        Messages to the old id are refused from now on, with the new one as a
        hint; both chats say so in a service message.
        """
        chat = Chat(
            chat_id=new_id,
            kind=ChatKind.SUPERGROUP,
            face=self.chat.face,
            standing=self.chat.standing,
            members=set(self.chat.members),
        )
        self.state.chats[new_id] = chat
        group = Group(self.state, chat)
        group.members = dict(self.members)
        phone.send({"migrate_to_chat_id": new_id}, chat=self.chat)
        phone.send({"migrate_from_chat_id": self.chat_id}, chat=chat)
        self.chat.moved_to = new_id
        return group

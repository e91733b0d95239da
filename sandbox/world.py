"""The world of the stand-in: the state, and the people and groups in it."""

from sandbox.chats import Chat, ChatKind, Standing
from sandbox.group import Group
from sandbox.phone import Phone
from sandbox.state import DEFAULT_TOKEN, State
from sandbox.wire import Json

FIRST_PERSON_ID = 5_200_000_001
"""Beyond 32 bits, as newer accounts are."""

FIRST_SUPERGROUP_ID = -1_001_000_000_001
FIRST_GROUP_ID = -4_000_000_001


class World(State):
    """What tests and the demo hold in hand."""

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
        super().__init__(
            token=token,
            name=name,
            username=username,
            seed=seed,
            enforce_limits=enforce_limits,
            reads_groups=reads_groups,
        )
        self.phones: dict[int, Phone] = {}
        self.groups: dict[int, Group] = {}

    def add_person(
        self,
        name: str,
        language_code: str = "zh-hans",
        *,
        username: str | None = None,
        started: bool = True,
        on_page: bool = True,
    ) -> Phone:
        """Add a person with a phone.

        *started* means that they once pressed Start: to others a bot cannot
        write. *on_page* gives them a phone on the page.
        """
        user: Json = {
            "id": FIRST_PERSON_ID + len(self.phones),
            "is_bot": False,
            "first_name": name,
            "language_code": language_code,
        }
        if username is not None:
            user["username"] = username
        phone = Phone(self, user, started=started, on_page=on_page)
        self.phones[phone.person_id] = phone
        self.chats[phone.person_id] = phone.chat
        self.touch()
        return phone

    def add_group(
        self,
        title: str,
        *,
        chat_id: int | None = None,
        supergroup: bool = True,
        standing: Standing = Standing.ADMINISTRATOR,
    ) -> Group:
        """Add a group with the bot in it, without telling the bot.

        `Group.invite_bot` tells it; start with `standing=Standing.LEFT` then.
        """
        first = FIRST_SUPERGROUP_ID if supergroup else FIRST_GROUP_ID
        chat = Chat(
            chat_id=first - len(self.groups) if chat_id is None else chat_id,
            kind=ChatKind.SUPERGROUP if supergroup else ChatKind.GROUP,
            face={"title": title},
            standing=standing,
        )
        return self._known(Group(self, chat))

    def migrate(self, group: Group, phone: Phone) -> Group:
        """Turn a plain group into a supergroup; return the new one."""
        new_id = FIRST_SUPERGROUP_ID - len(self.groups)
        return self._known(group.migrate(phone, new_id))

    def _known(self, group: Group) -> Group:
        self.groups[group.chat_id] = group
        self.chats[group.chat_id] = group.chat
        self.touch()
        return group

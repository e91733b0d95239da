"""What the bot says about itself: commands and descriptions, by language."""

from dataclasses import dataclass, field

from sandbox.chats import Chat
from sandbox.wire import Json

Place = tuple[str, int | None, int | None]
"""A scope's kind with its chat and person, where it has them."""

DEFAULT: Place = ("default", None, None)


@dataclass(slots=True)
class Profile:
    """Commands by scope and language, descriptions by language."""

    commands: dict[tuple[Place, str], list[Json]] = field(default_factory=dict)
    description: dict[str, str] = field(default_factory=dict)
    short_description: dict[str, str] = field(default_factory=dict)

    def menu(self, chat: Chat, person_id: int, language_code: str) -> list[Json]:
        """Return the commands that a person sees in a chat.

        The narrowest scope wins, and within it the person's language before
        none; a language counts by its first two letters, as on Telegram, so
        that zh-hans and zh-hant share one menu.
        """
        for place in _places(chat, person_id):
            for language in (language_code[:2], ""):
                found = self.commands.get((place, language))
                if found:
                    return found
        return []

    def about(self, language_code: str) -> str:
        """Return the text shown before the first message."""
        return self.description.get(language_code[:2]) or self.description.get("", "")


def _places(chat: Chat, person_id: int) -> tuple[Place, ...]:
    chat_id = chat.chat_id
    if chat.private:
        return ("chat", chat_id, None), ("all_private_chats", None, None), DEFAULT
    return (
        ("chat_member", chat_id, person_id),
        ("chat", chat_id, None),
        ("all_group_chats", None, None),
        DEFAULT,
    )

"""What the bot says in a group: the group's number, for the configuration, and no more."""

from casework import outbox
from casework.sayings import Saying, Text
from casework.work import Work
from handlers.guards import InGroup
from handlers.residents.commands import COMMANDS


async def command(work: Work, incoming: InGroup) -> None:
    """Answer /chatid with the number of this group, our other commands with where to write.

    Commands we do not know are another bot's, and so are those that name it.
    """
    language = work.house.settings.district.language
    typed, _, addressed = incoming.text.split()[0].lower().partition("@")
    if addressed and addressed != (work.house.username or "").lower():
        return
    word = typed.removeprefix("/")
    if word == "chatid":
        text = Text(key="group.number", params={"number": str(incoming.sender.chat_id)})
    elif word in COMMANDS:
        text = Text(key="group.private_only")
    else:
        return
    await outbox.say_in_group(
        work, incoming.sender.chat_id, Saying(language=language, texts=(text,))
    )

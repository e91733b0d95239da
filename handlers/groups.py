"""What the bot says in a group: the group's number, and whose topic it is."""

from casework import cards, officers, outbox
from casework.sayings import Params, Saying, Text
from casework.work import Work
from handlers.guards import InGroup
from handlers.officers.commands import COMMANDS as OF_OFFICERS
from handlers.residents.commands import COMMANDS
from triage.errors import BridgeError
from triage.routing import Queue

_BIND_WORDS = 2


async def command(work: Work, incoming: InGroup) -> None:
    """Answer /chatid with the number of this group, /bind by binding, our others with where to.

    Commands we do not know are another bot's, and so are those that name it.
    """
    typed, _, addressed = incoming.text.split()[0].lower().partition("@")
    if addressed and addressed != (work.house.username or "").lower():
        return
    word = typed.removeprefix("/")
    if word == "chatid":
        params: Params = {"number": str(incoming.sender.chat_id)}
        await _say(work, incoming, Text(key="group.number", params=params))
    elif word == "bind":
        await _bind(work, incoming)
    elif word in COMMANDS or word in OF_OFFICERS:
        await _say(work, incoming, Text(key="group.private_only"))


async def explain(work: Work, incoming: InGroup, error: BridgeError) -> None:
    """Say why a command in a group could not be carried out."""
    await _say(work, incoming, Text(key=error.text_key, params=dict(error.params)))


async def _bind(work: Work, incoming: InGroup) -> None:
    """Let this topic be that of a queue and desk; whoever may not is not answered.

    Raises:
        NoSuchDesk: If that desk does not serve that queue.
    """
    officer = await officers.of_user(work, incoming.sender.user_id)
    if officer is None:
        return
    given = incoming.text.split()[1:]
    known = {queue.value: queue for queue in Queue}
    if len(given) != _BIND_WORDS or given[0] not in known:
        await _say(work, incoming, Text(key="group.bind_how"))
        return
    place = (incoming.sender.chat_id, incoming.thread_id)
    bound = await cards.bind(work, officer, known[given[0]], given[1], place)
    await _say(work, incoming, Text(key="group.bound", params={"n": bound}))


async def _say(work: Work, incoming: InGroup, text: Text) -> None:
    saying = Saying(
        language=work.house.settings.district.language,
        texts=(text,),
        thread_id=incoming.thread_id,
    )
    await outbox.say_in_group(work, incoming.sender.chat_id, saying)

"""The officers' side of the bot: what is theirs of an update, and what is said when it fails."""

from casework import deeds, errands, officers, outbox, staffing
from casework.officers import Officer
from casework.sayings import Saying, Text
from casework.work import Resident, Work
from handlers.officers import buttons, commands, presses, showing, tasks
from triage.errors import BridgeError, Outdated

START = "/start "


async def pressed(work: Work, resident: Resident, data: str, message_id: int | None) -> None:
    """Do what an officer's button stands for.

    Raises:
        NoSuchCase: If whoever pressed is no officer.
        BridgeError: If it cannot be done.
    """
    officer = await officers.of_user(work, resident.user_id)
    if officer is None:
        raise officers.NoSuchCase("a button of officers, pressed by somebody else")
    await presses.press(work, officer, resident, buttons.desk_press(data), message_id)


async def heard(work: Work, resident: Resident, text: str) -> bool:
    """Take a message that is an officer's: a command of theirs, or the words they were asked for.

    Return False if it is anybody's.

    Raises:
        BridgeError: If it cannot be done.
    """
    if text.startswith(START + staffing.LINK):
        await _enrol(work, resident, text.removeprefix(START + staffing.LINK).strip())
        return True
    word, _, given = text.partition(" ")
    command = commands.COMMANDS.get(word.removeprefix("/").partition("@")[0].lower())
    if text.startswith("/") and command is None:
        return False
    officer = await officers.of_user(work, resident.user_id)
    if officer is None:
        return False
    if text.startswith("/") and command is not None:
        await command(work, officer, resident, given.strip())
        return True
    errand = errands.of_officer(work.house, officer, work.now)
    if errand is None or not text:
        return False
    await tasks.told(work, officer, resident, errand, text)
    return True


async def show_again(work: Work, resident: Resident, data: str, error: BridgeError) -> None:
    """After an old button, say how the case stands now."""
    officer = await officers.of_user(work, resident.user_id)
    if officer is None or not isinstance(error, Outdated | deeds.Taken):
        return
    try:
        found = await deeds.look_at(work, officer, buttons.desk_press(data).case_id)
    except BridgeError:
        return
    await showing.show(work, officer, resident, found)


async def _enrol(work: Work, resident: Resident, token: str) -> None:
    officer: Officer = await staffing.enrol(work, resident, token)
    text = Text(key="staff.welcome", params={"number": officer.number})
    await outbox.answer(work, resident, Saying(language=resident.language, texts=(text,)))
    await commands.help_(work, officer, resident, "")

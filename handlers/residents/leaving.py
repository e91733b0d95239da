"""Forget me: what it does is said first, it is asked once, and done at once."""

from casework import forgetting, outbox
from casework.sayings import Button, Manner, Saying, Text
from casework.work import Resident, Work
from handlers import buttons, talk_buttons


async def ask(work: Work, resident: Resident) -> None:
    """Say what forgetting burns and what stays, and ask."""
    choices = (
        ("button.wipe", buttons.WIPE),
        ("forget.yes", talk_buttons.FORGET),
        ("forget.no", talk_buttons.DO_NOT_FORGET),
    )
    saying = Saying(
        language=resident.language,
        texts=(Text(key="forget.ask"), Text(key="forget.stays"), Text(key="forget.wipe_first")),
        buttons=tuple((Button(label=Text(key=key), data=data),) for key, data in choices),
    )
    await outbox.answer(work, resident, saying)


async def press(work: Work, resident: Resident, data: str, message_id: int | None) -> None:
    """Forget this person, or leave everything as it is."""
    forgets = data == talk_buttons.FORGET
    if forgets:
        await forgetting.forget(work, resident)
        await outbox.retract_commands(work, resident)
    saying = Saying(
        language=resident.language,
        texts=(Text(key="forget.done" if forgets else "forget.kept"),),
        manner=Manner.EDIT if message_id else Manner.SAY,
        message_id=message_id,
        last=forgets,
    )
    await outbox.answer(work, resident, saying)

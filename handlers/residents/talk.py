"""The conversation about a report: words in, the next question out."""

from casework import filing, intake, outbox, trails
from casework.filing import Filed, FreshReceipt
from casework.intake import Note, Step
from casework.sayings import Button, Manner, Saying, Text
from casework.work import Resident, Work
from handlers import buttons
from handlers.buttons import DraftPress
from handlers.residents import questions
from triage import receipts

# Somebody who does not want to live is not helped by a word on gas.
_FIRST_WORDS = {"danger.suicide": "danger.listen"}


async def write(work: Work, resident: Resident, text: str, *, without_file: bool = False) -> None:
    """Take *text* into the draft and ask what is missing.

    With *without_file* the text is the caption of something we cannot take.
    """
    step = await intake.write(work, resident, text)
    if without_file:
        await say(work, resident, Text(key="note.only_the_words"))
    await ask(work, resident, step)


async def ask(work: Work, resident: Resident, step: Step, *, instead_of: int | None = None) -> None:
    """Ask what *step* wants to know; danger comes before any question."""
    if step.note is Note.DANGER:
        key = _FIRST_WORDS.get(step.draft.danger or "", "danger.call_first")
        first = Saying(language=resident.language, texts=(Text(key=key),))
        await outbox.warn(work, resident, first)
    saying = questions.asking(step, resident.language, work.house.data, instead_of=instead_of)
    await outbox.answer(work, resident, saying)


async def begin(work: Work, resident: Resident) -> None:
    """Ask for the story, or go on with the draft that is there."""
    step = await intake.current(work, resident)
    if step is None:
        await say(work, resident, Text(key="question.story"))
    else:
        await ask(work, resident, step)


async def go_on(work: Work, resident: Resident) -> None:
    """Ask the open question again, if a draft is being written."""
    step = await intake.current(work, resident)
    if step is not None:
        await ask(work, resident, step)


async def press(
    work: Work,
    resident: Resident,
    pressed: DraftPress,
    message_id: int | None,
    fresh: FreshReceipt | None,
) -> None:
    """Do what a button of the draft stands for."""
    if pressed.verb == buttons.SEND:
        filed = await filing.send(work, resident, pressed.ticket, fresh)
        await outbox.answer(work, resident, _sent(filed, resident, message_id))
    elif pressed.verb == "discard":
        await intake.demand(work, resident, pressed.ticket)
        await intake.discard(work, resident)
        await say(work, resident, Text(key="cancel.done"), instead_of=message_id)
    else:
        step = await intake.press(work, resident, pressed.ticket, pressed.verb, pressed.value)
        await ask(work, resident, step, instead_of=message_id)


async def wipe(work: Work, resident: Resident) -> None:
    """Delete both sides of this chat."""
    await trails.wipe(work, resident)


async def say(work: Work, resident: Resident, *texts: Text, instead_of: int | None = None) -> None:
    """Say some sentences, in place of an earlier message if there is one."""
    manner = Manner.EDIT if instead_of else Manner.SAY
    saying = Saying(language=resident.language, texts=texts, manner=manner, message_id=instead_of)
    await outbox.answer(work, resident, saying)


def _sent(filed: Filed, resident: Resident, message_id: int | None) -> Saying:
    return Saying(
        language=resident.language,
        texts=(
            Text(key="sent.thanks", params={"reference": filed.reference}),
            Text(key="sent.receipt", params={"receipt": receipts.shown(filed.receipt)}),
            Text(key=f"sent.next.{filed.mode}"),
        ),
        buttons=((Button(label=Text(key="button.wipe"), data=buttons.WIPE),),),
        manner=Manner.EDIT if message_id else Manner.SAY,
        message_id=message_id,
    )

"""The conversation about a report: words and files in, the next question out."""

from dataclasses import replace

from casework import filing, intake, outbox, talks, trails
from casework.filing import Filed, FreshReceipt
from casework.sayings import Manner, Saying, Text
from casework.steps import Step
from casework.work import Resident, Work
from handlers import buttons
from handlers.buttons import DraftPress
from handlers.contents import Location, SharedContact
from handlers.guards import Told
from handlers.residents import questions, standing
from triage import thanks, words
from triage.drafts import Piece
from triage.errors import CannotDoThat
from triage.files import FileRefused
from triage.questions import Question


class CannotTakeEdit(CannotDoThat):
    """A message was edited that is no part of the draft: it was sent, or was an answer."""

    text_key = "error.edited"


class OwnContact(CannotDoThat):
    """The resident's own number, sent without being asked: officers must not see it."""

    text_key = "error.own_contact"


async def write(work: Work, resident: Resident, told: Told) -> None:
    """Take words into the draft and ask what is missing."""
    await ask(work, resident, await intake.write(work, resident, _piece(told)))


async def thanked(work: Work, resident: Resident, text: str) -> bool:
    """Answer thanks where nothing is being written; return whether *text* is that."""
    if not thanks.is_thanks(text) or await intake.current(work, resident) is not None:
        return False
    await say(work, resident, Text(key="thanks.welcome"))
    return True


async def edit(work: Work, resident: Resident, told: Told) -> None:
    """Take a changed message for what it was before.

    Raises:
        CannotTakeEdit: If the draft does not hold it.
    """
    step = await intake.edit(work, resident, _piece(told))
    if step is None:
        raise CannotTakeEdit("edited message is not in the draft")
    await ask(work, resident, step)


async def attach(work: Work, resident: Resident, told: Told) -> None:
    """Take a file, and its caption as words; one answer for a whole album."""
    assert told.file is not None, "called for files alone"  # noqa: S101
    piece = _piece(told) if words.plain(told.text) else None
    try:
        step = await intake.attach(work, resident, told.file, piece, told.album)
    except FileRefused as refused:
        if piece is None:
            raise
        # Refused before anything was written; the words under it are kept.
        await say(work, resident, Text(key=refused.text_key, params=dict(refused.params)))
        step = await intake.write(work, resident, piece, is_story=True)
    if step is not None:
        await ask(work, resident, step)


async def locate(work: Work, resident: Resident, place: Location) -> None:
    """Take a point on the map for where it happens."""
    await ask(work, resident, await intake.locate(work, resident, place.latitude, place.longitude))


async def contact(work: Work, resident: Resident, told: Told, card: SharedContact) -> None:
    """Take somebody's card as words of the story, the resident's own only if asked for.

    Raises:
        OwnContact: If it is their own and nobody had asked.
    """
    step = await intake.current(work, resident)
    asked = step.question if step else Question.STORY
    if card.is_own and asked not in {Question.NAME, Question.REACH}:
        raise OwnContact("own contact without being asked")
    text = card.name if asked is Question.NAME else f"{card.name} {card.phone}".strip()
    piece = Piece(message=told.message_id, text=text)
    is_story = asked not in {Question.NAME, Question.REACH}
    await ask(work, resident, await intake.write(work, resident, piece, is_story=is_story))


async def ask(work: Work, resident: Resident, step: Step, *, instead_of: int | None = None) -> None:
    """Ask what *step* wants to know; danger comes before any question, and at once."""
    today = work.house.settings.district.local(work.now).date()
    saying = questions.asking(
        step, resident.language, work.house.data, instead_of=instead_of, today=today
    )
    if step.warnings:
        await outbox.warn(work, resident, saying)
    else:
        await outbox.answer(work, resident, saying)


async def begin(work: Work, resident: Resident) -> None:
    """Ask for the story, or go on with the draft that is there."""
    step = await intake.current(work, resident)
    if step is None:
        # Who says so writes another one.
        await talks.mark_sent(work, resident, None)
        await say(work, resident, Text(key="question.story"))
    else:
        await ask(work, resident, step)


async def begin_kind(work: Work, resident: Resident, data: str, message_id: int | None) -> None:
    """Begin a report of the kind that was chosen under the welcome."""
    step = await intake.begin(work, resident, data.removeprefix("k|"))
    await ask(work, resident, step, instead_of=message_id)


async def go_on(work: Work, resident: Resident) -> None:
    """Ask the open question again, if a draft is being written."""
    step = await intake.current(work, resident)
    if step is not None:
        await ask(work, resident, step)


async def answer(work: Work, resident: Resident, said: Text) -> None:
    """Say a sentence and ask the open question again; without a draft, the sentence alone."""
    step = await intake.current(work, resident)
    if step is None:
        await say(work, resident, said)
        return
    today = work.house.settings.district.local(work.now).date()
    asked = questions.asking(step, resident.language, work.house.data, today=today)
    await outbox.answer(work, resident, replace(asked, texts=(said, *asked.texts)))


async def press(
    work: Work,
    resident: Resident,
    pressed: DraftPress,
    message_id: int | None,
    fresh: FreshReceipt | None,
) -> None:
    """Do what a button of the draft stands for."""
    match pressed.verb:
        case buttons.SEND:
            filed = await filing.send(work, resident, pressed.ticket, fresh)
            await _sent(work, resident, filed, message_id)
        case buttons.TELL:
            # The words on what to do stay where they are.
            filed = await filing.tell_duty(work, resident, pressed.ticket, fresh)
            await _sent(work, resident, filed, None)
        case buttons.ADD:
            await intake.demand(work, resident, pressed.ticket)
            await say(work, resident, Text(key="note.add"))
        case buttons.NUMBERS:
            await intake.demand(work, resident, pressed.ticket)
            await say(work, resident, Text(key="note.numbers"))
        case buttons.NO_FILES:
            step = await intake.remove_files(work, resident, pressed.ticket)
            await ask(work, resident, step, instead_of=message_id)
        case "discard":
            await intake.demand(work, resident, pressed.ticket)
            await intake.discard(work, resident)
            await say(work, resident, Text(key="cancel.done"), instead_of=message_id)
        case verb:
            step = await intake.press(work, resident, pressed.ticket, verb, pressed.value)
            stays = verb == Question.SAFE
            await ask(work, resident, step, instead_of=None if stays else message_id)


async def wipe(work: Work, resident: Resident) -> None:
    """Delete both sides of this chat."""
    await trails.wipe(work, resident)


async def say(work: Work, resident: Resident, *texts: Text, instead_of: int | None = None) -> None:
    """Say some sentences, in place of an earlier message if there is one."""
    manner = Manner.EDIT if instead_of else Manner.SAY
    saying = Saying(language=resident.language, texts=texts, manner=manner, message_id=instead_of)
    await outbox.answer(work, resident, saying)


async def _sent(work: Work, resident: Resident, filed: Filed, message_id: int | None) -> None:
    """Tell how to find the report again, then go on with what was set aside."""
    notes = (Text(key="sent.files_dropped", params={"n": filed.dropped}),) if filed.dropped else ()
    receipt = await standing.sent(work, resident, filed, *notes, instead_of=message_id)
    await outbox.answer(work, resident, receipt)
    await talks.mark_sent(work, resident, filed.report_id)
    if filed.aside:
        step = await intake.begin_with(work, resident, filed.aside)
        await say(work, resident, Text(key="note.second"))
        await ask(work, resident, step)


def _piece(told: Told) -> Piece:
    return Piece(message=told.message_id, text=told.text)

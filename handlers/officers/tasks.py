"""What an officer's next message is for, and what becomes of it when it comes."""

from dataclasses import replace
from datetime import date

from casework import asking, deeds, errands, handling, outbox, seizing, staffing
from casework.deeds import Wish
from casework.errands import Errand
from casework.officers import Officer
from casework.sayings import Button, Params, Saying, Text
from casework.work import Resident, Work
from handlers.officers import buttons, showing
from handlers.officers.buttons import Verb
from triage import outgoing, replies
from triage.cases import DeskCase
from triage.errors import Invalid
from triage.leads import LeadAct
from triage.notes import NoteKind
from triage.routing import Queue

_ROW = 2
ASKED = frozenset({Verb.NOTE, Verb.EVIDENCE, Verb.SEIZE, Verb.ASK, Verb.ROUTE_TO, Verb.CHARGE})
"""What is pressed and then wants words, besides the acts on a case."""


class WantsNumber(Invalid):
    """Words that should begin with the number of an officer."""

    text_key = "desk.wants_number"


class WantsDay(Invalid):
    """Words that should begin with a day."""

    text_key = "desk.wants_day"


async def begin(
    work: Work, officer: Officer, resident: Resident, found: DeskCase, errand: Errand
) -> None:
    """Ask for the words of *errand*."""
    await errands.begin(work, officer, errand)
    key = f"desk.words.{errand.verb}"
    if errand.verb == Verb.ACT:
        key = f"desk.words.act.{errand.value}"
    params: Params = {"reference": found.reference}
    never = buttons.of_case(
        Text(key="desk.button.never"), (found.id, found.version), Verb.NEVER_MIND
    )
    rows = _replies(work, resident, found) if errand.verb == Verb.ASK else ()
    saying = Saying(
        language=resident.language,
        texts=(Text(key=key, params=params),),
        buttons=(*rows, (never,)),
    )
    await outbox.answer(work, resident, saying)


def _replies(work: Work, resident: Resident, found: DeskCase) -> tuple[tuple[Button, ...], ...]:
    """Return a button for each saved reply, two to a row."""
    shown = []
    for one in replies.in_queue(work.house.data.replies, found.queue):
        label = Text(key="plain", params={"text": one.names[resident.language]})
        case = (found.id, found.version)
        shown.append(buttons.of_case(label, case, Verb.REPLY, one.code))
    return tuple(tuple(shown[at : at + _ROW]) for at in range(0, len(shown), _ROW))


async def reply(
    work: Work, officer: Officer, resident: Resident, errand: Errand, code: str
) -> None:
    """Send a saved reply to whom a question was about to be written."""
    found = await asking.reply(work, officer, errand.case_id, errand.report_id, code)
    await errands.end(work, officer)
    await showing.show(work, officer, resident, found, Text(key="desk.asked"))


async def told(work: Work, officer: Officer, resident: Resident, errand: Errand, text: str) -> None:
    """Take *text* for what it was asked for; after a mistake it is still asked for.

    Raises:
        BridgeError: If it cannot be done so.
    """
    if errand.verb == Verb.ASK:
        await _ask(work, officer, resident, errand, text)
        return
    found = await _done(work, officer, errand, text)
    await errands.end(work, officer)
    await showing.show(work, officer, resident, found, Text(key="desk.done"))


async def ask_now(work: Work, officer: Officer, resident: Resident, errand: Errand) -> None:
    """Send the question that was held back for a second look."""
    found = await asking.ask(work, officer, errand.case_id, errand.report_id, errand.text)
    await errands.end(work, officer)
    await showing.show(work, officer, resident, found, Text(key="desk.asked"))


async def _ask(work: Work, officer: Officer, resident: Resident, errand: Errand, text: str) -> None:
    held = outgoing.concerns(text, work.house.data.outgoing)
    if not held:
        await ask_now(work, officer, resident, replace(errand, text=text))
        return
    await errands.begin(work, officer, replace(errand, text=text))
    found = await deeds.look_at(work, officer, errand.case_id)
    case = (found.id, found.version)
    send = buttons.of_case(Text(key="desk.button.send_anyway"), case, Verb.ASK_NOW)
    never = buttons.of_case(Text(key="desk.button.never"), case, Verb.NEVER_MIND)
    texts = (
        Text(key="outgoing.head"),
        *(Text(key=key, close=True) for key in dict.fromkeys(one.text_key for one in held)),
        Text(key="outgoing.again"),
    )
    saying = Saying(language=resident.language, texts=texts, buttons=((send, never),))
    await outbox.answer(work, resident, saying)


async def _done(work: Work, officer: Officer, errand: Errand, text: str) -> DeskCase:
    case_id = errand.case_id
    match Verb(errand.verb):
        case Verb.NOTE:
            return await handling.note(work, officer, case_id, NoteKind.NOTE, text)
        case Verb.EVIDENCE:
            return await handling.note(work, officer, case_id, NoteKind.EVIDENCE, text)
        case Verb.SEIZE:
            return await seizing.seize(work, officer, case_id, text)
        case Verb.ROUTE_TO:
            queue, _, desk = errand.value.partition(".")
            to = (Queue(queue), desk)
            return await handling.reroute(work, officer, case_id, to, text)
        case Verb.CHARGE:
            day, _, reason = text.strip().partition(" ")
            return await handling.charge(work, officer, case_id, _day(day), reason)
        case _:
            return await _act(work, officer, errand, text)


async def _act(work: Work, officer: Officer, errand: Errand, text: str) -> DeskCase:
    act, given_to = LeadAct(errand.value), None
    if act is LeadAct.GIVE_ON:
        number, _, text = text.strip().partition(" ")
        other = await staffing.called(work, number)
        if other is None:
            raise WantsNumber("no number of an officer")
        await deeds.demand_able(work, other, errand.case_id)
        given_to = other.id
    wish = Wish(act=act, case_id=errand.case_id, words=text.strip(), given_to=given_to)
    return await deeds.do(work, officer, wish)


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise WantsDay("no day") from None

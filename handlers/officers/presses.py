"""What an officer's press on a button about a case does."""

from datetime import timedelta

from casework import deeds, dossier, errands, handling, outbox, twin
from casework.deeds import Wish
from casework.errands import Errand
from casework.officers import Officer
from casework.sayings import Button, Saying, Text
from casework.work import Resident, Work
from handlers.officers import buttons, checklist, links, reading, showing, tasks
from handlers.officers.buttons import DeskPress, Verb
from triage.cases import DeskCase
from triage.errors import Outdated
from triage.leads import LeadAct
from triage.realms import realm_of

# The acts that say all by themselves; the others want words.
_WORDLESS = frozenset({LeadAct.CLAIM, LeadAct.CHECK})
_MOST_BUTTONS = 20
# What the button says.
_SNOOZE = timedelta(hours=1)


async def press(
    work: Work, officer: Officer, resident: Resident, pressed: DeskPress, message_id: int | None
) -> None:
    """Do what a button stands for; *message_id* is None where it was pressed in a group.

    Raises:
        Outdated: If the case is not as the button shows it.
        BridgeError: If it cannot be done.
    """
    found = await deeds.look_at(work, officer, pressed.case_id)
    match pressed.verb:
        case Verb.SHOW | Verb.NEVER_MIND:
            await errands.end(work, officer)
            await showing.show(work, officer, resident, found, instead_of=message_id)
        case Verb.READ:
            await reading.read(work, officer, resident, found.id)
            again = await deeds.look_at(work, officer, found.id)
            await showing.show(work, officer, resident, again)
        case Verb.FILE:
            await reading.file(work, officer, resident, found.id, pressed.value)
        case Verb.CONTACT:
            await reading.contact(work, officer, resident, found.id, pressed.value)
        case Verb.LINKS:
            await links.show(work, officer, resident, found)
        case Verb.SAME | Verb.RELATED | Verb.DIFFERENT:
            # A link can be answered whatever has become of its cases since.
            answer = (pressed.case_id, pressed.verb, pressed.value)
            after, text = await links.said(work, officer, answer)
            await showing.show(work, officer, resident, after, text)
        case Verb.CONFIRM:
            is_open = await twin.confirm(work, officer, found.id)
            text = Text(key="desk.opened" if is_open else "desk.confirmed")
            await showing.show(work, officer, resident, found, text, instead_of=message_id)
        case _:
            _demand_present(found, pressed)
            await _change(work, officer, resident, found, pressed, message_id=message_id)


async def _change(
    work: Work,
    officer: Officer,
    resident: Resident,
    found: DeskCase,
    pressed: DeskPress,
    *,
    message_id: int | None,
) -> None:
    match pressed.verb:
        case Verb.ACT:
            await _act(work, officer, resident, found, pressed.value, message_id=message_id)
        case Verb.SNOOZE:
            after = await handling.snooze(work, officer, found.id, _SNOOZE, found.version)
            text = Text(key="desk.snoozed")
            await showing.show(work, officer, resident, after, text, instead_of=message_id)
        case Verb.CHECKLIST:
            await checklist.show(work, officer, resident, found, instead_of=message_id)
        case Verb.TICK:
            after = await handling.tick(work, officer, found.id, pressed.value)
            await checklist.show(work, officer, resident, after, instead_of=message_id)
        case Verb.REROUTE:
            await _offer_desks(work, resident, found)
        case Verb.ASK if not pressed.value:
            await _offer_reporters(work, officer, resident, found)
        case Verb.REPLY | Verb.ASK_NOW:
            await _ask(work, officer, resident, pressed)
        case _:
            await tasks.begin(work, officer, resident, found, _errand(found, pressed))


async def _ask(work: Work, officer: Officer, resident: Resident, pressed: DeskPress) -> None:
    """Send the question that was being written, or a saved reply in its place.

    Raises:
        Outdated: If no question was begun, or it is too long ago.
    """
    errand = errands.of_officer(work.house, officer, work.now)
    if errand is None or errand.verb != Verb.ASK:
        raise Outdated("a question that is gone")
    if pressed.verb is Verb.REPLY:
        await tasks.reply(work, officer, resident, errand, pressed.value)
    elif errand.text:
        await tasks.ask_now(work, officer, resident, errand)


def _errand(found: DeskCase, pressed: DeskPress) -> Errand:
    asks = pressed.verb is Verb.ASK
    return Errand(
        verb=pressed.verb,
        case_id=found.id,
        value="" if asks else pressed.value,
        report_id=reading.report_of(pressed.value) if asks else b"",
    )


async def _act(
    work: Work,
    officer: Officer,
    resident: Resident,
    found: DeskCase,
    value: str,
    *,
    message_id: int | None,
) -> None:
    if value not in set(LeadAct):
        raise Outdated("a button of another release")
    act = LeadAct(value)
    needs_words = act not in _WORDLESS or (act is LeadAct.CHECK and found.kind == "dispute")
    if needs_words:
        errand = Errand(verb=Verb.ACT, case_id=found.id, value=act)
        await tasks.begin(work, officer, resident, found, errand)
        return
    after = await deeds.do(work, officer, Wish(act=act, case_id=found.id, version=found.version))
    text = Text(key=f"desk.did.{act}")
    await showing.show(work, officer, resident, after, text, instead_of=message_id)


async def _offer_desks(work: Work, resident: Resident, found: DeskCase) -> None:
    """Ask where to send a case: desks of its realm alone."""
    home = realm_of(found.queue, found.kind)
    rows: list[tuple[Button, ...]] = []
    for one in work.house.data.routing.desks.values():
        for queue in one.queues:
            if realm_of(queue, found.kind) is not home or (queue, one.code) == (
                found.queue,
                found.desk,
            ):
                continue
            name = f"{one.names[resident.language]} ({queue})"
            label = Text(key="plain", params={"text": name})
            case = (found.id, found.version)
            value = f"{queue}.{one.code}"
            rows.append((buttons.of_case(label, case, Verb.ROUTE_TO, value),))
    text = Text(key="desk.reroute.where", params={"reference": found.reference})
    saying = Saying(language=resident.language, texts=(text,), buttons=tuple(rows[:_MOST_BUTTONS]))
    await outbox.answer(work, resident, saying)


async def _offer_reporters(
    work: Work, officer: Officer, resident: Resident, found: DeskCase
) -> None:
    """Ask whom to ask; where one person told it, that is clear."""
    told = await dossier.reporters(work, officer, found.id)
    if len(told) == 1:
        errand = Errand(verb=Verb.ASK, case_id=found.id, report_id=told[0].report_id)
        await tasks.begin(work, officer, resident, found, errand)
        return
    rows = []
    for one in told[:_MOST_BUTTONS]:
        label = Text(key="plain", params={"text": reading.named(one, resident)})
        value = reading.carried(one.report_id)
        rows.append((buttons.of_case(label, (found.id, found.version), Verb.ASK, value),))
    text = Text(key="desk.ask.whom", params={"reference": found.reference})
    saying = Saying(language=resident.language, texts=(text,), buttons=tuple(rows))
    await outbox.answer(work, resident, saying)


def _demand_present(found: DeskCase, pressed: DeskPress) -> None:
    if found.version != pressed.version or found.id != pressed.case_id:
        raise Outdated("a button of an earlier state")

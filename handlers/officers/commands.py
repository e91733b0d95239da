"""What officers type after a slash, in private."""

from collections.abc import Awaitable, Callable

from casework import cards, caseload, errands, outbox, searching, staffing
from casework.officers import Officer
from casework.sayings import Button, Params, Saying, Text
from casework.work import Resident, Work
from handlers.officers import buttons, figures, presses, showing, words
from handlers.officers.buttons import DeskPress, Verb
from triage.cases import DeskCase
from triage.leads import LeadAct

Command = Callable[[Work, Officer, Resident, str], Awaitable[None]]

_HITS = 8


async def next_(work: Work, officer: Officer, resident: Resident, given: str) -> None:
    """Show the most pressing case that this officer may take."""
    del given
    found = await caseload.next_of(work, officer)
    if found is None:
        await say(work, resident, Text(key="desk.nothing_waits"))
        return
    await showing.show(work, officer, resident, found)


async def mine(work: Work, officer: Officer, resident: Resident, given: str) -> None:
    """List the cases that this officer has."""
    del given
    found = await caseload.mine(work, officer)
    await _list(work, resident, found, head="desk.mine" if found else "desk.none_of_mine")


async def queue(work: Work, officer: Officer, resident: Resident, given: str) -> None:
    """List the most pressing cases that this officer may take."""
    del given
    found = await caseload.waiting(work, officer)
    await _list(work, resident, found, head="desk.waiting" if found else "desk.nothing_waits")


async def case(work: Work, officer: Officer, resident: Resident, given: str) -> None:
    """Show the case that holds the report with a reference."""
    if not given:
        await say(work, resident, Text(key="desk.which_case"))
        return
    await showing.show(work, officer, resident, await caseload.called(work, officer, given))


async def search(work: Work, officer: Officer, resident: Resident, given: str) -> None:
    """Look for words in reports of this officer's queues."""
    if not given:
        await say(work, resident, Text(key="desk.search_what"))
        return
    hits = await searching.search(work, officer, given, _HITS)
    texts = [Text(key="desk.search.found" if hits else "desk.search.nothing")]
    rows: list[tuple[Button, ...]] = []
    for hit in hits:
        params: Params = {"reference": hit.reference, "snippet": hit.snippet}
        texts.append(Text(key="desk.search.hit", params=params))
        label = Text(key="plain", params={"text": hit.reference})
        rows.append((buttons.of_case(label, (hit.case_id, 0), Verb.SHOW),))
    saying = Saying(
        language=resident.language, texts=tuple(texts), buttons=tuple(rows), protected=True
    )
    await outbox.answer(work, resident, saying)


async def duty(work: Work, officer: Officer, resident: Resident, given: str) -> None:
    """Come on duty or leave it; without a word, say which it is."""
    word = given.strip().lower()
    if word not in {"on", "off"}:
        await say(
            work, resident, Text(key="desk.duty.is_on" if officer.on_duty else "desk.duty.is_off")
        )
        return
    back = await staffing.set_duty(work, officer, on_duty=word == "on")
    texts = [Text(key=f"desk.duty.{word}")]
    if back:
        texts.append(Text(key="desk.duty.given_back", params={"n": back}))
    await say(work, resident, *texts)


async def stop(work: Work, officer: Officer, resident: Resident, given: str) -> None:
    """Let the next message be for nothing."""
    del given
    await errands.end(work, officer)
    await say(work, resident, Text(key="desk.never_minded"))


async def help_(work: Work, officer: Officer, resident: Resident, given: str) -> None:
    """Say what officers can type."""
    del given
    params: Params = {"number": officer.number, "roles": ", ".join(sorted(officer.roles))}
    await say(work, resident, Text(key="desk.help", params=params))
    await outbox.offer_staff_commands(work, resident)


def _on_one_of_mine(verb: Verb, act: LeadAct | None = None) -> Command:
    """Return the command that does *verb* on the only case an officer has, or asks which."""

    async def command(work: Work, officer: Officer, resident: Resident, given: str) -> None:
        found = (
            [await caseload.called(work, officer, given)]
            if given
            else await caseload.mine(work, officer)
        )
        value = act or ""
        if len(found) == 1:
            pressed = DeskPress(
                case_id=found[0].id, version=found[0].version, verb=verb, value=value
            )
            await presses.press(work, officer, resident, pressed, None)
            return
        head = "desk.which" if found else "desk.none_of_mine"
        await _list(work, resident, found, head=head, verb=verb, value=value)

    return command


async def say(work: Work, resident: Resident, *texts: Text) -> None:
    """Say something to an officer in private."""
    await outbox.answer(work, resident, Saying(language=resident.language, texts=texts))


async def _list(
    work: Work,
    resident: Resident,
    found: list[DeskCase],
    *,
    head: str,
    verb: Verb = Verb.SHOW,
    value: str = "",
) -> None:
    """List cases, a button each that does *verb*."""
    rows = []
    for one in found[: caseload.SHOWN]:
        view = await cards.seen(work.house, work.tx, one)
        line = words.row(work.house, view, resident.language, work.now)
        label = Text(key="plain", params={"text": line})
        rows.append((buttons.of_case(label, (one.id, one.version), verb, value),))
    texts = [Text(key=head)]
    if len(found) > caseload.SHOWN:
        texts.append(Text(key="desk.more", params={"n": len(found) - caseload.SHOWN}))
    saying = Saying(language=resident.language, texts=tuple(texts), buttons=tuple(rows))
    await outbox.answer(work, resident, saying)


COMMANDS: dict[str, Command] = {
    "next": next_,
    "mine": mine,
    "queue": queue,
    "case": case,
    "search": search,
    "note": _on_one_of_mine(Verb.NOTE),
    "ask": _on_one_of_mine(Verb.ASK),
    "handover": _on_one_of_mine(Verb.ACT, LeadAct.GIVE_ON),
    "recuse": _on_one_of_mine(Verb.ACT, LeadAct.RECUSE),
    "duty": duty,
    "figures": figures.show,
    "stop": stop,
    "desk": help_,
}

"""Which other cases may be the same incident, and what an officer says of that."""

from casework import deeds, judging, outbox
from casework.judging import Shown
from casework.officers import NoSuchCase, Officer
from casework.sayings import Button, Params, Saying, Text
from casework.work import Resident, Work
from handlers.officers import buttons, reading
from handlers.officers.buttons import Verb
from triage.cases import DeskCase
from triage.links import LinkState

# What a machine said and nobody has answered.
_OPEN = frozenset({LinkState.SUGGESTED, LinkState.PROVISIONAL})
_MOST = 5
_SAID = {
    Verb.SAME: judging.same,
    Verb.RELATED: judging.related,
    Verb.DIFFERENT: judging.different,
}


async def show(work: Work, officer: Officer, resident: Resident, found: DeskCase) -> None:
    """Say what may be the same incident as a case, each with its reasons and three answers."""
    open_ = [one for one in await judging.shown(work, officer, found.id) if one.state in _OPEN]
    if not open_:
        await _say(work, resident, (Text(key="desk.links.none"),))
    for one in open_[:_MOST]:
        await _offer(work, officer, resident, found, one)


async def said(
    work: Work, officer: Officer, pressed: tuple[bytes, Verb, str]
) -> tuple[DeskCase, Text]:
    """Take an answer; return the case as it stands then, and what to say.

    Raises:
        BridgeError: As the use cases of casework/judging.py do.
    """
    case_id, verb, value = pressed
    await _SAID[verb](work, officer, reading.report_of(value), case_id)
    found = await deeds.look_at(work, officer, case_id)
    return found, Text(key=f"desk.links.{verb}")


async def _offer(
    work: Work, officer: Officer, resident: Resident, found: DeskCase, one: Shown
) -> None:
    other = found.id if one.state is LinkState.PROVISIONAL else one.case_id
    if other == found.id and one.state is LinkState.SUGGESTED:
        other = await judging.stands_in(work, one.report_id)
    try:
        reference = (await deeds.look_at(work, officer, other)).reference
    except NoSuchCase:
        return
    params: Params = {
        "reference": reference,
        "percent": round(100 * one.probability),
    }
    key = f"desk.links.{one.state}"
    texts = (Text(key=key, params=params), Text(key="plain", params={"text": one.reasons}))
    value = reading.carried(one.report_id)
    row: tuple[Button, ...] = tuple(
        buttons.of_case(Text(key=f"desk.button.{verb}"), (one.case_id, 0), verb, value)
        for verb in _SAID
    )
    await _say(work, resident, texts, (row,))


async def _say(
    work: Work,
    resident: Resident,
    texts: tuple[Text, ...],
    rows: tuple[tuple[Button, ...], ...] = (),
) -> None:
    saying = Saying(language=resident.language, texts=texts, buttons=rows, protected=True)
    await outbox.answer(work, resident, saying)

"""What reporters do about what came to them by itself: answer, say whether it is solved, rate."""

from casework import outbox, report_buttons, settling, talks
from casework.report_buttons import Verb
from casework.sayings import Button, Manner, Saying, Text
from casework.talks import Talk
from casework.work import Resident, Work
from handlers.residents import reports

_STARS = 5


async def press(work: Work, resident: Resident, data: str, message_id: int | None) -> None:
    """Do what a button under a question or a piece of news stands for.

    Raises:
        TalkOver: If the report is gone, or somebody else's.
        CannotDoThat: If it cannot be opened again.
    """
    report_id, verb, value = report_buttons.read(data)
    talk = await settling.demand_own(work, resident, report_id)
    match verb:
        case Verb.ANSWER:
            await reports.begin_adding(work, resident, talk)
        case Verb.SOLVED:
            await settling.say_solved(work, talk)
            await _ask_stars(work, resident, report_id, message_id)
        case Verb.STARS:
            await settling.rate(work, talk, int(value))
            await _say(work, resident, Text(key="rating.thanks"), message_id)
        case Verb.NOT_SOLVED:
            await _ask_again(work, resident, report_id, message_id)
        case Verb.NOT_SOLVED_NOW:
            await settling.say_not_solved(work, talk)
            await _say(work, resident, Text(key="solved.reopened"), message_id)
            await _offer_adding(work, resident, talk)


async def _ask_stars(
    work: Work, resident: Resident, report_id: bytes, message_id: int | None
) -> None:
    row = tuple(
        Button(
            label=Text(key="plain", params={"text": "★" * stars}),
            data=report_buttons.data(report_id, Verb.STARS, str(stars)),
        )
        for stars in range(1, _STARS + 1)
    )
    await _say(work, resident, Text(key="rating.ask"), message_id, (row,))


async def _ask_again(
    work: Work, resident: Resident, report_id: bytes, message_id: int | None
) -> None:
    yes = Button(
        label=Text(key="solved.not"),
        data=report_buttons.data(report_id, Verb.NOT_SOLVED_NOW),
    )
    no = Button(label=Text(key="solved.yes"), data=report_buttons.data(report_id, Verb.SOLVED))
    await _say(work, resident, Text(key="solved.sure"), message_id, ((yes,), (no,)))


async def _offer_adding(work: Work, resident: Resident, talk: Talk) -> None:
    await talks.demand(work, resident, talk.id)
    await reports.begin_adding(work, resident, talk)


async def _say(
    work: Work,
    resident: Resident,
    text: Text,
    message_id: int | None,
    rows: tuple[tuple[Button, ...], ...] = (),
) -> None:
    saying = Saying(
        language=resident.language,
        texts=(text,),
        buttons=rows,
        manner=Manner.EDIT if message_id else Manner.SAY,
        message_id=message_id,
    )
    await outbox.answer(work, resident, saying)

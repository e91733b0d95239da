"""What a resident can type after a slash."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from casework import intake, names, outbox, residents, status
from casework.sayings import Saying, Text
from casework.work import Resident, Work
from handlers import buttons
from handlers.residents import talk
from triage.languages import Language
from triage.standing import Standing

Command = Callable[[Work, Resident], Awaitable[None]]


async def start(work: Work, resident: Resident) -> None:
    """Say who we are, and begin or go on with a report."""
    district = work.house.settings.district.name(resident.language)
    await talk.say(work, resident, Text(key="welcome", params={"district": district}))
    if await intake.current(work, resident) is not None:
        await talk.begin(work, resident)


async def report(work: Work, resident: Resident) -> None:
    """Begin a report, or go on with the one that is being written."""
    await talk.begin(work, resident)


async def cancel(work: Work, resident: Resident) -> None:
    """Throw the draft away."""
    gone = await intake.discard(work, resident)
    await talk.say(work, resident, Text(key="cancel.done" if gone else "cancel.nothing"))


async def language(work: Work, resident: Resident) -> None:
    """Offer the languages."""
    rows = tuple((buttons.of_language(choice),) for choice in Language)
    saying = Saying(language=resident.language, texts=(Text(key="language.ask"),), buttons=rows)
    await outbox.answer(work, resident, saying)


async def choose_language(
    work: Work, resident: Resident, choice: Language, message_id: int | None
) -> None:
    """Speak *choice* from now on, and repeat the open question in it."""
    await residents.choose_language(work, resident, choice)
    speaking = replace(resident, language=choice)
    await talk.say(work, speaking, Text(key="language.done"), instead_of=message_id)
    step = await intake.current(work, speaking)
    if step is not None:
        await talk.ask(work, speaking, step)


async def privacy(work: Work, resident: Resident) -> None:
    """Say what is kept, who sees it, and what Telegram sees."""
    hours = work.house.settings.privacy.draft_hours
    await talk.say(work, resident, Text(key="privacy", params={"hours": hours}))


async def help_(work: Work, resident: Resident) -> None:
    """Say what this bot is for and what can be typed."""
    await talk.say(work, resident, Text(key="help"))


async def own_status(work: Work, resident: Resident) -> None:
    """Say how this resident's reports stand, and how to ask with a receipt."""
    found = await status.own(work, resident)
    lines = [_line(standing, resident, work) for standing in found]
    head = Text(key="status.yours" if found else "status.none")
    await talk.say(work, resident, head, *lines, Text(key="status.by_receipt"))


async def status_by_receipt(work: Work, resident: Resident, receipt_hash: bytes | None) -> None:
    """Say how the report with this receipt stands."""
    found = await status.by_receipt(work, resident, receipt_hash)
    await talk.say(work, resident, _line(found, resident, work))


def _line(standing: Standing, resident: Resident, work: Work) -> Text:
    day = work.house.settings.district.local(standing.received_at)
    params: dict[str, str | int] = {
        "reference": standing.reference,
        "kind": names.kind(work.house.data, standing.category, resident.language),
        "day": f"{day:%Y-%m-%d}",
    }
    return Text(key=f"status.{standing.state}", params=params)


COMMANDS: dict[str, Command] = {
    "start": start,
    "report": report,
    "status": own_status,
    "cancel": cancel,
    "language": language,
    "privacy": privacy,
    "help": help_,
}

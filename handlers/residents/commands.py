"""What a resident can type after a slash."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from casework import intake, outbox, residents
from casework.sayings import Button, Saying, Text
from casework.work import Resident, Work
from handlers import buttons
from handlers.residents import additions, leaving, reports, talk
from triage.languages import Language

Command = Callable[[Work, Resident], Awaitable[None]]


async def start(work: Work, resident: Resident) -> None:
    """Say who we are, and begin or go on with a report.

    Who does not know how to begin chooses what it is about.
    """
    district = work.house.settings.district.name(resident.language)
    texts = (Text(key="welcome", params={"district": district}),)
    step = await intake.current(work, resident)
    rows = () if step else _kinds(work, resident)
    await outbox.answer(
        work, resident, Saying(language=resident.language, texts=texts, buttons=rows)
    )
    if step is not None:
        await talk.ask(work, resident, step)


def _kinds(work: Work, resident: Resident) -> tuple[tuple[Button, ...], ...]:
    data = work.house.data
    return tuple(
        (
            buttons.of_kind(
                Text(key="plain", params={"text": group.names[resident.language]}), group.code
            ),
        )
        for group in data.categories.groups()
    )


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
    await outbox.offer_commands(work, speaking)
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


COMMANDS: dict[str, Command] = {
    "start": start,
    "report": report,
    "status": reports.own_status,
    "add": additions.add,
    "cancel": cancel,
    "language": language,
    "privacy": privacy,
    "forget": leaving.ask,
    "help": help_,
}

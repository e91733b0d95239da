"""Messages that belong to a report that was sent: by /add, by reply, until Done."""

from dataclasses import replace

from casework import adding, outbox, talks
from casework.adding import Added
from casework.sayings import Button, Manner, Saying, Text
from casework.talks import Talk, Verb
from casework.work import Resident, Work
from handlers import talk_buttons
from handlers.contents import Location, SharedContact
from handlers.guards import Told
from handlers.residents import gate, reports, standing
from handlers.talk_buttons import TalkVerb
from triage import languages
from triage.drafts import Ticket
from triage.errors import CannotDoThat

# Nobody in danger reads more: the most urgent two.
_SAID = 2


class CannotAddThat(CannotDoThat):
    """A sticker, a poll, a die: nothing in it belongs to a report."""

    text_key = "add.not_this"


async def add(work: Work, resident: Resident) -> None:
    """Begin adding to a report; with several ask to which, with none say how else."""
    await talks.leave_adding(work, resident)
    found = await adding.choices(work, resident)
    open_ = [(shown, shown.talk) for shown in found if shown.talk]
    if len(open_) == 1:
        talk = await talks.demand(work, resident, open_[0][1])
        await reports.begin_adding(work, resident, talk)
        return
    rows = tuple(
        (_choice(standing.named(work, resident, shown.standing), talk),) for shown, talk in open_
    )
    text = Text(key="add.which" if rows else "add.none")
    await outbox.answer(
        work, resident, Saying(language=resident.language, texts=(text,), buttons=rows)
    )


async def told(work: Work, resident: Resident, told: Told) -> bool:
    """Take a message for a report it belongs to; return False if it belongs to none.

    A command ends adding: whoever goes elsewhere has finished.

    Raises:
        ReplyTooLate: If it replies to a message whose talk is over.
        BridgeError: If it cannot be added; see `adding.write`.
    """
    if told.text.startswith("/"):
        await leave(work, resident)
        return False
    if told.edited:
        return False
    talk = await adding.target(work, resident, told.replies_to)
    if talk is None:
        return False
    await _add(work, resident, talk, told)
    return True


async def take_in(work: Work, resident: Resident, ticket: Ticket, message_id: int | None) -> None:
    """Add what was written soon after Send, whose danger has been answered, to what was sent."""
    talk, added = await adding.take_in(work, resident, ticket)
    confirmed = _confirmed(resident, talk, added)
    if message_id is not None:
        confirmed = replace(confirmed, manner=Manner.EDIT, message_id=message_id)
    await outbox.answer(work, resident, confirmed)


async def leave(work: Work, resident: Resident) -> None:
    """End adding, because the resident went on with something else."""
    await talks.leave_adding(work, resident)


async def _add(work: Work, resident: Resident, talk: Talk, told: Told) -> None:
    words = _words(told)
    if not words and told.file is None and told.content is not None:
        raise CannotAddThat("nothing in it to add")
    added = await adding.write(work, resident, talk, words, told.file)
    await _warn(work, resident, words, added)
    await outbox.answer(work, resident, _confirmed(resident, talk, added))


def _words(told: Told) -> str:
    match told.content:
        case Location() as place:
            return f"{place.latitude:.5f}, {place.longitude:.5f}"
        case SharedContact() as card:
            return f"{card.name} {card.phone}"
        case _:
            return told.text


def _confirmed(resident: Resident, talk: Talk, added: Added) -> Saying:
    goes_on = talk.verb is Verb.ADD
    key = "add.added" if goes_on else "add.added_by_reply"
    return Saying(
        language=resident.language,
        texts=(Text(key=key, params={"reference": added.standing.reference}),),
        buttons=(reports.done_row(talk),) if goes_on else (),
        talk=talk.id,
    )


def _choice(name: str, talk: bytes) -> Button:
    return talk_buttons.of_talk(Text(key="plain", params={"text": name}), talk, TalkVerb.ADD)


async def _warn(work: Work, resident: Resident, text: str, added: Added) -> None:
    """Answer danger before anything else, in the language of what was written."""
    rows = [work.house.data.dangers[danger] for danger in added.dangers[:_SAID]]
    if not rows:
        return
    language = languages.language_of(text, resident.language)
    said = dict.fromkeys(row.words[language] for row in rows)
    texts = tuple(gate.line_by_line(words) for words in said)
    duty = gate.on_duty(rows, is_heard=added.is_heard)
    await outbox.warn(work, resident, Saying(language=language, texts=(*texts, *duty)))

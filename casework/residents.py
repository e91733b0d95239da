"""Know who is talking, and in which language."""

from dataclasses import dataclass, field, replace

from casework import drafts, events, outbox
from casework.work import House, Resident, Work
from storage import conversations, reports, staff
from storage.conversations import Conversation
from triage import languages
from triage.languages import Language, language_from_telegram


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who sent an update, as Telegram names them."""

    user_id: int = field(repr=False)
    chat_id: int = field(repr=False)
    language_code: str | None


async def meet(work: Work, sender: Sender) -> Resident:
    """Return the resident behind *sender*, remembered from now on."""
    person = work.house.keyring.person(sender.user_id)
    known = await conversations.of(work.tx, person)
    language = _language(known, sender)
    today = work.now.date()
    if known is None:
        await conversations.add(work.tx, _begun(work, person, language))
    elif (known.seen_on, known.language) != (today, language):
        await conversations.see(work.tx, person, language, today)
    resident = _resident(sender, person, language)
    if language is Language.ZH_HANT and (known is None or known.language is not language):
        # Telegram's own choice of a menu cannot tell the two scripts apart.
        await outbox.offer_commands(work, resident)
    return resident


async def listen(work: Work, resident: Resident, text: str) -> Resident:
    """Return *resident*, to be spoken to in the language of *text* if a report begins with it.

    Many write in another language than their phone's. What was chosen with
    /language counts whatever they write.
    """
    spoken = languages.language_of(text, resident.language)
    if spoken is resident.language or not languages.is_enough(text):
        return resident
    known = await conversations.of(work.tx, resident.person)
    if known is None or known.language_chosen or await drafts.is_begun(work, resident.person):
        return resident
    await conversations.see(work.tx, resident.person, spoken, work.now.date())
    speaking = replace(resident, language=spoken)
    # Telegram's own choice of a menu goes by the phone.
    await outbox.offer_commands(work, speaking)
    return speaking


async def recall(house: House, sender: Sender) -> Resident:
    """Return the resident behind *sender* without writing anything."""
    person = house.keyring.person(sender.user_id)
    async with house.database.read() as tx:
        known = await conversations.of(tx, person)
    return _resident(sender, person, _language(known, sender))


async def choose_language(work: Work, resident: Resident, language: Language) -> None:
    """Speak *language* with this resident from now on."""
    await conversations.choose_language(work.tx, resident.person, language)
    names = work.house.keyring.lookups(resident.user_id)
    await reports.speak(work.tx, names, language)
    await staff.speak(work.tx, names, language)
    await events.record(work, "language.chosen", actor=events.RESIDENT, subject="chat")


def _language(known: Conversation | None, sender: Sender) -> Language:
    return known.language if known else language_from_telegram(sender.language_code)


def _begun(work: Work, person: bytes, language: Language) -> Conversation:
    return Conversation(
        person=person,
        language=language,
        language_chosen=False,
        seen_on=work.now.date(),
    )


def _resident(sender: Sender, person: bytes, language: Language) -> Resident:
    return Resident(
        person=person,
        user_id=sender.user_id,
        chat_id=sender.chat_id,
        language=language,
    )

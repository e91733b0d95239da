"""Hold back who sends too much, who is muted, and who copies; never who is in danger.

What is held back is refused with a sentence that says until when, and nothing
that was written before is lost. Words of danger, and a draft that speaks of
it, pass every limit: they are read before a limit is looked at.
"""

import secrets
from datetime import datetime, timedelta

from casework import danger_post, drafts, events, throttles
from casework.work import Resident, Work, to_the_hour
from locales import dates
from storage import copied, mutes
from storage import throttles as counts
from storage.throttles import Count
from triage import danger, limits, pieces, words
from triage.danger import DangerText
from triage.drafts import Draft, Mode
from triage.errors import BridgeError, CannotDoThat, TooFast
from triage.limits import Kind, Slot

_PERSON = 32


class Limited(TooFast):
    """More was sent in ten minutes than one person writes."""

    text_key = "error.limited"


class Muted(CannotDoThat):
    """Somebody on duty chose not to listen to this person for a while."""

    text_key = "error.muted"


class SendRefused(CannotDoThat):
    """A draft cannot be sent now. It stays."""


class TooManyReports(SendRefused):
    """One person sent as many reports as a day may have."""

    text_key = "error.limited_reports"


class MutedSender(SendRefused):
    """Send was pressed by somebody who is muted."""

    text_key = "error.muted"


class CopiedText(SendRefused):
    """The very same words came too often, or from too many."""

    text_key = "error.copied"


class TooManyFiles(TooFast):
    """One person sent as many files as a day may have."""

    text_key = "error.limited_files"


async def admit(work: Work, resident: Resident, kind: Kind, text: str = "") -> None:
    """Count something that was sent, and return if it is to be taken.

    Raises:
        Limited: If it is one too many, and nobody is in danger.
        Muted: If it is something to be kept, of somebody muted and not in danger.
    """
    slot = limits.minutes_around(work.now)
    counted = _counted(work, resident)
    held = await counts.restraints(work.tx, counted, resident.person)
    count = 1 + _within(held.counts.get(throttles.MESSAGE), slot)
    throttles.note(work, counted, throttles.MESSAGE, Count(since=slot.begin, count=count))
    refusal: BridgeError | None = None
    if not limits.is_taken(kind, count, work.house.settings.limits.messages_in_ten_minutes):
        refusal = Limited("too many messages", until=_clock(work, slot.end))
    elif kind is Kind.WORDS and held.muted_until and held.muted_until > work.now:
        refusal = Muted("muted", until=_date(work, resident, held.muted_until))
    if refusal and not await _in_danger(work, resident, text):
        raise refusal


async def admit_send(work: Work, resident: Resident, draft: Draft) -> None:
    """Count a report that is about to be made, and return if it may be.

    Called before anything is written; what it writes is undone with the rest if
    the report is refused after all. A report of danger always may.

    Raises:
        MutedSender: If this person is muted.
        CopiedText: If the same words were sent too often, or from too many chats.
        TooManyReports: If this person sent too many today.
    """
    if draft.danger:
        return
    until = await mutes.until(work.tx, resident.person)
    if until and until > work.now:
        raise MutedSender("muted", until=_date(work, resident, until))
    await _demand_own_words(work, resident, draft)
    most = work.house.settings.limits.reports_a_day
    if not await _one_more_today(work, resident, throttles.REPORT, most):
        end = _date(work, resident, _today(work).end)
        raise TooManyReports("too many reports", n=most, until=end)


async def admit_file(work: Work, resident: Resident) -> None:
    """Count a file that is about to be fetched, and return if it may be.

    Raises:
        TooManyFiles: If this person sent too many today.
    """
    most = work.house.settings.limits.files_a_day
    if not await _one_more_today(work, resident, throttles.FILE, most):
        end = _date(work, resident, _today(work).end)
        raise TooManyFiles("too many files", n=most, until=end)


async def refused(work: Work, resident: Resident, error: BridgeError) -> bool:
    """Write down that something was held back; return whether to say so.

    Who writes on is told once a minute, not at each message. A refused Send is
    always answered, and so is everything that is no matter of limits.
    """
    if isinstance(error, SendRefused):
        await events.record(work, "draft.refused", actor=events.BOT, subject="draft")
    if not isinstance(error, Limited | Muted | TooManyFiles):
        return True
    counted = _counted(work, resident)
    told = await counts.of(work.tx, counted, throttles.TOLD)
    if told and told.since > work.now - timedelta(seconds=limits.TOLD_SECONDS):
        return False
    throttles.note(work, counted, throttles.TOLD, Count(since=work.now, count=1))
    await events.record(work, "chat.limited", actor=events.BOT, subject="chat")
    return True


async def danger_in_refused(work: Work, resident: Resident, text: str) -> DangerText | None:
    """Return what to say to the danger in a *text* that could not be taken, None if there is none.

    Who is on duty is told at once where a draft would tell them.
    """
    trigger = danger.trigger(text, work.house.data.lexicon) if text else None
    if trigger is None:
        return None
    row = work.house.data.dangers[trigger]
    if row.alert:
        draft = await drafts.of(work, resident) or drafts.fresh()
        await danger_post.tell_at_once(work, draft, trigger)
    return row


async def _in_danger(work: Work, resident: Resident, text: str) -> bool:
    if text and danger.trigger(text, work.house.data.lexicon):
        return True
    draft = await drafts.of(work, resident)
    return draft is not None and draft.danger is not None


async def _demand_own_words(work: Work, resident: Resident, draft: Draft) -> None:
    plain = words.plain(pieces.whole_story(draft))
    if not limits.can_be_copied(plain):
        return
    # Nothing of the chat stays with an anonymous report: each counts as another chat.
    is_anonymous = draft.mode is Mode.ANONYMOUS
    person = secrets.token_bytes(_PERSON) if is_anonymous else resident.person
    text = work.house.keyring.copied(plain)
    found = await copied.copies(work.tx, text, person, work.now)
    if limits.is_copied(found, work.house.settings.limits.copies_a_day):
        raise CopiedText("copied text")
    # To the hour, like the report itself.
    until = to_the_hour(work.in_hours(limits.COPY_HOURS + 1))
    await copied.keep(work.tx, text, person, until)


async def _one_more_today(work: Work, resident: Resident, deed: str, most: int) -> bool:
    """Count *deed* once more, unless there were as many as a day may have."""
    counted, day = _counted(work, resident), _today(work)
    before = _within(await counts.of(work.tx, counted, deed), day)
    if before >= most:
        return False
    await counts.keep(work.tx, counted, deed, Count(since=day.begin, count=before + 1))
    return True


def _counted(work: Work, resident: Resident) -> bytes:
    today = work.house.settings.district.local(work.now).date()
    return work.house.keyring.counted(resident.user_id, today)


def _today(work: Work) -> Slot:
    return limits.day_around(work.house.settings.district.local(work.now))


def _within(found: Count | None, slot: Slot) -> int:
    return found.count if found and found.since >= slot.begin else 0


def _clock(work: Work, moment: datetime) -> str:
    return f"{work.house.settings.district.local(moment):%H:%M}"


def _date(work: Work, resident: Resident, moment: datetime) -> str:
    local = work.house.settings.district.local
    return dates.moment(local(moment), resident.language, local(work.now).date())

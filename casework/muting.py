"""Stop listening to somebody for a while, and listen again.

Whoever mutes knows a report and nobody behind it; the bot finds the chat. The
muted are told until when and never by whom. An anonymous report leads to
nobody, so its reporter cannot be muted.
"""

from datetime import datetime, timedelta

from casework import events
from casework.work import Work
from storage import mutes
from storage.keys import KeyName
from storage.mutes import Reporter
from triage import references
from triage.errors import CannotDoThat, NotFound
from triage.limits import MuteReason


class NoSuchReport(NotFound):
    """No report has this reference."""


class NobodyBehind(CannotDoThat):
    """The report is anonymous, or the way to its reporter was burnt."""


class NotMuted(CannotDoThat):
    """There is nothing to take back."""


async def mute(work: Work, reference: str, hours: int, reason: MuteReason) -> datetime:
    """Refuse what the reporter behind *reference* writes for so many *hours*; return until when.

    Replaces an earlier mute of the same person. Emergency texts, reports of
    danger, status and everything else go on.

    Raises:
        NoSuchReport: If no report has this reference.
        NobodyBehind: If nothing leads to its reporter.
    """
    reporter = await _reporter(work, reference)
    # What they are told has no seconds, and must not be too early.
    until = (work.now + timedelta(hours=hours, minutes=1)).replace(second=0, microsecond=0)
    await mutes.keep(work.tx, _person(work, reporter), until)
    await _record(work, f"reporter.muted.{reason}", reporter)
    return until


async def unmute(work: Work, reference: str) -> None:
    """Listen again to the reporter behind *reference*.

    Raises:
        NoSuchReport: If no report has this reference.
        NobodyBehind: If nothing leads to its reporter.
        NotMuted: If they were not muted.
    """
    reporter = await _reporter(work, reference)
    if not await mutes.erase(work.tx, _person(work, reporter)):
        raise NotMuted("not muted")
    await _record(work, "reporter.unmuted", reporter)


async def _reporter(work: Work, typed: str) -> Reporter:
    reference = references.parse(typed, work.house.settings.district.prefix)
    found = await mutes.reporter_of(work.tx, reference) if reference else None
    if found is None:
        raise NoSuchReport("no such report")
    if found.id is None or found.sealed_chat is None:
        raise NobodyBehind("nobody behind this report")
    return found


def _person(work: Work, reporter: Reporter) -> bytes:
    seal = work.house.keyring.seal(KeyName.IDENTITY)
    id_, chat = reporter.id or b"", reporter.sealed_chat or b""
    # In a private chat Telegram gives the chat the number of its person.
    return work.house.keyring.person(int(seal.open(chat, f"reporter.sealed_chat:{id_.hex()}")))


async def _record(work: Work, verb: str, reporter: Reporter) -> None:
    await events.record(
        work,
        verb,
        actor=events.OPERATOR,
        subject="report",
        subject_id=reporter.report_id,
        exact=True,
    )

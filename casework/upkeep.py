"""Erase what has had its time."""

from datetime import datetime, timedelta

from casework import anchoring, events, files, throttles
from casework.work import House, Work
from storage import conversations, copied, drafts, inbox, mutes, outbox, staff, talks, trails

# A conversation is only a language; after so long the next word begins it anew.
_SILENT_DAYS = 180


async def sweep(house: House, now: datetime) -> None:
    """Erase drafts, trails and numbers whose time is over, also from the log of SQLite."""
    privacy = house.settings.privacy
    keep_numbers = now - timedelta(days=privacy.inbox_days)
    async with house.database.write() as tx:
        work = Work(tx=tx, now=now, house=house)
        if await drafts.erase_due(tx, now):
            await events.record(work, "draft.expired", actor=events.BOT, subject="draft")
        await files.drop_left_behind(work)
        await trails.erase_due(tx, now)
        await talks.erase_due(tx, now)
        await inbox.forget_before(tx, keep_numbers.date())
        await outbox.forget_failed_before(tx, keep_numbers)
        await throttles.erase_due(work)
        await mutes.erase_due(tx, now)
        await copied.erase_due(tx, now)
        await staff.erase_due_invitations(tx, now)
        await anchoring.anchor(work)
        silent = now - timedelta(days=_SILENT_DAYS)
        await conversations.forget_before(tx, silent.date())
    await files.clear(house)
    # Drafts, replies and inbox payloads were erased by everybody who wrote since.
    await house.database.checkpoint()

"""`maplebridge staff`: who works here."""

import asyncio
import io
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import segno
from telegram.error import InvalidToken, TelegramError

from bot import console, runtime
from bot.console import fail, out
from casework import events, staffing
from casework.staffing import BadScope, Invited, NoSuchOfficer, Scope
from casework.work import Work
from settings.model import Settings
from storage.staff import ScopeKind
from triage.permissions import Role

_Result = TypeVar("_Result")


def scope(
    roles: Sequence[Role],
    territories: Sequence[str] | None,
    desks: Sequence[str] | None,
    unit: str,
) -> Scope:
    """Return what was typed as a scope."""
    return Scope(
        roles=frozenset(roles),
        territories=frozenset(territories or ()),
        desks=frozenset(desks or ()),
        unit=unit,
    )


def invite(config: Path, wanted: Scope) -> None:
    """Make an officer and print the link by which somebody becomes them."""
    settings = console.prepared(config)
    invited = _done(
        settings,
        lambda work: staffing.invite(work, wanted, events.OPERATOR, settings.district.language),
    )
    _print(settings, invited)


def invite_again(config: Path, number: str) -> None:
    """Print a new link for an officer."""
    settings = console.prepared(config)
    invited = _done(settings, lambda work: staffing.invite_again(work, number, events.OPERATOR))
    _print(settings, invited)


def change(config: Path, number: str, wanted: Scope) -> None:
    """Let an officer be and work at something else."""
    settings = console.prepared(config)
    _done(settings, lambda work: staffing.change(work, number, wanted, events.OPERATOR))
    out.print("Changed.")


def withdraw(config: Path, number: str) -> None:
    """Let somebody be no officer any more."""
    settings = console.prepared(config)
    back = _done(settings, lambda work: staffing.withdraw(work, number, events.OPERATOR))
    out.print(f"Withdrawn. Cases that went back to their queues: {back}.")


def show(config: Path) -> None:
    """List the officers."""
    settings = console.prepared(config)
    rows = _done(settings, staffing.everybody)
    if not rows:
        out.print("Nobody is on staff yet: maplebridge staff invite --role verifier ...")
    for row in rows:
        state = "on duty" if row.on_duty else "off duty" if row.enrolled_at else "invited"
        codes = {kind: " ".join(sorted(row.scope.get(kind, ()))) for kind in ScopeKind}
        parts = (
            row.number,
            state,
            codes[ScopeKind.ROLE],
            codes[ScopeKind.TERRITORY] or "whole district",
            codes[ScopeKind.DESK] or "all desks",
            row.unit,
        )
        out.print("  ".join(part for part in parts if part), markup=False)


def _print(settings: Settings, invited: Invited) -> None:
    link = f"https://t.me/{_username(settings)}?start={staffing.LINK}{invited.token}"
    drawn = io.StringIO()
    segno.make(link, micro=False).terminal(drawn, compact=True)
    out.print(f"Officer {invited.number}. The link works once, for three days:", markup=False)
    out.print(link, markup=False)
    out.print(drawn.getvalue(), markup=False)


def _username(settings: Settings) -> str:
    """Return the bot's name on Telegram, which links are made of."""

    async def asked() -> str:
        async with runtime.telegram(settings) as bot:
            return bot.username

    try:
        return asyncio.run(asked())
    except InvalidToken:
        fail("Telegram does not know this token. Put the right one into the token file.")
    except TelegramError:
        fail("Telegram does not answer, and the link needs the bot's name. Try again later.")


def _done(settings: Settings, act: Callable[[Work], Awaitable[_Result]]) -> _Result:
    async def whole() -> _Result:
        async with runtime.opened(settings) as house, house.database.write() as tx:
            return await act(Work(tx=tx, now=datetime.now(UTC), house=house))

    try:
        return asyncio.run(whole())
    except NoSuchOfficer:
        fail("Nobody on staff has this number.")
    except BadScope as error:
        word = error.params.get("word", "")
        fail(f"The district has no territory or desk '{word}', or more than one of that name.")

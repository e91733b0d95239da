"""`maplebridge doctor`: look at everything that can be wrong, and say what to do."""

import asyncio
import shutil
import stat
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx
import typer
from telegram import Bot, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot import console, runtime, warnings, webhook_reasons
from casework import health
from casework.work import House
from settings.datafiles import load_data
from settings.model import Settings
from storage import rotation
from storage.faults import KeyFault, SchemaMismatch, StorageFault, Unavailable
from storage.rotation import Part

# Deadlines and receipts tell minutes; a clock further off than this tells wrong ones.
_CLOCK_SECONDS = 60
_FREE_BYTES = 1 << 30
_ADVICE = {
    "no_chat": "Put the number of the chat into telegram.chats.",
    "shut_out": "The bot was removed from a group of the configuration: add it again.",
    "refused": "Telegram refused them; the log has their numbers.",
    "unreachable": "Telegram could not be reached for two days.",
    "unreadable": "A key is missing that sealed them.",
    "fault": "The log says where.",
}

_RECOVER = (
    "Stop the bot and bring the right keys back: maplebridge keys recover;"
    " see docs/operating.md, 'Keys and the recovery copy'."
)
_GO_ON = "Carry the key files to every machine, then: maplebridge keys rotate --everywhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at. `advice` is empty where nothing needs doing."""

    what: str
    is_well: bool
    advice: str = ""


def examine(config: Path) -> None:
    """Print what is well and what is not; exit with 1 if anything is not."""
    settings = console.prepared(config)
    findings = asyncio.run(_all(settings))
    for finding in findings:
        mark = "ok  " if finding.is_well else "NOT "
        tail = f" {finding.advice}" if finding.advice else ""
        console.out.print(f"{mark}{finding.what}.{tail}", markup=False)
    if not all(finding.is_well for finding in findings):
        raise typer.Exit(1)


async def _all(settings: Settings) -> list[Finding]:
    return [finding async for finding in _findings(settings)]


async def _findings(settings: Settings) -> AsyncIterator[Finding]:
    async for finding in _telegram(settings):
        yield finding
    try:
        async with runtime.opened(settings) as house:
            yield Finding(what="database and keys open", is_well=True)
            async for finding in _inside(house):
                yield finding
    except SchemaMismatch as error:
        yield Finding(
            what=str(error), is_well=False, advice="Back up, then run: maplebridge upgrade"
        )
    except KeyFault as error:
        yield Finding(what=str(error), is_well=False, advice=_RECOVER)
    except Unavailable as error:
        advice = "Make room if its disk is full; see that its server runs, if it has one."
        yield Finding(what=str(error), is_well=False, advice=advice)
    except StorageFault as error:
        yield Finding(what=str(error), is_well=False, advice="Restore it from the backup.")
    yield _calendar(settings)
    yield _recovery(settings)
    yield _modes(settings)
    yield _disk(settings)
    yield _duty(settings)
    yield _custodians(settings)


async def _telegram(settings: Settings) -> AsyncIterator[Finding]:
    server = "the Bot API server"
    try:
        async with runtime.telegram(settings) as bot:
            yield Finding(what=f"{server} knows the token", is_well=True)
            yield await _webhook(bot, settings)
            yield await _clock(settings)
    except InvalidToken:
        advice = "Get the right one from @BotFather and put it into telegram.token_file."
        yield Finding(what=f"{server} refuses the token", is_well=False, advice=advice)
    except TelegramError:
        advice = "Check the network, the proxy and telegram.base_url."
        yield Finding(what=f"{server} cannot be reached", is_well=False, advice=advice)


async def _webhook(bot: Bot, settings: Settings) -> Finding:
    info = await bot.get_webhook_info()
    wanted = settings.telegram.webhook.url
    if not wanted:
        return _no_webhook(info)
    if info.url != wanted:
        what = "the webhook is set to another address" if info.url else "the webhook is not set"
        advice = "Start the bot, which sets it; its log says if Telegram refuses the address."
        return Finding(what=what, is_well=False, advice=advice)
    what = f"the webhook is set, and {info.pending_update_count} updates wait at Telegram"
    reason = webhook_reasons.recent(info, datetime.now(UTC))
    if reason is None:
        return Finding(what=what, is_well=True)
    # Where nothing waits, it was overcome: a restart is enough to leave such a trace.
    is_well = not info.pending_update_count
    advice = "" if is_well else reason.advice
    return Finding(what=f"{what}; the last failure: {reason.kind}", is_well=is_well, advice=advice)


def _no_webhook(info: WebhookInfo) -> Finding:
    if info.url:
        advice = "The bot removes it when it starts. If nobody here set it, renew the token."
        return Finding(what="a webhook is set for this token", is_well=False, advice=advice)
    return Finding(what="no webhook stands in the way of polling", is_well=True)


async def _clock(settings: Settings) -> Finding:
    """Compare our clock with the Date header of the Bot API server."""
    what = "the clock of this machine agrees with the server's"
    try:
        async with httpx.AsyncClient() as client:
            answer = await client.head(settings.telegram.base_url)
        theirs = parsedate_to_datetime(answer.headers["date"])
    except (httpx.HTTPError, KeyError, ValueError):
        return Finding(what="the server tells no time to compare the clock with", is_well=True)
    off = abs((datetime.now(UTC) - theirs).total_seconds())
    if off > _CLOCK_SECONDS:
        advice = f"It is {off:.0f} seconds off. Turn on time synchronisation (timedatectl)."
        return Finding(what="the clock of this machine is wrong", is_well=False, advice=advice)
    return Finding(what=what, is_well=True)


async def _inside(house: House) -> AsyncIterator[Finding]:
    async for finding in _keys(house):
        yield finding
    found = await health.of(house)
    waiting = (
        f"{found.waiting_in} updates, {found.waiting_out} messages"
        f" and {found.waiting_files} files wait"
    )
    yield Finding(what=waiting, is_well=True)
    parked = len(found.parked)
    advice = "Read the log for their numbers, then: maplebridge parked --retry" if parked else ""
    yield Finding(what=f"{parked} parked updates", is_well=not parked, advice=advice)
    for problem, count in found.problems.items():
        # A resident who blocked the bot is nothing to repair.
        yield Finding(
            what=f"{count} messages not delivered: {problem}",
            is_well=problem == "blocked",
            advice=_ADVICE.get(problem, ""),
        )
    broken = await health.broken_event(house)
    if broken is None:
        yield Finding(what="the chain of events holds", is_well=True)
    else:
        advice = "Somebody changed the record. Keep this file as it is and call the auditor."
        what = f"the chain of events breaks at {broken}"
        yield Finding(what=what, is_well=False, advice=advice)


async def _keys(house: House) -> AsyncIterator[Finding]:
    try:
        await health.demand_own_keys(house, among=None)
    except KeyFault as error:
        yield Finding(what=str(error), is_well=False, advice=_RECOVER)
    for name, count in (await health.lost_values(house)).items():
        what = f"{count} values are under versions of the key '{name}' that are not held"
        advice = "Without a recovery copy that has them they are lost."
        yield Finding(what=what, is_well=False, advice=advice)
    for part in Part:
        coming = rotation.staged(house.settings.keys.folder, part)
        if coming:
            what = f"a new version is staged and not in use: {', '.join(coming)}"
            yield Finding(what=what, is_well=True, advice=_GO_ON)


def _calendar(settings: Settings) -> Finding:
    today = settings.district.local(datetime.now(UTC)).date()
    found = list(
        warnings.of_calendar(load_data(settings.district.data, settings.routing.file), today)
    )
    if found:
        # The bot goes on, and terms are a few days off at most.
        what = "the working calendar of the coming weeks is not certain"
        return Finding(what=what, is_well=True, advice=" ".join(found))
    return Finding(what="the working calendar is known for 60 days and more", is_well=True)


def _recovery(settings: Settings) -> Finding:
    copy = settings.keys.recovery
    if copy.exists():
        advice = "Better still on another machine."
        return Finding(what="the recovery copy of the keys is there", is_well=True, advice=advice)
    what = "the recovery copy is not on this machine, as it should be"
    return Finding(what=what, is_well=True)


def _modes(settings: Settings) -> Finding:
    secret = [settings.telegram.token_file, *settings.keys.folder.glob("*.key")]
    if settings.telegram.webhook.url:
        secret.append(settings.telegram.webhook.secret_file)
    open_ = [path.name for path in secret if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)]
    if open_:
        advice = f"Run chmod 600 on: {', '.join(open_)}"
        return Finding(what="others can read secret files", is_well=False, advice=advice)
    return Finding(what="token and keys can be read by their owner alone", is_well=True)


def _disk(settings: Settings) -> Finding:
    # The folder of the keys may be what is missing.
    free = shutil.disk_usage(settings.telegram.token_file.parent).free
    if free < _FREE_BYTES:
        advice = "Make room: without it no report can be accepted."
        what = f"only {free // (1 << 20)} MiB of disk are free"
        return Finding(what=what, is_well=False, advice=advice)
    return Finding(what=f"{free // (1 << 30)} GiB of disk are free", is_well=True)


def _duty(settings: Settings) -> Finding:
    chats = settings.telegram.chats
    missing = [name for name in ("duty", "integrity") if chats.by_name(name) is None]
    if missing:
        names = " and ".join(f"telegram.chats.{name}" for name in missing)
        advice = (
            f"Put the numbers of the groups into {names}; /chatid in a group tells its own."
            " Until then residents in danger read that nobody is on duty."
        )
        return Finding(what="not every danger wakes somebody", is_well=False, advice=advice)
    return Finding(what="danger is posted to the duty and the integrity chat", is_well=True)


def _custodians(settings: Settings) -> Finding:
    if settings.keys.custodians:
        what = "originals of files are kept, and open only to both custodians together"
        return Finding(what=what, is_well=True)
    advice = "Papers are refused. Two people make keys for keys.custodians: docs/operating.md."
    return Finding(what="no originals of files are kept", is_well=True, advice=advice)

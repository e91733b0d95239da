"""People who write one report after the other, and stay calm when the bot is shot."""

import asyncio
import contextlib
import re
from dataclasses import dataclass, field, replace
from random import Random

from handlers import buttons
from handlers.buttons import DraftPress
from locales.catalogue import label
from sandbox.chats import Message
from sandbox.phone import Phone
from tests.durability import stories
from triage.drafts import Mode
from triage.languages import Language, language_from_telegram
from triage.questions import Question

REFERENCE = re.compile(r"LG-\d\d-\d{6}-[A-Z]")
_RECEIPT = re.compile(r"\d{4} \d{4} \d{4} \d{4}")
_TAG = re.compile("<[^>]+>")

# How long somebody waits before they press the same button again, and before they give up.
_PATIENCE = 3.0
_DESPAIR = 90.0
# How often somebody throws a draft away, how often a finger slips, and so on.
_CHANGES_MIND = 0.03
_PRESSES_TWICE = 0.2
_TYPES = 0.3
_CHANGES_AN_ANSWER = 0.15
_TELLS_AT_ONCE = 0.3
_SETS_ASIDE = 0.5
# How often what is written soon after Send is meant for what was sent.
_WAS_FORGOTTEN = 0.3
# What people add before they look at the answer, one message a line, and how fast.
_MOST_LINES = 3
_TYPING = 0.2
# Buttons that lead away from Send.
_ASIDE = {"back", "discard", buttons.ADD}
_INTO = "|pending|into"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A report as its reporter remembers it."""

    marks: tuple[str, ...]
    mode: Mode
    reference: str
    receipt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Into:
    message_id: int
    draft: bytes


@dataclass(slots=True, kw_only=True)
class Resident:
    """Somebody with a phone. Everything they remember is public here."""

    phone: Phone
    mode: Mode
    random: Random
    sent: list[Sent] = field(default_factory=list)
    thrown_away: list[str] = field(default_factory=list)
    sent_again: int = 0
    _written: int = 0
    # The button pressed last, under what, and how often it was pressed once more.
    _last: tuple[Message, str] | None = None
    _again: int = 0
    # The last button that sends. An older message may come after it, and be answered.
    _sent_by: str = ""
    _has_mode: bool = False
    # The question under which it was said that this belongs to the last report.
    _into: _Into | None = None
    # The marks of what was kept for the next report.
    _aside: tuple[str, ...] = ()
    # What was answered: when it comes again, it needs no second answer.
    _answered: set[str] = field(default_factory=set)
    # The drafts that were sent or thrown away: of those nothing is to be answered.
    _over: set[bytes] = field(default_factory=set)

    @property
    def language(self) -> Language:
        """The language the bot speaks with them."""
        return language_from_telegram(self.phone.language_code)

    def already_sent(self) -> int:
        """Return how often they were told that a report had been sent already."""
        words = label("error.already_sent", self.language)
        return sum(words in message.text for message in self.phone.received)

    async def live(self, enough: asyncio.Event) -> None:
        """Write reports until it is *enough*; the last one is finished."""
        while not enough.is_set():
            marks = await self._tell()
            while marks:
                marks = await self._finish(marks)

    async def greet(self) -> None:
        """Ask for help, and wait for it."""
        self.phone.say("/help")
        await self.phone.wait_for("/report", _DESPAIR)

    async def _tell(self) -> tuple[str, ...]:
        """Write a story in one or several messages; return the marks it is known by."""
        self._written += 1
        mark = f"w{self.phone.person_id % 1000}x{self._written}w"
        marks = [mark, *(f"{mark}{n}" for n in range(self.random.randint(0, _MOST_LINES)))]
        self.phone.say(stories.story(self.language, mark, self.random))
        for more in marks[1:]:
            await asyncio.sleep(self.random.uniform(0, _TYPING))
            self.phone.say(stories.more(self.language, more, self.random))
        return tuple(marks)

    async def _finish(self, marks: tuple[str, ...]) -> tuple[str, ...]:
        """Answer until it is sent or thrown away; return what was kept for the next report."""
        self._last, self._again, self._has_mode, self._aside = None, 0, False, ()
        self._sent_by, self._into = "", None
        while not _RECEIPT.search((message := await self._asked()).text):
            if self._is_added(message):
                await self._added(marks)
                return ()
            self._answered.add(_state(message))
            if self.random.random() < _CHANGES_MIND:
                await self._throw_away(marks[0])
                self._over.add(_draft(message))
                return ()
            self._answer(message, marks)
        await self._keep(tuple(mark for mark in marks if mark not in self._aside), message)
        return self._aside

    async def _throw_away(self, mark: str) -> None:
        self.phone.say("/cancel")
        await self.phone.wait_for(label("cancel.done", self.language), _DESPAIR)
        self.thrown_away.append(mark)

    def _is_added(self, message: Message) -> bool:
        """Return whether *message* says that what was written belongs to the last report."""
        if self._into is None or message.message_id < self._into.message_id:
            return False
        said = label("add.added", self.language, reference=self.sent[-1].reference)
        return _TAG.sub("", said) in message.text

    async def _added(self, marks: tuple[str, ...]) -> None:
        """Remember that, and say no more for that report."""
        assert self._into
        last = self.sent[-1]
        self.sent[-1] = replace(last, marks=last.marks + marks)
        self._over.add(self._into.draft)
        # A command ends adding.
        await self.greet()

    async def _keep(self, marks: tuple[str, ...], message: Message) -> None:
        """Remember the receipt in *message*, and see that it opens the report."""
        assert self._sent_by, "a report without a button that sent it"
        sent_by = _press(self._sent_by)
        reference, receipt = _state(message), _RECEIPT.findall(message.text)[0]
        self._answered.add(reference)
        self._over.add(sent_by.ticket.draft)
        mode = Mode.CONFIDENTIAL if sent_by.verb == buttons.TELL else self.mode
        self.sent.append(Sent(marks=marks, mode=mode, reference=reference, receipt=receipt))
        # With another draft waiting, the button is only one of an earlier step.
        self.sent_again += 0 if self._aside else self._again
        self.phone.say(receipt)
        await self.phone.wait_for(lambda m: reference in m.text and receipt not in m.text, _DESPAIR)

    async def _asked(self) -> Message:
        """Return the newest question or receipt that was not answered yet."""
        for _ in range(int(_DESPAIR / _PATIENCE)):
            with contextlib.suppress(TimeoutError):
                await self.phone.until(lambda: self._newest() is not None, _PATIENCE)
            newest = self._newest()
            if newest is not None:
                return newest
            self._knock()
        seen = [(m.text, _offered(m)) for m in self.phone.received[-3:]]
        raise AssertionError(f"{self.phone.name} is stuck before {seen}")

    def _newest(self) -> Message | None:
        received = [message for message in self.phone.received if message.buttons]
        for message in received:
            if self._is_added(message):
                return message
        receipts = (m for m in received if _RECEIPT.search(m.text))
        for message in receipts:
            if _state(message) not in self._answered:
                return message
        drafts = (m for m in received if _offered(m)[0].startswith("d|"))
        questions = (m for m in drafts if _draft(m) not in self._over)
        newest = max(questions, key=lambda message: message.changed, default=None)
        return None if newest is None or _state(newest) in self._answered else newest

    def _knock(self) -> None:
        """Do what people do when nothing comes: the same once more."""
        if self._last is None:
            self.phone.say("/report")
        else:
            self._press_again()

    def _answer(self, message: Message, marks: tuple[str, ...]) -> None:
        words = self._typed(message.text)
        if words:
            self.phone.say(words)
            return
        chosen = self._choice(_offered(message))
        self._remember(_press(chosen), message.text, marks)
        self._last, self._again = (message, chosen), 0
        if _press(chosen).verb in buttons.FILING:
            self._sent_by = chosen
        if chosen.endswith(_INTO):
            self._into = _Into(message_id=message.message_id, draft=_draft(message))
        # A phone shows a button for a moment after the message has changed.
        self.phone.press(chosen, message, stale=True)
        if self.random.random() < _PRESSES_TWICE:
            self._press_again()

    def _press_again(self) -> None:
        assert self._last is not None
        message, data = self._last
        self._again += _press(data).verb in buttons.FILING
        self.phone.press(data, message, stale=True)

    def _typed(self, asked: str) -> str | None:
        """Return what is written where something else could be pressed, or nothing else."""
        for key, words in stories.NAMES.items():
            if label(key, self.language) in asked:
                return words
        for key, words in stories.TYPED.items():
            if label(key, self.language) in asked and self.random.random() < _TYPES:
                return words
        return None

    def _choice(self, offered: list[str]) -> str:
        by_verb = {_press(data).verb: data for data in offered}
        changes = [data for data in offered if _press(data).verb == "change"]
        if buttons.SEND in by_verb:
            changes_it = self.random.random() < _CHANGES_AN_ANSWER
            return self.random.choice(changes) if changes_it else by_verb[buttons.SEND]
        if buttons.TELL in by_verb:
            # How somebody is known is theirs to say, unless they never got that far.
            at_once = not self._has_mode and self.random.random() < _TELLS_AT_ONCE
            return by_verb[buttons.TELL if at_once else Question.SAFE]
        if any(data.endswith(_INTO) for data in offered):
            forgotten = self.random.random() < _WAS_FORGOTTEN
            return _ending(offered, _INTO if forgotten else "|pending|fresh")
        if Question.PENDING in by_verb:
            sets_aside = self.random.random() < _SETS_ASIDE
            return _ending(offered, "|pending|other" if sets_aside else "|pending|same")
        if Question.MODE in by_verb:
            return _ending(offered, f"|mode|{self.mode}")
        return self.random.choice([data for data in offered if _press(data).verb not in _ASIDE])

    def _remember(self, press: DraftPress, asked: str, marks: tuple[str, ...]) -> None:
        """Keep in mind what an answer means for the reports there will be."""
        self._has_mode |= press.verb == Question.MODE
        if press.verb == Question.PENDING and press.value in {"same", "other"}:
            # What waits for a decision is shown, at least how it begins; it goes on to the end.
            first = marks.index(stories.MARK.findall(asked)[0])
            self._aside = marks[first:] if press.value == "other" else ()


def _offered(message: Message) -> list[str]:
    return [button.data or "" for row in message.buttons for button in row]


def _ending(offered: list[str], ending: str) -> str:
    return next(data for data in offered if data.endswith(ending))


def _press(data: str) -> DraftPress:
    return buttons.draft_press(data)


def _draft(message: Message) -> bytes:
    return _press(_offered(message)[0]).ticket.draft


def _state(message: Message) -> str:
    """Return what a message with buttons shows: a report, or a draft in one of its versions."""
    first = _offered(message)[0]
    if first.startswith("d|"):
        return first.rpartition("|")[0].rpartition("|")[0]
    found = REFERENCE.search(message.text)
    assert found, "a message with buttons of no draft and no report"
    return found[0]

"""People who write one report after the other, and stay calm when the bot is shot."""

import asyncio
import contextlib
import re
from dataclasses import dataclass, field
from random import Random

from locales.catalogue import label
from sandbox.chats import Button, Message
from sandbox.phone import Phone
from triage.drafts import Mode
from triage.languages import Language, language_from_telegram

REFERENCE = re.compile(r"LG-\d\d-\d{6}-[A-Z]")
_RECEIPT = re.compile(r"\d{4} \d{4} \d{4} \d{4}")

# How long somebody waits before they press the same button again, and before they give up.
_PATIENCE = 3.0
_DESPAIR = 90.0
# How often somebody throws a draft away, and how often a finger slips.
_CHANGES_MIND = 0.03
_PRESSES_TWICE = 0.2
# What people add before they look at the answer, one message a line, and how fast.
_MOST_LINES = 3
_TYPING = 0.2
# Longer than a place or a time: taken for more of the story, whatever is being asked.
_MORE = "I add this so that nothing is left out, it came to my mind only now: {word}"

_STORIES = {
    Language.ZH_HANS: (
        "南联社区有人把煤气瓶放在楼道里倒气 {word}",
        "坂田楼上每天半夜装修，吵得睡不着 {word}",
        "有一伙人每个月来收保护费，不交就砸店 {word}",
    ),
    Language.ZH_HANT: (
        "南聯社區有人在樓下收保護費 {word}",
        "隔壁的租客把電動車推進房間充電 {word}",
    ),
    Language.EN: (
        "Someone fills gas cylinders in the stairs in Nanlian community {word}",
        "My neighbour in Bantian drills every night until two {word}",
        "The landlord changed the lock and keeps my deposit {word}",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A report as its reporter remembers it."""

    words: tuple[str, ...]
    mode: Mode
    reference: str
    receipt: str


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
    _last: tuple[Message, Button] | None = None
    # What was answered: when it comes again, it needs no second answer.
    _answered: set[str] = field(default_factory=set)

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
            await self._report()

    async def greet(self) -> None:
        """Ask for help, and wait for it."""
        self.phone.say("/help")
        await self.phone.wait_for("/report", _DESPAIR)

    async def _report(self) -> None:
        self._written += 1
        self._last = None
        words = await self._tell(f"w{self.phone.person_id % 1000}x{self._written}w")
        while not REFERENCE.search((message := await self._asked()).text):
            self._answered.add(_state(message))
            if self.random.random() < _CHANGES_MIND:
                await self._throw_away(words[0])
                return
            self._answer(message)
        await self._keep(words, message)

    async def _tell(self, word: str) -> tuple[str, ...]:
        """Write a story in one or several messages; return the words they are known by."""
        words = [word, *(f"{word}{n}" for n in range(self.random.randint(0, _MOST_LINES)))]
        self.phone.say(self.random.choice(_STORIES[self.language]).format(word=word))
        for more in words[1:]:
            await asyncio.sleep(self.random.uniform(0, _TYPING))
            self.phone.say(_MORE.format(word=more))
        return tuple(words)

    async def _throw_away(self, word: str) -> None:
        self.phone.say("/cancel")
        await self.phone.wait_for(label("cancel.done", self.language), _DESPAIR)
        self.thrown_away.append(word)

    async def _keep(self, words: tuple[str, ...], message: Message) -> None:
        """Remember the receipt in *message*, and see that it opens the report."""
        self._answered.add(_state(message))
        receipt = _RECEIPT.findall(message.text)[0]
        sent = Sent(words=words, mode=self.mode, reference=_state(message), receipt=receipt)
        self.sent.append(sent)
        self.phone.say(sent.receipt)
        await self.phone.wait_for(lambda m: sent.reference in m.text and not m.buttons, _DESPAIR)

    async def _asked(self) -> Message:
        """Return the newest question or receipt that was not answered yet."""
        for _ in range(int(_DESPAIR / _PATIENCE)):
            with contextlib.suppress(TimeoutError):
                await self.phone.until(lambda: self._newest() is not None, _PATIENCE)
            newest = self._newest()
            if newest is not None:
                return newest
            self._knock()
        raise AssertionError(f"{self.phone.name} is stuck")

    def _newest(self) -> Message | None:
        with_buttons = [message for message in self.phone.received if message.buttons]
        newest = max(with_buttons, key=lambda message: message.changed, default=None)
        return None if newest is None or _state(newest) in self._answered else newest

    def _knock(self) -> None:
        """Do what people do when nothing comes: the same once more."""
        if self._last is None:
            self.phone.say("/report")
        else:
            self._press_again(*self._last)

    def _answer(self, message: Message) -> None:
        typed = {"question.name": "Mei", "question.reach": "WeChat, after seven"}
        for key, words in typed.items():
            if label(key, self.language) in message.text:
                self.phone.say(words)
                return
        self._last = message, self._choice(message)
        self._press(*self._last)
        if self.random.random() < _PRESSES_TWICE:
            self._press_again(*self._last)

    def _press(self, message: Message, button: Button) -> None:
        # A phone shows a button for a moment after the message has changed.
        self.phone.press(button.data or "", message, stale=True)

    def _press_again(self, message: Message, button: Button) -> None:
        self.sent_again += button.text == label("button.send", self.language)
        self._press(message, button)

    def _choice(self, message: Message) -> Button:
        buttons = {button.text: button for row in message.buttons for button in row}
        for key in ("button.send", f"mode.{self.mode}"):
            if label(key, self.language) in buttons:
                return buttons[label(key, self.language)]
        ways = [label(f"button.{way}", self.language) for way in ("back", "discard")]
        return self.random.choice([buttons[text] for text in buttons if text not in ways])


def _state(message: Message) -> str:
    """Return what a message with buttons shows: a report, or a draft in one of its versions."""
    reference = REFERENCE.search(message.text)
    if reference:
        return reference[0]
    return (message.buttons[0][0].data or "").rpartition("|")[0].rpartition("|")[0]

"""Residents played without Telegram: updates go in, what leaves the outbox is kept."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

import sqlalchemy as sa

from casework import delivery, inbox, updates
from casework.delivery import Outcome
from casework.sayings import Manner, Saying
from casework.updates import Job
from casework.work import House, Work
from handlers import dispatch, rendering
from locales.catalogue import label
from tests.support import NOON
from triage.errors import BridgeError

BOT = 123456
STORY = "Someone sells illegal gas cylinders in Nanlian community"


@dataclass(kw_only=True)
class Stage:
    """A house with people in front of it, at a time that tests move."""

    house: House
    now: datetime = NOON
    # What went to chats of the configuration, by the problem it met.
    failed: list[str] = field(default_factory=list)
    chats: dict[int, dict[int, Saying]] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def resident(self, user_id: int = 5_200_000_001, language: str = "en") -> "Resident":
        return Resident(stage=self, user_id=user_id, language=language)

    async def hand_over(self, update: dict[str, Any]) -> list[Saying]:
        """Take one update all the way through; return what was said because of it."""
        whole = {"update_id": next(self.numbers)} | update
        await inbox.accept(self.house, BOT, [whole], self.now)
        for row in await inbox.due(self.house, self.now, [], 10):
            ready = await dispatch.prepare(self.house, inbox.opened(self.house, row), self.now)
            assert ready is not None

            async def act(work: Work, ready: dispatch.Ready = ready) -> None:
                await dispatch.act(work, ready)

            async def explain(
                work: Work, error: BridgeError, ready: dispatch.Ready = ready
            ) -> None:
                await dispatch.explain(work, ready, error)

            job = Job(row=row, act=act, explain=explain)
            await updates.carry_out(self.house, [job], self.now)
        return await self.deliver()

    async def deliver(self) -> list[Saying]:
        """Empty the outbox as the sender does, one row an address at a time."""
        said = []
        while parcels := await delivery.due(self.house, self.now, [], 1):
            parcel = parcels[0]
            outcome = Outcome(parcel=parcel, problem="no_chat")
            if parcel.chat_id is not None:
                outcome = Outcome(parcel=parcel, message_id=self._post(parcel))
            if outcome.problem:
                self.failed.append(outcome.problem)
            said.append(parcel.saying)
            await delivery.settle(self.house, self.now, [outcome])
        return said

    async def rows(self, table: sa.Table) -> list[dict[str, Any]]:
        """Return everything that stands in *table*."""
        async with self.house.database.read() as tx:
            return [dict(row._mapping) for row in await tx.execute(sa.select(table))]

    def _post(self, parcel: delivery.Parcel) -> int:
        chat = self.chats.setdefault(parcel.chat_id or 0, {})
        saying = parcel.saying
        in_place = saying.manner is Manner.EDIT and saying.message_id in chat
        number = saying.message_id if in_place and saying.message_id else next(self.numbers)
        chat[number] = saying
        return number


@dataclass(kw_only=True)
class Resident:
    """Somebody with a private chat."""

    stage: Stage
    user_id: int
    language: str

    @property
    def chat(self) -> dict[int, Saying]:
        return self.stage.chats.setdefault(self.user_id, {})

    async def say(self, text: str, **content: Any) -> list[Saying]:
        message = self._message() | ({"text": text} if text else {}) | content
        return await self.stage.hand_over({"message": message})

    async def press(self, wanted: str) -> list[Saying]:
        """Press the newest button with this label, or with data that ends like this."""
        number, data = self._button(wanted)
        return await self.press_data(data, number)

    def data(self, wanted: str) -> str:
        """Return what that button carries."""
        return self._button(wanted)[1]

    def _button(self, wanted: str) -> tuple[int, str]:
        for number, saying in sorted(self.chat.items(), reverse=True):
            for button in (button for row in saying.buttons for button in row):
                name = label(button.label.key, saying.language, **button.label.params)
                if wanted == name or button.data.endswith(wanted):
                    return number, button.data
        raise LookupError(wanted)

    async def press_data(self, data: str, message_id: int = 1) -> list[Saying]:
        message = self._message() | {"message_id": message_id}
        query = {"id": "1", "from": self._user(), "chat_instance": "1", "data": data}
        return await self.stage.hand_over({"callback_query": query | {"message": message}})

    async def send_report(self, story: str = STORY, mode: str = "confidential") -> str:
        """Tell a whole story and send it; return the receipt as it was shown."""
        await self.say(story)
        await self.press("|when|now")
        await self.press(f"|mode|{mode}")
        return receipt_in(await self.press("|send|"))

    def _user(self) -> dict[str, Any]:
        return {
            "id": self.user_id,
            "is_bot": False,
            "first_name": "Mei",
            "language_code": self.language,
        }

    def _message(self) -> dict[str, Any]:
        return {
            "message_id": next(self.stage.numbers),
            "date": int(self.stage.now.timestamp()),
            "chat": {"id": self.user_id, "type": "private", "first_name": "Mei"},
            "from": self._user(),
        }


def words_of(saying: Saying) -> str:
    """Return what *saying* says, as HTML."""
    return rendering.rendered(saying).html


def keys_of(said: list[Saying]) -> list[str]:
    """Return the keys of all texts in *said*."""
    return [text.key for saying in said for text in saying.texts]


def receipt_in(said: list[Saying]) -> str:
    """Return the receipt that is shown in *said*."""
    return next(
        str(text.params["receipt"])
        for saying in said
        for text in saying.texts
        if text.key == "sent.receipt"
    )

"""Residents played without Telegram: updates go in, what leaves the outbox is kept."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

import sqlalchemy as sa

from casework import delivery, drafts, inbox, updates, work
from casework.delivery import Outcome
from casework.sayings import Manner, Saying
from casework.updates import Job
from casework.work import House, Work
from handlers import dispatch, rendering
from locales.catalogue import label
from tests.support import NOON, shortest_way
from triage.drafts import Draft
from triage.errors import BridgeError
from triage.languages import Language

BOT = 123456
MENUS = {Manner.COMMANDS, Manner.NO_COMMANDS}
PHOTO = {"file_id": "f", "file_unique_id": "u", "width": 90, "height": 90}
STORY = "Someone sells gas cylinders without a licence in Nanlian community"


@dataclass(kw_only=True)
class Stage:
    """A house with people in front of it, at a time that tests move."""

    house: House
    now: datetime = NOON
    # What went to chats of the configuration, by the problem it met.
    failed: list[str] = field(default_factory=list)
    chats: dict[int, dict[int, Saying]] = field(default_factory=dict)
    # The menus that chats of their own have, newest.
    menus: dict[int, Saying] = field(default_factory=dict)
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
            if parcel.saying.manner in MENUS:
                self.menus[parcel.chat_id or 0] = parcel.saying
            else:
                said.append(parcel.saying)
            await delivery.settle(self.house, self.now, [outcome])
        return said

    async def rows(self, table: sa.Table) -> list[dict[str, Any]]:
        """Return everything that stands in *table*."""
        async with self.house.database.read() as tx:
            return [dict(row._mapping) for row in await tx.execute(sa.select(table))]

    def _post(self, parcel: delivery.Parcel) -> int | None:
        if parcel.saying.manner in MENUS:
            return None
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
    # The number of what was said last.
    last: int = 0

    @property
    def chat(self) -> dict[int, Saying]:
        return self.stage.chats.setdefault(self.user_id, {})

    async def say(self, text: str, **content: Any) -> list[Saying]:
        message = self._message() | ({"text": text} if text else {}) | content
        self.last = message["message_id"]
        return await self.stage.hand_over({"message": message})

    async def show(self, caption: str = "", *, size: int = 1000, album: str = "") -> list[Saying]:
        """Send a photo with words under it, as one of an album if that has a name."""
        photo = PHOTO | {"file_size": size}
        content = {"caption": caption} if caption else {}
        content |= {"media_group_id": album} if album else {}
        return await self.say("", photo=[photo], **content)

    async def share(self, latitude: float, longitude: float) -> list[Saying]:
        """Send a point on the map."""
        return await self.say("", location={"latitude": latitude, "longitude": longitude})

    async def draft(self) -> Draft:
        """Return what they are writing; there must be a draft."""
        house = self.stage.house
        person, language = house.keyring.person(self.user_id), Language.EN
        known = work.Resident(
            person=person, user_id=self.user_id, chat_id=self.user_id, language=language
        )
        async with house.database.read() as tx:
            found = await drafts.of(Work(tx=tx, now=self.stage.now, house=house), known)
        assert found
        return found

    async def edit(self, number: int, text: str, **content: Any) -> list[Saying]:
        """Change the message of that *number*, as long presses allow."""
        edited = self._message() | {"message_id": number, "edit_date": 1} | content
        words = {"caption" if content else "text": text}
        return await self.stage.hand_over({"edited_message": edited | words})

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
                # Officers' buttons carry more behind the verb.
                carried = button.data[:2] in {"o|", "q|"} and wanted in f"{button.data}|"
                begins = len(wanted) == 1 and name.startswith(wanted)
                if wanted == name or button.data.endswith(wanted) or carried or begins:
                    return number, button.data
        raise LookupError(wanted)

    async def press_data(self, data: str, message_id: int = 1) -> list[Saying]:
        message = self._message() | {"message_id": message_id}
        query = {"id": "1", "from": self._user(), "chat_instance": "1", "data": data}
        return await self.stage.hand_over({"callback_query": query | {"message": message}})

    async def send_report(self, story: str = STORY, mode: str = "confidential") -> str:
        """Tell a whole story and send it; return the receipt as it was shown."""
        await self.to_card(await self.say(story), mode)
        return receipt_in(await self.press("|send|"))

    async def to_card(self, said: list[Saying], mode: str = "confidential") -> list[Saying]:
        """Answer what is asked after *said* in the shortest way, up to the card."""
        for _ in range(20):
            answered = await self.answer(said, mode)
            if answered is None:
                return said
            said = answered
        raise AssertionError(keys_of(said))

    async def answer(self, said: list[Saying], mode: str = "confidential") -> list[Saying] | None:
        """Answer the question in *said* in the shortest way; return None at the card."""
        offered = [button.data for row in said[-1].buttons for button in row]
        wanted = shortest_way(offered, mode)
        return None if wanted is None else await self.press_data(wanted, max(self.chat))

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
        if text.key in {"sent.receipt", "sent.receipt.care"}
    )

"""Residents who press and write at random, against the real handlers and rows."""

import asyncio
import re
import shutil
import tempfile
from collections.abc import Coroutine
from contextlib import AsyncExitStack, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot import runtime
from casework import muting, trails, upkeep
from casework.muting import NobodyBehind, NotMuted
from casework.sayings import Manner, Saying
from casework.trails import Wiped
from casework.work import Work
from storage import tables
from tests.durability import evidence
from tests.stage import Resident, Stage, keys_of, words_of
from tests.support import DUTY, Installation
from triage.drafts import Mode
from triage.languages import Language
from triage.limits import TOLD_SECONDS, MuteReason
from triage.questions import Question

T = TypeVar("T")
# Longer than any way from a story to Send: every question twice.
MOST_PRESSES = 2 * len(Question)
# Every line is marked with who wrote it and how many-th it was.
MARK = re.compile(r"p(\d)n\d+e")
LINES = st.sampled_from(
    [
        "Someone sells gas cylinders without a licence in Nanlian community",
        "凤凰",
        "布吉街道",
        "东莞",
        "behind the school",
        "昨晚十点多",
        "It is all very unpleasant",
        "楼上邻居每天半夜装修，噪音很大，吵得睡不着",
        "派出所的人收黑钱，是赌场的保护伞",
        "着火了",
        "我不想活了",
        "x" * 300,
        "y" * 4000,
    ]
)
OTHER_LINES = st.sampled_from(
    ["\u200b", "！！", "你好", "hi", "1234 5678 9012 3456", "/nonsense", "/", "/status 12"]
)
COMMANDS = st.sampled_from(
    ["start", "report", "status", "add", "forget", "cancel", "language", "privacy", "help"]
)
FILES = st.sampled_from(["photo", "voice", "document", "video_note", "too big"])
POINTS = st.sampled_from([(22.72, 114.25), (31.23, 121.47), (0.0, 0.0)])
DICE = {"dice": {"emoji": "🎲", "value": 3}}
PAUSES = st.sampled_from([1, 11, 61, 60 * 7, 60 * 25])
WHO = st.integers(0, 1)
CHOICE = st.integers(0, 10_000)
MODES = st.sampled_from(Mode)
# What is said to whoever sends too much, once a minute.
HELD_BACK = {"error.limited", "error.muted", "error.limited_files"}
# Ways that lead away from Send, or round in circles.
ASIDE = ("|back|", "|discard|", "|add|", "|tell|")


class Conversation(RuleBasedStateMachine):
    """Two residents; every rule is something a thumb can do."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        shutil.copytree(self.template, self.folder / "installation")
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        installation = Installation(folder=self.folder / "installation")
        house = self.run(self.stack.enter_async_context(runtime.opened(installation.settings())))
        self.stage = Stage(house=house)
        self.people: list[Resident] = [self.stage.resident(1), self.stage.resident(2, "zh-hans")]
        self.pressed_by: dict[int, list[str]] = {0: [], 1: []}
        self.written: dict[int, list[int]] = {0: [], 1: []}
        self.receipts: list[str] = []
        self.spent: set[str] = set()
        self.lines = 0
        self.sent = 0
        # When somebody was last told that too much came in.
        self.told: dict[int, datetime] = {}
        self.references: list[str] = []

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(coroutine)

    def play(
        self, who: int, coroutine: Coroutine[Any, Any, list[Saying]], *, may_be_silent: bool = False
    ) -> list[Saying]:
        """Let something happen; whatever it is gets an answer."""
        duty = set(self.stage.chats.get(DUTY, {}))
        said = self.run(coroutine)
        posts = [self.stage.chats[DUTY][n] for n in set(self.stage.chats.get(DUTY, {})) - duty]
        answers = [one for one in said if not any(one is post for post in posts)]
        assert answers or may_be_silent or self.was_just_told(who)
        if HELD_BACK.intersection(keys_of(answers)):
            self.told[who] = self.stage.now
        self.pressed_by[who] += [b.data for one in answers for row in one.buttons for b in row]
        self.look_at(said)
        return answers

    def was_just_told(self, who: int) -> bool:
        """Return whether silence is what decision 12 wants: one answer a minute."""
        told = self.told.get(who)
        return told is not None and self.stage.now < told + timedelta(seconds=TOLD_SECONDS)

    def look_at(self, said: list[Saying]) -> None:
        """Count reports, and see that what was sent is never shown again."""
        shown = " ".join(words_of(one) for one in said if one.manner is not Manner.WIPE)
        assert not any(mark in shown for mark in self.spent)
        self.sent += len([key for key in keys_of(said) if key.startswith("sent.thanks")])
        filed = {"sent.thanks", "sent.receipt.care"}
        named = [text for one in said for text in one.texts if text.key in filed]
        self.references += [str(text.params["reference"]) for text in named]
        keys = {"sent.receipt", "sent.receipt.care", "receipt.renewed"}
        texts = [text for one in said for text in one.texts if text.key in keys]
        self.receipts += [str(text.params["receipt"]) for text in texts]
        if texts:
            reports = self.run(evidence.kept(self.stage.house))
            marks = {found[0] for report in reports for found in MARK.finditer(report.story)}
            self.spent |= marks

    def marked(self, who: int, line: str) -> str:
        self.lines += 1
        return f"{line} p{who}n{self.lines}e"

    def offered(self, said: list[Saying]) -> list[str]:
        return [button.data for row in said[-1].buttons for button in row] if said else []

    @rule(who=WHO, line=LINES)
    def write(self, who: int, line: str) -> None:
        self.play(who, self.people[who].say(self.marked(who, line)))
        self.written[who].append(self.people[who].last)

    @rule(who=WHO, line=OTHER_LINES)
    def write_something_else(self, who: int, line: str) -> None:
        self.play(who, self.people[who].say(line))

    @rule(who=WHO)
    def write_the_same_twice(self, who: int) -> None:
        line = self.marked(who, "They shout at night")
        for _ in range(2):
            self.play(who, self.people[who].say(line))

    @rule(who=WHO, command=COMMANDS)
    def command(self, who: int, command: str) -> None:
        self.play(who, self.people[who].say(f"/{command}"))

    @rule(who=WHO, line=LINES, choice=CHOICE)
    def edit(self, who: int, line: str, choice: int) -> None:
        numbers = self.written[who] or [999_999]
        text = self.marked(who, line)
        self.play(who, self.people[who].edit(numbers[choice % len(numbers)], text))

    @rule(who=WHO, line=LINES)
    def edit_after_send(self, who: int, line: str) -> None:
        """Send what was written last, whatever is missing, and change it then."""
        self.finish(who, Mode.CONFIDENTIAL, 0)
        last = self.written[who][-1] if self.written[who] else 999_999
        self.play(who, self.people[who].edit(last, self.marked(who, line)))

    @rule(who=WHO, kind=FILES, line=st.none() | LINES)
    def send_a_file(self, who: int, kind: str, line: str | None) -> None:
        mei, file = self.people[who], {"file_id": "f", "file_unique_id": "u", "file_size": 900}
        caption = self.marked(who, line)[:1024] if line and len(line) < 1000 else ""
        if kind == "photo":
            self.play(who, mei.show(caption))
            return
        whole = file | {"duration": 3, "length": 9}
        if kind == "too big":
            kind, whole = "document", file | {"file_size": 30_000_000}
        content: dict[str, Any] = {kind: whole} | ({"caption": caption} if caption else {})
        self.play(who, mei.say("", **content))

    @rule(who=WHO)
    def send_an_album(self, who: int) -> None:
        self.lines += 1
        for part in range(3):
            shown = self.people[who].show(album=f"album {self.lines}")
            self.play(who, shown, may_be_silent=part > 0)

    @rule(who=WHO, point=POINTS)
    def share_a_place(self, who: int, point: tuple[float, float]) -> None:
        self.play(who, self.people[who].share(*point))

    @rule(who=WHO, own=st.booleans())
    def share_a_contact(self, who: int, own: bool) -> None:
        card: dict[str, object] = {"phone_number": "+8613912345678", "first_name": "Wu"}
        card |= {"user_id": self.people[who].user_id} if own else {}
        self.play(who, self.people[who].say("", contact=card))

    @rule(who=WHO)
    def send_nothing_readable(self, who: int) -> None:
        self.play(who, self.people[who].say("", **DICE))

    @rule(who=WHO, line=LINES, choice=CHOICE)
    def reply(self, who: int, line: str, choice: int) -> None:
        """Write in reply to any message of the bot."""
        mei = self.people[who]
        numbers = sorted(mei.chat) or [999_999]
        to = self.person_message(mei, numbers[choice % len(numbers)])
        self.play(who, mei.say(self.marked(who, line), reply_to_message=to))

    def person_message(self, mei: Resident, number: int) -> dict[str, Any]:
        chat = {"id": mei.user_id, "type": "private", "first_name": "Mei"}
        return {"message_id": number, "date": 1, "chat": chat, "text": "?"}

    @rule(who=WHO, choice=CHOICE)
    def answer(self, who: int, choice: int) -> None:
        """Press a button of the question that is open."""
        offered = self.offered(self.play(who, self.people[who].say("/report")))
        if offered:
            self.press(who, offered[choice % len(offered)])

    @precondition(lambda self: self.pressed_by[0] or self.pressed_by[1])
    @rule(who=WHO, of=WHO, choice=CHOICE)
    def press_an_old_button(self, who: int, of: int, choice: int) -> None:
        """Press a button that was offered some time, even to somebody else."""
        known = self.pressed_by[of] or self.pressed_by[1 - of]
        self.press(who, known[choice % len(known)])

    def press(self, who: int, data: str) -> list[Saying]:
        mei = self.people[who]
        return self.play(who, mei.press_data(data, max(mei.chat, default=1)))

    @rule(who=WHO, choice=CHOICE)
    def ask_with_a_receipt(self, who: int, choice: int) -> None:
        wrong = "0000 0000 0000 0000"
        receipts = [*self.receipts, wrong]
        self.play(who, self.people[who].say(receipts[choice % len(receipts)]))

    @rule(minutes=PAUSES)
    def let_time_pass(self, minutes: int) -> None:
        self.stage.now += timedelta(minutes=minutes)
        self.run(upkeep.sweep(self.stage.house, self.stage.now))
        self.look_at(self.run(self.stage.deliver()))

    @rule(who=WHO)
    def wipe(self, who: int) -> None:
        """Wipe the chat, and be told how it went as the sender tells it."""
        self.press(who, "w")
        self.people[who].chat.clear()

        async def told() -> list[Saying]:
            async with self.stage.house.database.write() as tx:
                work = Work(tx=tx, now=self.stage.now, house=self.stage.house)
                done = Wiped(deleted=3, left=0, ids=())
                await trails.wiped(work, self.people[who].user_id, Language.EN, done)
            return await self.stage.deliver()

        self.play(who, told())

    @rule(who=WHO)
    def leave(self, who: int) -> None:
        """Whatever is going on, /cancel leaves no draft."""
        self.play(who, self.people[who].say("/cancel"))
        person = self.stage.house.keyring.person(self.people[who].user_id)
        drafts = self.run(self.stage.rows(tables.draft))
        assert person not in {row["person"] for row in drafts}

    @rule(who=WHO, mode=MODES, choice=CHOICE)
    def finish(self, who: int, mode: Mode, choice: int) -> None:
        """From wherever it stands: after so many presses there is a card to send."""
        said = self.play(who, self.people[who].say("/report"))
        if not any(data.endswith("|discard|") for data in self.offered(said)) and not any(
            "|pending|" in data or "|safe|" in data for data in self.offered(said)
        ):
            said = self.play(who, self.people[who].say(self.marked(who, "Very unpleasant")))
        for _ in range(MOST_PRESSES):
            offered = self.offered(said)
            if any("|send|" in data for data in offered):
                self.send(who, offered[0])
                return
            said = self.on(who, said, mode, choice)
        raise AssertionError(keys_of(said))

    def on(self, who: int, said: list[Saying], mode: Mode, choice: int) -> list[Saying]:
        """Press any answer to the question; where there is none, write one."""
        answers = [data for data in self.offered(said) if not data.endswith(ASIDE)]
        if not answers:
            return self.play(who, self.people[who].say(self.marked(who, "Very unpleasant")))
        chosen = [data for data in answers if data.endswith(f"|mode|{mode}")]
        return self.press(who, (chosen or answers)[choice % len(chosen or answers)])

    def send(self, who: int, data: str) -> None:
        before = self.sent
        said = self.press(who, data)
        if keys_of(said) == ["error.files_not_here"]:
            # Nothing but files, none of which is here yet: the draft waits for them.
            assert self.sent == before
            return
        assert self.sent == before + 1, keys_of(said)
        again = self.press(who, data)
        assert keys_of(again)[0] in {"error.already_sent", "error.outdated"}
        assert self.sent == before + 1

    @invariant()
    def every_report_is_there_once(self) -> None:
        found = self.run(self.stage.rows(tables.report))
        assert len(found) == self.sent
        assert len({row["receipt_hash"] for row in found}) == self.sent

    @invariant()
    def nobody_is_mixed_with_another(self) -> None:
        for row in self.run(evidence.kept(self.stage.house)):
            assert len({found[1] for found in MARK.finditer(row.story)}) <= 1
            assert not (row.mode == Mode.ANONYMOUS and row.has_reporter)
        people = [row["person"] for row in self.run(self.stage.rows(tables.draft))]
        assert len(people) == len(set(people)) <= len(self.people)

    @invariant()
    def nothing_is_left_over(self) -> None:
        assert set(self.stage.failed) <= {"no_chat"}
        waiting = [row["state"] for row in self.run(self.stage.rows(tables.outbox))]
        assert set(waiting) <= {"failed"}
        assert not any(row["sealed_update"] for row in self.run(self.stage.rows(tables.inbox)))

    def teardown(self) -> None:
        self.run(self.stack.aclose())
        self.runner.close()
        shutil.rmtree(self.folder)


class Held(Conversation):
    """The same two where little is allowed, and somebody on duty mutes and unmutes.

    Whoever is in danger is answered all the same; anybody else at least once a minute.
    """

    @rule(who=WHO, line=st.sampled_from(["着火了，快来人", "Help, our house is on fire"]))
    def danger_is_always_answered(self, who: int, line: str) -> None:
        said = self.run(self.people[who].say(self.marked(who, line)))
        self.look_at(said)

        assert said

    @precondition(lambda self: self.references)
    @rule(choice=CHOICE, hours=st.integers(1, 30), listens=st.booleans())
    def somebody_is_muted_or_heard_again(self, choice: int, hours: int, listens: bool) -> None:
        reference = self.references[choice % len(self.references)]

        async def decided() -> None:
            async with self.stage.house.database.write() as tx:
                work = Work(tx=tx, now=self.stage.now, house=self.stage.house)
                if listens:
                    await muting.unmute(work, reference)
                else:
                    await muting.mute(work, reference, hours, MuteReason.FLOOD)

        with suppress(NobodyBehind, NotMuted):
            self.run(decided())

    def leave(self, who: int) -> None:
        """Not here: a command may be one too many."""

    def edit_after_send(self, who: int, line: str) -> None:
        """Not here: a Send may be refused."""

    @rule(who=WHO, mode=MODES, choice=CHOICE)
    def finish(self, who: int, mode: Mode, choice: int) -> None:
        """Go on while there are answers; what is held back stays a draft."""
        said = self.play(who, self.people[who].say("/report"))
        for _ in range(MOST_PRESSES):
            offered = self.offered(said)
            if any("|send|" in data for data in offered):
                self.press(who, offered[0])
                return
            if not offered:
                return
            said = self.on(who, said, mode, choice)


# More than a thumb manages in a test; `Held` plays with limits.
_UNLIMITED = {
    "limits__messages_in_ten_minutes": 10_000,
    "limits__reports_a_day": 1_000,
    "limits__files_a_day": 1_000,
    "limits__receipt_tries": 1_000,
}


_LOW = {
    "limits__messages_in_ten_minutes": 10,
    "limits__reports_a_day": 2,
    "limits__files_a_day": 3,
    "limits__receipt_tries": 3,
}


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_no_conversation_gets_stuck_and_every_report_is_sent_once(
    template: Path, tmp_path: Path
) -> None:
    Conversation.template = tmp_path / "installation"
    shutil.copytree(template, Conversation.template)
    Installation(folder=Conversation.template).configure(**_UNLIMITED)
    modest = settings(max_examples=12, stateful_step_count=40, deadline=None)

    run_state_machine_as_test(Conversation, settings=modest)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_whoever_is_held_back_is_told_and_nobody_in_danger_is(
    template: Path, tmp_path: Path
) -> None:
    Held.template = tmp_path / "installation"
    shutil.copytree(template, Held.template)
    Installation(folder=Held.template).configure(**_LOW)
    modest = settings(max_examples=6, stateful_step_count=40, deadline=None)

    run_state_machine_as_test(Held, settings=modest)

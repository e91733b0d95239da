"""A resident who presses and writes at random, against the real handlers and rows."""

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from contextlib import AsyncExitStack
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
from casework.sayings import Saying
from storage import tables
from tests.stage import Resident, Stage, keys_of
from tests.support import Installation
from triage.drafts import Question

T = TypeVar("T")
WORDS = st.sampled_from(
    [
        "Someone sells illegal gas cylinders in Nanlian community",
        "凤凰",
        "布吉街道",
        "behind the school",
        "南联",
        "It is all very unpleasant",
        "煤气泄漏了",
        "1234 5678 9012 3456",
        "\u200b",
        "x" * 300,
        "/report",
        "/cancel",
        "/status",
        "/nonsense",
    ]
)
CHOICE = st.integers(0, 10_000)


class Conversation(RuleBasedStateMachine):
    """One resident; every rule is something a thumb can do."""

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
        self.mei: Resident = self.stage.resident()
        self.old: list[str] = []
        self.sent = 0

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(coroutine)

    def play(self, coroutine: Coroutine[Any, Any, list[Saying]]) -> list[Saying]:
        """Let something happen; whatever it is gets an answer."""
        said = self.run(coroutine)
        assert said
        self.old += [button.data for one in said for row in one.buttons for button in row]
        return said

    def offered(self, said: list[Saying]) -> list[str]:
        return [button.data for row in said[-1].buttons for button in row]

    @rule(text=WORDS)
    def write(self, text: str) -> None:
        self.play(self.mei.say(text))

    @rule(choice=CHOICE)
    def answer(self, choice: int) -> None:
        """Press a button of the question that is open, but not Send."""
        offered = self.offered(self.play(self.mei.say("/report")))
        answers = [data for data in offered if "|send|" not in data]
        if answers:
            self.play(self.mei.press_data(answers[choice % len(answers)]))

    @rule(move=st.sampled_from(["|back|", "|skip|"]))
    def back_or_skip(self, move: str) -> None:
        for data in self.offered(self.play(self.mei.say("/report"))):
            if data.endswith(move):
                said = self.play(self.mei.press_data(data))
                assert not any(key.startswith("error.") for key in keys_of(said))

    @precondition(lambda self: self.old)
    @rule(choice=CHOICE)
    def press_an_old_button(self, choice: int) -> None:
        said = self.play(self.mei.press_data(self.old[choice % len(self.old)]))
        self.sent += keys_of(said).count("sent.thanks")

    @rule(choice=CHOICE)
    def finish(self, choice: int) -> None:
        """Answer whatever is asked: after so many questions there is a card to send."""
        said = self.play(self.mei.say("It is all very unpleasant"))
        for _ in range(2 * len(Question)):
            offered = self.offered(said)
            if any("|send|" in data for data in offered):
                return self.send(offered[0])
            answers = [data for data in offered if not data.endswith(("|back|", "|discard|"))]
            said = self.play(self.mei.press_data(answers[choice % len(answers)]))
        raise AssertionError(keys_of(said))

    def send(self, data: str) -> None:
        assert "sent.thanks" in keys_of(self.play(self.mei.press_data(data)))
        self.sent += 1
        assert keys_of(self.play(self.mei.press_data(data))) == ["error.already_sent"]

    @invariant()
    def every_report_is_there_once(self) -> None:
        found = self.run(self.stage.rows(tables.report))
        assert len(found) == self.sent
        assert len({row["receipt_hash"] for row in found}) == self.sent

    @invariant()
    def nothing_is_left_over(self) -> None:
        assert not self.stage.failed or set(self.stage.failed) == {"no_chat"}
        assert self.run(self.stage.rows(tables.outbox)) == [] or self.stage.failed
        assert len(self.run(self.stage.rows(tables.draft))) <= 1

    def teardown(self) -> None:
        self.run(self.stack.aclose())
        self.runner.close()
        shutil.rmtree(self.folder)


@pytest.mark.slow
def test_no_conversation_gets_stuck_and_every_report_is_sent_once(template: Path) -> None:
    Conversation.template = template
    modest = settings(max_examples=15, stateful_step_count=12, deadline=None)

    run_state_machine_as_test(Conversation, settings=modest)

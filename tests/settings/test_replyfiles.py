from pathlib import Path

import pytest

from settings import replyfiles
from settings.mistakes import Mistake
from tests.support import EXAMPLE
from triage import outgoing, replies
from triage.languages import Language
from triage.routing import Queue

DATA = EXAMPLE.parent / "data"
HEAD = "code,queues,name_zh_hans,name_zh_hant,name_en,text_zh_hans,text_zh_hant,text_en,source\n"
GOOD = "when,mediation,时间,時間,When,几点？,幾點？,At what time?,ours"


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (f"{GOOD}\n{GOOD}", "code when stands in this file twice"),
        (GOOD.replace("At what time?", ""), "text_en is empty"),
        (GOOD.replace("ours", ""), "source is empty"),
        (GOOD.replace("when", "w" * 21), "code has more than 20 characters"),
    ],
)
def test_what_is_wrong_with_a_reply_is_named(tmp_path: Path, rows: str, sentence: str) -> None:
    (tmp_path / "replies.csv").write_text(f"{HEAD}{rows}\n", encoding="utf-8")
    mistakes: list[Mistake] = []

    replyfiles.replies(tmp_path, mistakes)

    assert [mistake.sentence for mistake in mistakes] == [sentence]


@pytest.mark.parametrize("language", Language)
def test_ours_promise_nothing_and_ask_nobody_who_they_are(language: Language) -> None:
    found = replyfiles.replies(DATA, [])

    assert len(found) >= 10
    for one in found:
        assert outgoing.concerns(one.texts[language]) == (), one.code
        assert "你" not in one.texts[language]


def test_each_queue_in_which_people_are_asked_has_its_replies() -> None:
    found = replyfiles.replies(DATA, [])

    for queue in Queue:
        assert len(replies.for_queue(found, queue)) >= 3, queue
    codes = {one.code for one in replies.for_queue(found, Queue.CARE)}
    assert "safe_now" in codes
    assert "vehicle" not in codes

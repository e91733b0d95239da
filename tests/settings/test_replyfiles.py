from pathlib import Path

import pytest

from settings import replyfiles
from settings.mistakes import Mistake
from triage.languages import Language
from triage.replies import Reply
from triage.routing import Queue

HEADER = "code,queues,name_zh_hans,name_zh_hant,name_en,text_zh_hans,text_zh_hant,text_en\n"
GOOD = "where,care|mediation,哪里,哪裏,Where,在哪里？,在哪裏？,Where is it?"


def read(folder: Path, *rows: str) -> tuple[tuple[Reply, ...], list[str]]:
    text = HEADER + "".join(f"{row}\n" for row in rows)
    (folder / "replies.csv").write_text(text, encoding="utf-8")
    mistakes: list[Mistake] = []
    found = replyfiles.replies(folder, mistakes)
    return found, [f"{one.line}: {one.sentence}" for one in mistakes]


def test_a_reply_is_read_with_its_queues_and_languages(tmp_path: Path) -> None:
    (reply,), mistakes = read(tmp_path, GOOD)

    assert not mistakes
    assert (reply.code, reply.queues) == ("where", (Queue.CARE, Queue.MEDIATION))
    assert reply.texts[Language.EN] == "Where is it?"
    assert set(reply.names) == set(reply.texts) == set(Language)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (GOOD, "code where stands in this file twice"),
        (GOOD.replace("where", "w" * 41), "code has more than 40 characters"),
        (GOOD.replace("where,care|mediation", "when,"), "queues is empty"),
        (
            GOOD.replace("where,care", "when,street"),
            "queues street must be one of urgent, verification, mediation, integrity, care",
        ),
        (GOOD.replace("where", "when").replace("Where is it?", ""), "text_en is empty"),
        (
            GOOD.replace("where", "when").replace("Where is it?", "a" * 301),
            "text_en has more than 300 characters",
        ),
    ],
)
def test_what_is_wrong_with_a_row_is_named_with_its_line(
    tmp_path: Path, row: str, sentence: str
) -> None:
    _, mistakes = read(tmp_path, GOOD, row)

    assert mistakes == [f"3: {sentence}"]

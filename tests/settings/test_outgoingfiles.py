from pathlib import Path

from settings import outgoingfiles
from settings.mistakes import Mistake
from triage import outgoing
from triage.outgoing import ConcernKind, Wordings


def read(folder: Path, *rows: str) -> tuple[Wordings, list[str]]:
    text = "concern,terms,source\n" + "".join(f"{row}\n" for row in rows)
    (folder / "outgoing.csv").write_text(text, encoding="utf-8")
    mistakes: list[Mistake] = []
    found = outgoingfiles.wordings(folder, mistakes)
    return found, [f"{one.line}: {one.sentence}" for one in mistakes]


def test_a_concern_may_have_several_rows(tmp_path: Path) -> None:
    found, mistakes = read(
        tmp_path, "promise,奖励,", "promise,will…come|bounty,", "denied,不能保证,"
    )

    assert not mistakes
    for text in ("有獎勵", "they will surely come", "a bounty"):
        (concern,) = outgoing.concerns(text, found)
        assert concern.kind is ConcernKind.PROMISE
    assert not outgoing.concerns("不能保证有奖励", found)


def test_what_is_wrong_with_a_row_is_named_with_its_line(tmp_path: Path) -> None:
    _, mistakes = read(tmp_path, "promise,,", "link,奖励,", "promise,…来|会 … ,")

    assert mistakes == [
        "2: terms is empty",
        "3: concern must be one of promise, identity, risk, denied, calm",
        "4: terms …来 has nothing before or behind …",
        "4: terms 会 … has nothing before or behind …",
    ]

"""Reports for the tests of the matcher."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from settings.matchfiles import Weights
from triage.matching import reading
from triage.matching.archive import Archive, Placed
from triage.matching.counts import Counts
from triage.matching.reading import Hints, Reading, Told

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
# Other people's matters, so that words have some frequency.
CROWD = tuple(
    f"{place}{what}，{more}"
    for place in ("幸福路", "青山小区", "东湖花园3栋", "西门市场", "北桥村", "长江路口")
    for what, more in (
        ("夜里施工噪音很大", "老人小孩都睡不着，打过电话没有人来"),
        ("消防通道被车堵死", "万一着火怎么办，物业说管不了"),
        ("垃圾没有人清理", "苍蝇蚊子到处都是，味道很大"),
        ("电梯坏了半个月", "老人爬楼很辛苦，希望尽快修好"),
    )
)


def nothing(_: str) -> Hints:
    return Hints()


def read(text: str, at: int = 0, user: str = "", title: str = "") -> Reading:
    when = NOON + timedelta(minutes=at)
    told = Told(id=f"r{at:05d}", time=when, text=text, user=user, title=title)
    return reading.read(told, nothing)


def placed(texts: Sequence[str], weights: Weights) -> list[Placed]:
    """Return where each of *texts* ends, after the crowd."""
    readings = [read(text, at) for at, text in enumerate((*CROWD, *texts))]
    counts = Counts()
    for one in readings:
        counts.add(one.features)
    archive = Archive(counts, weights.model, weights.thresholds)
    return [archive.place(one) for one in readings][len(CROWD) :]

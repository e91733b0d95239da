"""Which column of a file is what, and what is wrong with a row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.console import fail
from bot.importfiles import FileRow, Table
from casework import importing
from casework.importing import Row
from casework.work import House
from triage import written_times
from triage.matching.reading import Told
from triage.pieces import LONGEST_STORY

# What columns are called, in lower case; of several in a file the first of these counts.
_NAMES = {
    "id": "id number no no. 编号 編號 序号 序號 工单号 工單號"
    " 工单编号 工單編號 受理编号 留言编号 案件编号",
    "time": "time date datetime created_at received_at timestamp 时间 時間 日期 受理时间 受理時間"
    " 来电时间 來電時間 上报时间 登记时间 留言时间 发生时间 创建时间 提交时间 反映时间",
    "text": "text content description body message words 内容 內容 正文 描述 诉求内容 訴求內容"
    " 反映内容 留言详情 详情 工单内容 问题描述 主要内容 诉求",
    "title": "title subject headline 标题 標題 主题 主題 留言主题 工单标题",
    "user": "user reporter author user_id 用户 用戶 留言用户 举报人 反映人 来电人 诉求人 报告人",
    "category": "category kind type class 类别 類別 分类 分類 类型 類型 一级标签 事项分类",
    "place": "place location address where 地点 地點 地址 位置 事发地点 发生地点 区域",
}
_NEEDED = ("time", "text")
_FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Bad:
    """A row that is no report, and the sentence that says why."""

    row: FileRow
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """All rows of a file: those that can be imported, in order of time, and the others."""

    good: tuple[Row, ...]
    bad: tuple[Bad, ...]
    # Kinds that the file names and we do not know; these rows are guessed from their words.
    unknown: Mapping[str, int]


def columns(table: Table, given: Sequence[str]) -> Mapping[str, str]:
    """Return which column holds what: as *given* (`text=内容`), else by its name.

    Ends the command if that cannot be.
    """
    here = {name.casefold(): name for name in reversed(table.columns)}
    found = {
        field: here[name]
        for field, names in _NAMES.items()
        for name in [_first(names, here)]
        if name
    }
    for one in given:
        field, _, name = (part.strip() for part in one.partition("="))
        if field not in _NAMES:
            fail(f"--map {one}: {field} is none of {', '.join(_NAMES)}.")
        if name.casefold() not in here:
            fail(f"--map {one}: the file has the columns {', '.join(table.columns)}.")
        found[field] = here[name.casefold()]
    for field in _NEEDED:
        if field not in found:
            named = ", ".join(table.columns) or "none"
            fail(f"No column is the {field}: say --map {field}=NAME. The file has: {named}.")
    return found


def sorted_rows(
    house: House, table: Table, named: Mapping[str, str], now: datetime, *, strict: bool
) -> Sorted:
    """Return the rows of *table* as they can be imported or not.

    Args:
        house: Whose kinds and clock count.
        table: The file.
        named: Which column holds what.
        now: Nothing was told after it.
        strict: Whether a kind we do not know makes a row bad.
    """
    good: list[Row] = []
    bad: list[Bad] = []
    unknown: dict[str, int] = {}
    lines: dict[str, int] = {}
    for row in table.rows:
        cells = {field: row.cells.get(name, "").strip() for field, name in named.items()}
        told = _told(house, row, cells, now)
        if isinstance(told, Told) and told.category and not importing.category_of(house, told):
            unknown[told.category] = unknown.get(told.category, 0) + 1
            told = f"category {told.category} is not known here" if strict else told
        name = f"id {cells['id']}" if cells.get("id") else f"line {row.line}"
        if isinstance(told, Told) and name in lines:
            told = f"id {cells['id']} stands in line {lines[name]} already"
        if isinstance(told, str):
            bad.append(Bad(row=row, sentence=told))
        else:
            lines[name] = row.line
            good.append(Row(name=name, told=told))
    # Whoever was first is first here too; within a moment as the file has it.
    good.sort(key=lambda one: one.told.time)
    return Sorted(good=tuple(good), bad=tuple(bad), unknown={} if strict else unknown)


def _first(names: str, here: Iterable[str]) -> str:
    known = set(here)
    return next((name for name in names.split() if name in known), "")


def _told(house: House, row: FileRow, cells: Mapping[str, str], now: datetime) -> Told | str:
    """Return what a row tells, or what is wrong with it."""
    if row.problem:
        return row.problem
    if not (cells["text"] or cells.get("title")):
        return "has no text"
    if not cells["time"]:
        return "has no time"
    time = written_times.moment(cells["time"], ZoneInfo(house.settings.district.time_zone))
    if time is None:
        return "time must be a date, or a date and a time, as in 2026-11-23 08:30"
    if time.year < _FIRST_YEAR or time > now:
        return f"time must lie between {_FIRST_YEAR} and now"
    told = Told(
        id=cells.get("id", ""),
        time=time.astimezone(UTC),
        text=cells["text"],
        **{name: cells.get(name, "") for name in ("title", "user", "category", "place")},
    )
    return _unwritable(told) or told


def _unwritable(told: Told) -> str:
    if len(importing.story_of(told)) > LONGEST_STORY:
        return f"text is longer than {LONGEST_STORY} characters"
    try:
        f"{told.title}{told.text}{told.place}".encode()
    except UnicodeEncodeError:
        return "text holds half a character"
    return ""

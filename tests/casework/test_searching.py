"""Officers find reports by what they know of them, and only reports that are theirs."""

import pytest
import sqlalchemy as sa

from casework import comparing, keys, searching
from casework.officers import Officer
from casework.searching import Hit
from casework.work import House, Work
from storage.indexed import Kept
from storage.matching_tables import COUNTS, POSTINGS
from storage.rotation import Part
from storage.tables import event, report
from tests import keyplay
from tests.casework.grouping_play import opened
from tests.casework.test_placing import OTHER, STORY
from tests.stage import Stage
from triage.matching.reading import Reading
from triage.permissions import Role
from triage.realms import Realm

TRADITIONAL = "羅瓦路八巷那家五金店晚上偷偷充裝煤氣，車牌粵B·83K21，老闆姓陳，電話13812345678"
OFFICIAL = "派出所的人是黑社会的保护伞，收了赌场老板的钱，在布吉街道夜总会"


async def find(stage: Stage, words: str, *roles: Role) -> list[Hit]:
    officer = Officer(number="officer:7", roles=frozenset(roles or {Role.SUPERVISOR}))
    async with stage.house.database.write() as tx:
        work = Work(tx=tx, now=stage.now, house=stage.house)
        return await searching.search(work, officer, words)


async def told(stage: Stage, *stories: str) -> list[str]:
    """Let each story be sent by somebody; return their references."""
    for number, story in enumerate(stories, 1):
        await stage.resident(number, "zh-hans").send_report(story)
    rows = sorted(await stage.rows(report), key=lambda row: int(row["arrival"]))
    return [row["reference"] for row in rows]


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        ("罗瓦路", "罗瓦路"),
        ("羅瓦路", "罗瓦路"),
        ("luo wa lu", "罗瓦路"),
        ("luowalu", "罗瓦路"),
        ("罗哇路", "罗瓦路"),
        ("罗瓦路 煤气", "罗瓦路"),
        ("13812345678", "13812345678"),
        ("138-1234-5678", "13812345678"),
        ("5678", "5678"),
        ("粤B83K21", "b·83k21"),
        ("3K21", "83k21"),
        ("refill gas 罗瓦路", "罗瓦路"),
    ],
)
async def test_a_report_is_found_by_words_in_any_form_and_by_the_end_of_a_number(
    stage: Stage, words: str, phrase: str
) -> None:
    _, wanted, _ = await told(stage, STORY, TRADITIONAL, OTHER)

    first, *_ = await find(stage, words)

    assert first.reference == wanted
    assert first.phrase in {phrase, phrase.rsplit(maxsplit=1)[-1]} or phrase in first.snippet
    assert 0.5 <= first.score <= 1.0


async def test_what_nobody_told_is_not_found(stage: Stage) -> None:
    await told(stage, STORY, OTHER)

    for words in ("", "啊", "坪山大道", "9999", "x" * 5000, "， 。"):
        assert await find(stage, words) == []


async def test_officers_find_only_what_is_in_their_queues(stage: Stage) -> None:
    gas, noise, official = await told(stage, STORY, OTHER, OFFICIAL)
    theirs = {
        Role.SUPERVISOR: {gas, noise},
        Role.INTEGRITY: {official},
        Role.COUNSELLOR: set(),
        Role.AUDITOR: set(),
        Role.ADMIN: set(),
        Role.CUSTODIAN: set(),
    }

    # Nobody reads a sealed case by looking for its words.
    assert await find(stage, "保护伞", Role.INTEGRITY) == []
    (sealed,) = [row for row in await stage.rows(report) if row["reference"] == official]
    await opened(stage, sealed["case_id"])

    for role, references in theirs.items():
        found = {
            hit.reference
            for words in ("三轮卖煤气", "地锁", "派出所", "保护伞")
            for hit in await find(stage, words, role)
        }
        assert found == references, role


async def test_an_ordinary_search_asks_nothing_of_integrity_or_care(stage: Stage) -> None:
    (wanted,) = await told(stage, STORY)
    async with stage.house.database.write() as tx:
        for realm in (Realm.INTEGRITY, Realm.CARE):
            for table in (POSTINGS[realm], COUNTS[realm]):
                await tx.execute(sa.schema.DropTable(table))

    assert [hit.reference for hit in await find(stage, "红色三轮")] == [wanted]


async def test_only_what_is_shown_is_decrypted(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await told(stage, STORY, TRADITIONAL, OTHER)
    opened: list[str] = []
    open_it = comparing.opened

    def noted(house: House, kept: Kept) -> Reading:
        opened.append(kept.reference)
        return open_it(house, kept)

    monkeypatch.setattr(comparing, "opened", noted)

    hits = await find(stage, "煤气")

    assert len(hits) == 2
    assert sorted(opened) == sorted(hit.reference for hit in hits)


async def test_a_search_finds_everything_while_half_is_under_a_new_key(stage: Stage) -> None:
    old = await told(stage, STORY, OTHER)
    await keyplay.staged(stage.house, Part.LOOKUPS)
    await keys.put_in_use(stage.house, Part.LOOKUPS, stage.now)
    await stage.resident(9, "zh-hans").send_report(TRADITIONAL)

    found = {hit.reference for hit in await find(stage, "煤气")}

    assert len(found) == 2
    assert old[0] in found


async def test_the_record_says_who_searched_and_not_for_what(stage: Stage) -> None:
    await told(stage, STORY)

    await find(stage, "红色三轮")

    last = max(await stage.rows(event), key=lambda row: int(row["seq"]))
    assert (last["actor"], last["verb"]) == ("officer:7", "reports.searched")
    assert last["subject_id"] is last["commitment"] is None

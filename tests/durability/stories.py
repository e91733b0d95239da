"""What residents of these tests write, in three languages; each line carries a mark."""

import re
from random import Random

from triage.languages import Language

# Who wrote it, in which report, and which line of it: for a report is known by its lines.
MARK = re.compile(r"(?<![a-z0-9])w\d+x\d+w\d*(?![a-z0-9])")

STORIES = {
    Language.ZH_HANS: (
        "南联社区有人把煤气瓶放在楼道里倒气 {mark}",
        "坂田楼上每天半夜装修，吵得睡不着 {mark}",
        "有一伙人每个月来收保护费，不交就砸店 {mark}",
        "坂田的厂房着火了，烟很大 {mark}",
    ),
    Language.ZH_HANT: (
        "南聯社區有人在樓下收保護費 {mark}",
        "隔壁的租客把電動車推進房間充電 {mark}",
        "布吉的倉庫着火了，煙很大 {mark}",
    ),
    Language.EN: (
        "Someone fills gas cylinders in the stairs in Nanlian community {mark}",
        "My neighbour in Bantian drills every night until two {mark}",
        "The landlord changed the lock and keeps my deposit {mark}",
        "The warehouse in Buji is on fire, there is a lot of smoke {mark}",
    ),
}
# Longer than any answer: taken for more of the story, whatever is being asked.
MORE = {
    Language.ZH_HANS: "再补充一点 {mark}" + "，还有这个，还有那个" * 52,
    Language.ZH_HANT: "再補充一點 {mark}" + "，還有這個，還有那個" * 52,
    Language.EN: "I add this so that nothing is left out: {mark}" + ", and this, and that" * 30,
}
# Another matter than any of the stories, as long as that.
ELSEWHERE = {
    Language.ZH_HANS: "另外，老板拖欠工资三个月不发 {mark}" + "，还有这个，还有那个" * 52,
    Language.ZH_HANT: "另外，老闆拖欠工資三個月不發 {mark}" + "，還有這個，還有那個" * 52,
    Language.EN: "And my boss has not paid my wages for three months {mark}"
    + ", and this, and that" * 30,
}
_TELLS_MORE = 0.8
# What is typed, at times, where buttons are offered; people mix their languages.
TYPED = {
    "question.subdistrict": "坂田",
    "question.when": "昨天晚上",
    "question.detail": "about ten of them",
}
# These have no buttons to answer with.
NAMES = {"question.name": "Mei", "question.reach": "WeChat, after seven"}


def story(language: Language, mark: str, random: Random) -> str:
    """Return what a report begins with."""
    return random.choice(STORIES[language]).format(mark=mark)


def more(language: Language, mark: str, random: Random) -> str:
    """Return a line that comes after it: more of the same, or another matter."""
    lines = MORE if random.random() < _TELLS_MORE else ELSEWHERE
    return lines[language].format(mark=mark)

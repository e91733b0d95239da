"""Why two reports were put together, in words and numbers."""

from triage.matching.counts import Counts
from triage.matching.reading import Reading
from triage.matching.tokens import grams

_MOST = 3
_LONGEST = 1000
_SHORTEST = 2
_DAY = 86_400
_HOUR = 3600


def phrases(one: Reading, other: Reading, counts: Counts) -> list[str]:
    """Return the phrases that both texts have, the most telling first."""
    text, there = one.whole.text[:_LONGEST], other.whole.text
    found: dict[str, float] = {}
    at = 0
    while at < len(text):
        end = at + _SHORTEST
        if text[at:end] not in there:
            at += 1
            continue
        while end <= len(text) and text[at:end] in there:
            end += 1
        phrase = text[at : end - 1].strip(" ,.，。、：:；;！!？?“”\"'()（）")
        if len(phrase) >= _SHORTEST:
            found[phrase] = counts.total(set(grams(phrase)))
        at = max(end - 1, at + 1)
    ranked = sorted(found, key=lambda phrase: (-found[phrase], phrase))
    return [phrase for phrase in ranked if found[phrase]][:_MOST]


def reasons(one: Reading, other: Reading, counts: Counts, held: str) -> str:
    """Return what speaks for and against that both tell of one incident."""
    both = [f"“{phrase}”" for phrase in phrases(one, other, counts)]
    units = one.numbers.keys() & other.numbers.keys()
    houses = sorted(
        f"{min(one.numbers[unit] & other.numbers[unit])}{unit}"
        for unit in units
        if one.numbers[unit] & other.numbers[unit]
    )
    writer = one.source.user and one.source.user == other.source.user
    return "; ".join(
        [
            *([f"both say {', '.join(both)}"] if both else []),
            *([f"same number {', '.join(houses)}"] if houses else []),
            *(["same community"] if one.hints.communities & other.hints.communities else []),
            *(["same writer"] if writer else []),
            _apart(one, other),
            *([f"not linked: {held}"] if held else []),
        ]
    )


def _apart(one: Reading, other: Reading) -> str:
    seconds = abs((one.source.time - other.source.time).total_seconds())
    if seconds < _DAY:
        return f"{round(seconds / _HOUR)} hours apart"
    return f"{round(seconds / _DAY)} days apart"

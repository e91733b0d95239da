"""`maplebridge routing explain`: which rule takes a report, for whoever edits the rules."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import warnings
from bot.console import fail, out
from bot.understanding import DATA
from settings import loading
from settings.datafiles import DistrictData, load_data
from settings.model import Clocks
from triage import kinds, routes, understanding, words
from triage.categories import Category
from triage.danger import Danger
from triage.languages import Language
from triage.places import Found
from triage.routes import Explained
from triage.routing import severity_of
from triage.rules import Facts, Rule
from triage.understanding import Understood, Words
from triage.worktime import Calendar

_ZONE = ZoneInfo("Asia/Shanghai")
# What nobody can tell the kind of is sorted by people.
_UNKNOWN = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What `explain` was given; what is None is read out of the text, if there is one."""

    text: str | None
    category: str | None
    danger: str | None
    subdistrict: str | None
    community: str | None
    official: bool
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _District:
    """The rules of a district, where they stand, and its working calendar."""

    data: DistrictData
    file: Path
    calendar: Calendar

    @property
    def rules(self) -> tuple[Rule, ...]:
        return self.data.routing.rules


def explain(asked: Asked, config: Path | None, data: Path | None) -> None:
    """Print where a report goes, queue first, and what the rules have to do with it.

    The rules are those of the installation of *config*, else those in the folder
    *data*, else our own. Nothing is kept.
    """
    district = _district(config, data)
    facts = _facts(asked, district)
    explained = routes.explain(district.data.routing, facts)
    for line in _lines(explained, facts, district):
        out.print(line, markup=False)


def _district(config: Path | None, data: Path | None) -> _District:
    if config is None:
        folder = data or DATA
        known = load_data(folder)
        hours = Clocks().shifts
        calendar = Calendar(shifts=hours, special=known.special_days, zone=_ZONE)
        return _District(data=known, file=folder / "routing.csv", calendar=calendar)
    settings = loading.load(config, token_needed=False)
    known = load_data(settings.district.data, settings.routing.file)
    file = settings.routing.file or settings.district.data / "routing.csv"
    return _District(data=known, file=file, calendar=settings.calendar(known.special_days))


def _facts(asked: Asked, district: _District) -> Facts:
    data, text = district.data, asked.text or ""
    at = _moment(asked.at, district.calendar.zone)
    read = understanding.understand(text, at, _words(data))
    danger = _danger(asked, read)
    category = _category(asked, read, danger, data)
    subdistrict, community = _place(asked, read.places, data)
    signs = data.routing.signs.told(text)
    raised = data.routing.signs.raise_severity(signs)
    return Facts(
        category=category,
        severity=severity_of(category, danger, raised=raised),
        danger=danger,
        names_official=asked.official or kinds.names_official(text, data.lexicon, data.categories),
        subdistrict=subdistrict,
        community=community,
        signs=signs,
        plain=words.plain(text),
        at=at,
        is_open=district.calendar.is_open(at),
    )


def _moment(given: datetime | None, zone: ZoneInfo) -> datetime:
    """Return the moment of arrival; one without offset is in the district's time."""
    return given.replace(tzinfo=zone) if given else datetime.now(zone)


def _danger(asked: Asked, read: Understood) -> Danger | None:
    if asked.danger is None:
        return read.danger
    if asked.danger not in set(Danger):
        fail(f"{asked.danger} is no danger; there are: {', '.join(Danger)}")
    return Danger(asked.danger)


def _category(
    asked: Asked, read: Understood, danger: Danger | None, data: DistrictData
) -> Category:
    """Return the kind that was given, the likeliest of the text, or that of its danger."""
    if asked.category is not None:
        found = data.categories.category(asked.category)
        if found is None:
            fail(f"{asked.category} is no category; they are in categories.csv.")
        return found
    told = [guess.code for guess in read.kinds]
    told += [data.dangers[danger].category] if danger else []
    return data.categories.by_code[next(iter(told), _UNKNOWN)]


def _place(asked: Asked, read: Found, data: DistrictData) -> tuple[str | None, str | None]:
    """Return sub-district and community; what would be asked for is not known."""
    if asked.community is not None:
        known = data.gazetteer.communities_by_code.get(asked.community)
        if known is None:
            fail(f"{asked.community} is no community; they are in communities.csv.")
        return known.subdistrict_code, known.code
    if asked.subdistrict is not None:
        if asked.subdistrict not in {town.code for town in data.gazetteer.subdistricts}:
            fail(f"{asked.subdistrict} is no sub-district; they are in subdistricts.csv.")
        return asked.subdistrict, None
    if read.ask or not read.candidates:
        return None, None
    return read.candidates[0].subdistrict, read.candidates[0].community


def _lines(explained: Explained, facts: Facts, district: _District) -> Iterator[str]:
    route = explained.route
    desk = district.data.routing.desks[route.desk]
    yield f"queue: {route.queue}"
    yield f"desk: {desk.code} ({desk.names[Language.EN]})"
    yield f"severity: {route.severity}"
    if route.rule is None:
        yield "rule: none takes it; it waits at the first desk of its queue, without terms"
    else:
        yield from _rule_lines(route.rule, district.file)
    yield f"read: {'; '.join(_read(facts))}"
    for rule in explained.later:
        yield f"would take it too, but stands later: {_named(rule)}"
    for rule in explained.held:
        why = "it names an official" if facts.is_official else "it is distress"
        yield f"may not take it, because {why}: {_named(rule)}"
    yield from warnings.of_rules(district.data)


def _rule_lines(rule: Rule, file: Path) -> Iterator[str]:
    terms = rule.terms
    named = {
        "first answer": terms.first_answer,
        "next step": terms.next_step,
        "done": terms.done,
    }
    told = [f"{name} {period}" for name, period in named.items() if period]
    yield f"terms: {', '.join(told) or 'none'}"
    if terms.escalate_to:
        after = f"after {terms.escalate_after}" if terms.escalate_after else "when a term is over"
        yield f"escalation: to {terms.escalate_to} {after}"
    yield f"rule: {_named(rule)} of {file}"
    if rule.source:
        yield f"source: {rule.source}"


def _named(rule: Rule) -> str:
    return f"line {rule.line} ({rule.written} -> {rule.queue}, {rule.desk})"


def _read(facts: Facts) -> Iterator[str]:
    """Yield what the rules were asked with; none of the words that told it."""
    yield f"kind {facts.category.code}, by itself {facts.category.severity}"
    yield facts.danger or "no danger"
    if facts.names_official:
        yield "names an official"
    yield f"sub-district {facts.subdistrict or 'unknown'}, community {facts.community or 'unknown'}"
    yield f"signs: {', '.join(sorted(facts.signs)) or 'none'}"
    yield f"at {facts.at:%Y-%m-%d %H:%M}, offices {'open' if facts.is_open else 'closed'}"


def _words(data: DistrictData) -> Words:
    return Words(
        lexicon=data.lexicon,
        categories=data.categories,
        gazetteer=data.gazetteer,
        festivals=data.festivals,
    )

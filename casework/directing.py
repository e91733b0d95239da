"""Where a report goes: the facts that the district's rules ask for, and their answer."""

from datetime import datetime

from casework import reading
from casework.work import House
from triage import routes, words
from triage.categories import Category
from triage.drafts import Draft
from triage.routes import Route
from triage.routing import Queue, severity_of
from triage.rules import Facts


def of_draft(house: House, draft: Draft, category: Category, at: datetime) -> Route:
    """Return where *draft* goes as a report of *category* that arrives *at* that moment."""
    official = reading.names_official(draft, house.data)
    facts = _facts(house, draft, category, reading.all_said(draft), official=official, at=at)
    return routes.route(house.data.routing, facts)


def of_addition(
    house: House, told: Draft, category: Category, text: str, *, queue: Queue, at: datetime
) -> Route:
    """Return where a report in *queue* goes after *text* was added, with the danger of *told*."""
    official = queue is Queue.INTEGRITY
    facts = _facts(house, told, category, text, official=official, at=at)
    return routes.route_again(house.data.routing, facts, queue)


def _facts(
    house: House, draft: Draft, category: Category, text: str, *, official: bool, at: datetime
) -> Facts:
    """Return what rules ask for; none of the words in *text* is kept."""
    known = house.data.routing.signs
    signs = known.told(text)
    raised = known.raise_severity(signs)
    return Facts(
        category=category,
        severity=severity_of(category, draft.danger, raised=raised),
        danger=draft.danger,
        names_official=official,
        subdistrict=draft.subdistrict,
        community=draft.community,
        signs=signs,
        plain=words.plain(text),
        at=house.settings.district.local(at),
        is_open=house.calendar().is_open(at),
    )

"""Rules and reports of every kind, for the tests of routing."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from settings.datafiles import DistrictData
from triage.categories import Category, Severity
from triage.danger import Danger
from triage.desks import Desk
from triage.raising import CaseSigns
from triage.routes import RoutingTable
from triage.routing import Queue, severity_of
from triage.rules import ClockHours, Condition, Facts, OfficeHours, Rule

SIGNS = ("minors", "weapon", "patrol")
TOWNS = ("440307013", "440307014", "440307015")
NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
DESKS = {queue.value: Desk(code=queue.value, queues=(queue,), names={}) for queue in Queue}


def some(choices: st.SearchStrategy[str]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(choices, max_size=3)


hours = st.one_of(
    st.none(),
    st.sampled_from(OfficeHours),
    st.builds(ClockHours, begins=st.times(), ends=st.times()),
)


def conditions(codes: list[str]) -> st.SearchStrategy[Condition]:
    return st.builds(
        Condition,
        categories=st.one_of(
            st.just(frozenset(codes)), st.frozensets(st.sampled_from(codes), min_size=1)
        ),
        dangers=st.one_of(some(st.sampled_from(Danger)), st.just(frozenset(Danger))),
        severities=st.frozensets(st.sampled_from(Severity), max_size=3),
        territories=some(st.sampled_from(TOWNS)),
        hours=hours,
        signs=some(st.sampled_from(SIGNS)),
    )


@st.composite
def tables(draw: st.DrawFn, codes: list[str]) -> RoutingTable:
    """Rules that may say anything at all."""
    drawn = draw(
        st.lists(
            st.tuples(
                conditions(codes),
                st.sampled_from(Queue),
                st.one_of(st.none(), st.sampled_from(Severity)),
            ),
            max_size=8,
        )
    )
    rules = tuple(
        Rule(line=line, when=when, queue=queue, desk=queue.value, severity=severity)
        for line, (when, queue, severity) in enumerate(drawn, 2)
    )
    return RoutingTable(
        rules=rules, desks=DESKS, signs=CaseSigns(raising=frozenset({"minors", "weapon"}))
    )


@st.composite
def reports(draw: st.DrawFn, data: DistrictData, kind: Category | None = None) -> Facts:
    """What routing knows of any report there can be."""
    category = kind or draw(st.sampled_from(data.categories.rows))
    danger = draw(st.one_of(st.none(), st.sampled_from(Danger)))
    signs = draw(some(st.sampled_from(SIGNS)))
    return Facts(
        category=category,
        severity=severity_of(category, danger, raised=bool(signs & {"minors", "weapon"})),
        danger=danger,
        names_official=draw(st.booleans()),
        subdistrict=draw(st.one_of(st.none(), st.sampled_from(TOWNS))),
        signs=signs,
        at=draw(st.datetimes(timezones=st.just(UTC))),
        is_open=draw(st.booleans()),
    )

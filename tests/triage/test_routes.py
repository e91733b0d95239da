from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from settings.datafiles import DistrictData, load_data
from tests.triage.route_play import NOON, reports, tables
from triage import routes, routing, terms
from triage.categories import CaseKind, Severity
from triage.danger import Danger
from triage.realms import Realm, realm_of
from triage.routing import Queue
from triage.rules import Facts, OfficeHours, Rule
from triage.terms import Unit
from triage.worktime import Measure, Period

# Hypothesis wants its strategies before any fixture.
DATA = load_data(Path(__file__).resolve().parents[2] / "data")
CODES = [row.code for row in DATA.categories.rows]
TABLE = DATA.routing
CARE = [row for row in DATA.categories.rows if row.kind is CaseKind.CARE]
any_table = tables(CODES)
any_report = reports(DATA)


def report(code: str, **known: object) -> Facts:
    category = DATA.categories.by_code[code]
    danger = known.get("danger")
    assert danger is None or isinstance(danger, str)
    raised = bool(known.pop("raised", False))
    severity = routing.severity_of(category, danger, raised=raised)
    return Facts(category=category, severity=severity, at=NOON, **known)  # type: ignore[arg-type]


@given(any_table, any_report)
def test_what_names_an_official_goes_to_integrity_whatever_the_rules(
    table: routes.RoutingTable, facts: Facts
) -> None:
    found = routes.route(table, facts)

    if facts.is_official:
        assert found.queue is Queue.INTEGRITY
        assert realm_of(found.queue, facts.category.kind) is Realm.INTEGRITY


@given(any_table, st.sampled_from(CARE).flatmap(lambda row: reports(DATA, row)))
def test_distress_stays_in_care_whatever_the_rules(
    table: routes.RoutingTable, facts: Facts
) -> None:
    found = routes.route(table, facts)

    if facts.is_official:
        return
    allowed = {Queue.CARE, Queue.URGENT} if facts.danger else {Queue.CARE}
    assert found.queue in allowed
    assert realm_of(found.queue, facts.category.kind) is Realm.CARE


@given(any_table, any_report)
def test_a_wish_to_die_reaches_people_who_care_or_are_awake_whatever_the_rules(
    table: routes.RoutingTable, facts: Facts
) -> None:
    if facts.danger in {Danger.SUICIDE, Danger.SUICIDE_OTHER} and not facts.is_official:
        assert routes.route(table, facts).queue in {Queue.CARE, Queue.URGENT}


@given(any_table, any_report)
def test_danger_is_s0_whatever_the_rules(table: routes.RoutingTable, facts: Facts) -> None:
    if facts.danger:
        assert routes.route(table, facts).severity is Severity.S0


@given(any_table, any_report)
def test_the_first_rule_that_may_take_a_report_has_it(
    table: routes.RoutingTable, facts: Facts
) -> None:
    explained = routes.explain(table, facts)

    assert explained.route == routes.route(table, facts)
    taking = [rule for rule in table.rules if rule.when.holds(facts)]
    first = explained.route.rule
    told = [*((first,) if first else ()), *explained.later, *explained.held]
    assert sorted(told, key=lambda rule: rule.line) == taking
    assert all(first is not None and first.line < rule.line for rule in explained.later)
    assert not any(routes.may_take(rule, facts) for rule in explained.held)


@given(any_table, any_report)
def test_a_rule_that_never_fires_never_does(table: routes.RoutingTable, facts: Facts) -> None:
    never = {idle.rule.line for idle in routes.idle(table, DATA.categories)}

    taker = routes.route(table, facts).rule

    assert taker is None or taker.line not in never


@given(any_table, any_report)
def test_a_kind_that_is_taken_is_taken_in_every_case(
    table: routes.RoutingTable, facts: Facts
) -> None:
    if facts.category.code not in routes.untaken(table, DATA.categories):
        assert routes.route(table, facts).rule is not None


@given(any_table, any_report)
def test_a_rule_that_lets_danger_sleep_is_found(table: routes.RoutingTable, facts: Facts) -> None:
    asleep = {rule.line for rule in routes.asleep(table, DATA.categories)}

    found = routes.route(table, facts)

    if facts.danger and found.queue in {Queue.VERIFICATION, Queue.MEDIATION}:
        assert found.rule is not None
        assert found.rule.line in asleep


@given(any_table, any_report, st.sampled_from(Queue))
def test_what_is_filed_stays_in_its_realm(
    table: routes.RoutingTable, facts: Facts, queue: Queue
) -> None:
    found = routes.route_again(table, facts, queue)

    kind = facts.category.kind
    assert realm_of(found.queue, kind) is realm_of(queue, kind)
    assert found.severity is Severity.S0 or not facts.danger


@given(any_table, any_report)
def test_a_rule_twice_fires_once(table: routes.RoutingTable, facts: Facts) -> None:
    twice = tuple(
        Rule(line=rule.line + copy * 100, when=rule.when, queue=rule.queue, desk=rule.desk)
        for copy in (0, 1)
        for rule in table.rules
    )
    doubled = routes.RoutingTable(rules=twice, desks=table.desks, signs=table.signs)

    never = {idle.rule.line for idle in routes.idle(doubled, DATA.categories)}

    assert {rule.line for rule in twice if rule.line > 100} <= never
    assert routes.route(doubled, facts).queue is routes.route(table, facts).queue


def test_our_own_rules_all_fire_and_leave_nothing_over() -> None:
    assert routes.idle(TABLE, DATA.categories) == ()
    assert routes.untaken(TABLE, DATA.categories) == ()
    assert routes.asleep(TABLE, DATA.categories) == ()


@pytest.mark.parametrize("danger", [None, *Danger])
def test_our_own_rules_keep_the_queue_of_the_house(danger: Danger | None) -> None:
    for row in DATA.categories.rows:
        found = routes.route(TABLE, report(row.code, danger=danger))

        assert found.queue is routing.queue_of(row, danger), row.code
        assert found.severity is routing.severity_of(row, danger), row.code


@pytest.mark.parametrize(
    ("code", "known", "queue", "desk", "first"),
    [
        ("lead.gang.protection_fee", {}, Queue.VERIFICATION, "anti-gang", "2h"),
        ("lead.gang.market_bully", {}, Queue.VERIFICATION, "anti-gang", "1wd"),
        ("lead.gang.vice", {"signs": frozenset({"minors"})}, Queue.VERIFICATION, "child", "30min"),
        ("lead.gang.online", {"danger": "danger.fraud"}, Queue.URGENT, "duty", "5min"),
        ("lead.umbrella", {}, Queue.INTEGRITY, "twin-team", "24h"),
        ("gas.storage", {"names_official": True}, Queue.INTEGRITY, "twin-team", "24h"),
        ("gas.filling", {}, Queue.VERIFICATION, "gas", "15min"),
        ("gas.suspect_cylinder", {}, Queue.VERIFICATION, "gas", "1wd"),
        ("rental.escape", {}, Queue.VERIFICATION, "rental-safety", "4h"),
        ("city", {}, Queue.VERIFICATION, "street-order", "2wd"),
        ("join", {"signs": frozenset({"patrol"})}, Queue.MEDIATION, "street-order", "2wd"),
        ("dispute.pets", {}, Queue.MEDIATION, "community", "2wd"),
        ("dispute.pets", {"signs": frozenset({"group"})}, Queue.MEDIATION, "stability", "4h"),
        ("dispute.property", {}, Queue.MEDIATION, "property", "2wd"),
        ("dispute.family", {}, Queue.MEDIATION, "family", "4h"),
        ("dispute.wages", {}, Queue.MEDIATION, "labour", "1wd"),
        ("dispute.debt_consumer", {}, Queue.MEDIATION, "consumer", "2wd"),
        ("dispute.falling_objects", {}, Queue.MEDIATION, "police-liaison", "1h"),
        ("dispute.coop", {}, Queue.MEDIATION, "stability", "4h"),
        ("care.self", {}, Queue.CARE, "counselling", "1wd"),
        ("care.self", {"raised": True}, Queue.CARE, "counselling", "2h"),
        ("care.self", {"danger": "danger.suicide"}, Queue.URGENT, "crisis", "5min"),
        ("dispute.noise", {"danger": "danger.suicide"}, Queue.URGENT, "crisis", "5min"),
        ("care.other", {}, Queue.CARE, "crisis", "5min"),
        ("other", {"signs": frozenset({"complaint"})}, Queue.VERIFICATION, "review", "2wd"),
        ("other", {}, Queue.VERIFICATION, "district", "2wd"),
    ],
)
def test_our_own_rules_are_the_routing_table_of_the_trade(
    code: str, known: dict[str, object], queue: Queue, desk: str, first: str
) -> None:
    found = routes.route(TABLE, report(code, **known))

    assert (found.queue, found.desk) == (queue, desk)
    assert str(found.terms.first_answer) == first


def test_who_is_locked_out_has_a_graver_case() -> None:
    usual = routes.route(TABLE, report("dispute.lease"))
    locked = routes.route(TABLE, report("dispute.lease", signs=frozenset({"locked_out"})))

    assert (usual.severity, str(usual.terms.first_answer)) == (Severity.S3, "2wd")
    assert (locked.severity, str(locked.terms.first_answer)) == (Severity.S2, "4h")


def test_what_residents_are_told_is_what_the_rule_asks_for() -> None:
    measures = {
        Unit.MINUTES: Measure.MINUTES,
        Unit.HOURS: Measure.HOURS,
        Unit.WORKDAYS: Measure.WORKDAYS,
    }
    for row in DATA.categories.rows:
        # What is grave by itself and no danger is told as S1.
        severity = max(row.severity, Severity.S1)
        told = terms.first_answer(row.code, severity)
        kept = routes.route(TABLE, report(row.code)).terms.first_answer

        assert kept == Period(n=told.n, measure=measures[told.unit]), row.code


def test_a_rule_may_ask_for_office_hours() -> None:
    when = TABLE.rules[-1].when
    assert when.hours is None
    data: DistrictData = DATA
    asking = type(when)(categories=when.categories, hours=OfficeHours.CLOSED)
    night = Rule(line=2, when=asking, queue=Queue.VERIFICATION, desk="district")
    table = routes.RoutingTable(rules=(night,), desks=data.routing.desks)

    assert routes.route(table, report("other", is_open=True)).rule is None
    assert routes.route(table, report("other", is_open=False)).rule is night

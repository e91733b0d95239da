"""From a report to queue, desk and terms: the first rule of the district that takes it.

Two things no rule can change, so they are here and not in a file. What names an
official goes to integrity. Distress stays in care, and while it is danger it may
wait in the urgent queue, where somebody is awake.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from triage.categories import CaseKind, Categories, Severity
from triage.danger import Danger
from triage.desks import Desk
from triage.raising import CaseSigns
from triage.realms import realm_of
from triage.routing import Queue, queue_of, severity_of
from triage.rules import Facts, Rule, Terms

_DISTRESS = frozenset({Danger.SUICIDE, Danger.SUICIDE_OTHER})
# Danger in a report on an official is posted to the twin team's own chat.
_AWAKE = frozenset({Queue.URGENT, Queue.CARE, Queue.INTEGRITY})
# No time is asked where only kinds are compared.
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingTable:
    """The district's rules in their order, its desks, and the signs that rules ask for."""

    rules: tuple[Rule, ...]
    desks: Mapping[str, Desk]
    signs: CaseSigns = field(default_factory=CaseSigns)

    def first_desk(self, queue: Queue) -> str:
        """Return where a case waits that no rule takes: the first desk of its queue."""
        serving = (desk.code for desk in self.desks.values() if queue in desk.queues)
        return next(serving, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where a case goes, and the rule that says so; without one the house's own order."""

    queue: Queue
    desk: str
    severity: Severity
    terms: Terms
    rule: Rule | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A route, the later rules that would take the case too, and those passed over.

    A rule is *held* where it would send a report on an official, or distress,
    somewhere that it may not go.
    """

    route: Route
    later: tuple[Rule, ...]
    held: tuple[Rule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Idle:
    """A rule that never takes anything, and the lines of the earlier ones that take all of it.

    Without such lines there is no report that it could mean.
    """

    rule: Rule
    shadowed_by: tuple[int, ...]


def route(table: RoutingTable, facts: Facts) -> Route:
    """Return where a report of *facts* goes."""
    taking = (rule for rule in table.rules if may_take(rule, facts) and rule.when.holds(facts))
    return _by(table, facts, next(taking, None))


def route_again(table: RoutingTable, facts: Facts, queue: Queue) -> Route:
    """Return where a report goes that is in *queue* already and of which more is known now.

    It is sealed and found under the keys of its realm and stays there: where the
    rules lead out of it the house's own order counts, or else it waits where it is.
    """
    kind, own = facts.category.kind, _by(table, facts, None)
    stay = replace(own, queue=queue, desk=table.first_desk(queue))
    home = realm_of(queue, kind)
    wanted = (route(table, facts), own)
    return next((found for found in wanted if realm_of(found.queue, kind) is home), stay)


def explain(table: RoutingTable, facts: Facts) -> Explained:
    """Return where a report of *facts* goes and what else the rules say of it."""
    matching = [rule for rule in table.rules if rule.when.holds(facts)]
    free = [rule for rule in matching if may_take(rule, facts)]
    return Explained(
        route=_by(table, facts, free[0] if free else None),
        later=tuple(free[1:]),
        held=tuple(rule for rule in matching if not may_take(rule, facts)),
    )


def may_take(rule: Rule, facts: Facts) -> bool:
    """Return whether *rule* may send a report of *facts* to its queue, if it wants it."""
    if facts.is_official:
        return rule.queue is Queue.INTEGRITY
    if facts.category.kind is CaseKind.CARE or facts.danger in _DISTRESS:
        return rule.queue is Queue.CARE or (facts.danger is not None and rule.queue is Queue.URGENT)
    return True


def idle(table: RoutingTable, categories: Categories) -> tuple[Idle, ...]:
    """Return the rules that can never take anything.

    Whatever a rule asks besides the kind, an earlier one takes it all only if it
    asks no more. All kinds, dangers and severities that there can be are tried.
    """
    cells = tuple(_cells(table, categories))
    wanted = [_wanted(rule, cells) for rule in table.rules]
    found = []
    for at, rule in enumerate(table.rules):
        left, lines = set(wanted[at]), []
        for earlier, taken in zip(table.rules[:at], wanted, strict=False):
            if left & taken and earlier.when.covers_rest(rule.when):
                left -= taken
                lines.append(earlier.line)
        if not left:
            found.append(Idle(rule=rule, shadowed_by=tuple(lines)))
    return tuple(found)


def untaken(table: RoutingTable, categories: Categories) -> tuple[str, ...]:
    """Return the codes of kinds of which some reports are taken by no rule."""
    cells = tuple(_cells(table, categories))
    sure = [rule for rule in table.rules if not rule.when.asks_rest()]
    taken = set().union(*(_wanted(rule, cells) for rule in sure))
    left = {facts.category.code for at, facts in enumerate(cells) if at not in taken}
    return tuple(row.code for row in categories.rows if row.code in left)


def asleep(table: RoutingTable, categories: Categories) -> tuple[Rule, ...]:
    """Return the rules that send danger to a queue in which nobody is woken by it."""
    found: set[int] = set()
    for facts in _cells(table, categories):
        fitting = (
            rule for rule in table.rules if may_take(rule, facts) and rule.when.fits_kind(facts)
        )
        for rule in fitting if facts.danger else ():
            if rule.queue not in _AWAKE:
                found.add(rule.line)
            if not rule.when.asks_rest():
                break
    return tuple(rule for rule in table.rules if rule.line in found)


def _by(table: RoutingTable, facts: Facts, rule: Rule | None) -> Route:
    if rule is None:
        queue = queue_of(facts.category, facts.danger, names_official=facts.names_official)
        return Route(
            queue=queue,
            desk=table.first_desk(queue),
            severity=facts.severity,
            terms=Terms(),
            rule=None,
        )
    # Danger is S0 whatever a rule says.
    severity = facts.severity if facts.danger else rule.severity or facts.severity
    return Route(queue=rule.queue, desk=rule.desk, severity=severity, terms=rule.terms, rule=rule)


def _wanted(rule: Rule, cells: Sequence[Facts]) -> set[int]:
    return {
        at for at, facts in enumerate(cells) if may_take(rule, facts) and rule.when.fits_kind(facts)
    }


def _cells(table: RoutingTable, categories: Categories) -> Iterator[Facts]:
    """Yield a report of every kind, danger and severity that there can be."""
    raises = (False, True) if table.signs.raising else (False,)
    for row in categories.rows:
        grades = {severity_of(row, None, raised=raised) for raised in raises}
        cases = [(None, grade) for grade in sorted(grades)]
        for danger, severity in [*cases, *((danger, Severity.S0) for danger in Danger)]:
            for official in (False, True):
                yield Facts(
                    category=row,
                    severity=severity,
                    danger=danger,
                    names_official=official,
                    at=_ANY_TIME,
                )

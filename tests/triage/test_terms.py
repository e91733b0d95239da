import pytest

from triage import terms
from triage.categories import Severity
from triage.terms import Term, Unit


@pytest.mark.parametrize(
    ("category", "severity", "unit", "n"),
    [
        ("gas.storage", Severity.S0, Unit.NOW, 0),
        ("gas.storage", Severity.S1, Unit.MINUTES, 15),
        ("gas", Severity.S1, Unit.WORKDAYS, 1),
        ("lead.gang.protection_fee", Severity.S1, Unit.HOURS, 2),
        ("lead.gang.online", Severity.S2, Unit.WORKDAYS, 1),
        ("lead.gang.campus", Severity.S1, Unit.MINUTES, 30),
        ("lead.umbrella", Severity.S1, Unit.HOURS, 24),
        ("dispute.noise", Severity.S3, Unit.WORKDAYS, 2),
        ("dispute.family", Severity.S2, Unit.HOURS, 4),
        ("a.kind.of.another.district", Severity.S2, Unit.WORKDAYS, 2),
    ],
)
def test_the_first_answer_follows_category_and_severity(
    category: str, severity: Severity, unit: Unit, n: int
) -> None:
    assert terms.first_answer(category, severity) == Term(unit=unit, n=n)

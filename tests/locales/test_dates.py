from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales import dates
from triage.languages import Language

TEN = datetime(2026, 11, 9, 22, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (Language.ZH_HANS, "11月9日 22:05"),
        (Language.ZH_HANT, "11月9日 22:05"),
        (Language.EN, "9 Nov 22:05"),
    ],
)
def test_a_moment_of_this_year_is_said_without_the_year(language: Language, said: str) -> None:
    assert dates.moment(TEN, language, date(2026, 12, 31)) == said


@pytest.mark.parametrize(
    ("language", "said"), [(Language.ZH_HANS, "2026年11月9日"), (Language.EN, "9 Nov 2026")]
)
def test_another_year_is_said(language: Language, said: str) -> None:
    assert dates.day(TEN, language, date(2027, 1, 1)) == said
    assert dates.day(TEN, language) == said


@given(st.dates(), st.sampled_from(Language), st.dates() | st.none())
def test_two_days_are_never_said_alike_in_one_year(
    when: date, language: Language, today: date | None
) -> None:
    others = {when.replace(day=number) for number in range(1, 29)} - {when}

    assert dates.day(when, language, today) not in {
        dates.day(other, language, today) for other in others
    }

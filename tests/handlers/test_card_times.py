from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.steps import Step
from handlers import rendering
from handlers.residents import questions
from settings.datafiles import DistrictData, load_data
from tests.support import EXAMPLE
from triage import drafts
from triage.drafts import Draft, Mode, Piece, Span
from triage.languages import Language
from triage.questions import Question

TODAY = date(2026, 11, 20)
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2026, 11, 20))  # noqa: DTZ001 - made aware below


@pytest.fixture(scope="module")
def data() -> DistrictData:
    return load_data(EXAMPLE.parent / "data")


def card(data: DistrictData, span: Span, language: Language) -> str:
    draft = drafts.with_found(
        Draft(id=bytes(16), pieces=(Piece(message=1, text="噪音"),)),
        category="dispute.noise",
        interval=span,
        mode=Mode.ANONYMOUS,
    )
    step = Step(draft=draft, question=Question.CARD, language=language)
    return rendering.rendered(questions.asking(step, language, data, today=TODAY)).html


def span(earliest: str, latest: str, *, recurring: bool = False) -> Span:
    return Span(earliest=f"{earliest}+08:00", latest=f"{latest}+08:00", recurring=recurring)


@pytest.mark.parametrize(
    ("told", "zh", "en"),
    [
        (
            span("2026-11-19T22:00", "2026-11-19T23:00"),
            "时间：11月19日 22:00 至 23:00",
            "When: 19 Nov 22:00 to 23:00",
        ),
        (span("2026-11-19T00:00", "2026-11-20T00:00"), "时间：11月19日\n", "When: 19 Nov\n"),
        (
            span("2026-10-01T00:00", "2026-11-01T00:00"),
            "时间：10月1日 至 10月31日",
            "When: 1 Oct to 31 Oct",
        ),
        (
            span("2025-12-30T18:00", "2025-12-31T06:00"),
            "时间：2025年12月30日 18:00 至 2025年12月31日 06:00",
            "When: 30 Dec 2025 18:00 to 31 Dec 2025 06:00",
        ),
        (
            span("2026-02-17T00:00", "2026-11-20T12:00", recurring=True),
            "时间：反复发生，大约从2月17日开始",
            "When: again and again, since about 17 Feb",
        ),
        # Nobody said since when.
        (
            span("2026-10-21T00:00", "2026-11-20T12:00", recurring=True),
            "时间：反复发生\n",
            "When: again and again\n",
        ),
    ],
)
def test_a_time_is_said_as_people_say_it(data: DistrictData, told: Span, zh: str, en: str) -> None:
    assert zh in card(data, told, Language.ZH_HANS)
    assert en in card(data, told, Language.EN)


def test_hours_of_the_day_stand_on_the_card(data: DistrictData) -> None:
    nightly = replace(
        span("2026-10-21T00:00", "2026-11-20T12:00", recurring=True),
        daily_from="00:00",
        daily_to="06:00",
    )

    assert "时间：反复发生\n时段：00:00 至 06:00\n" in card(data, nightly, Language.ZH_HANS)


@given(MOMENTS, st.timedeltas(timedelta(), timedelta(days=400)), st.booleans())
def test_no_time_is_shown_as_machines_write_it(
    data: DistrictData, earliest: datetime, lasting: timedelta, recurring: bool
) -> None:
    begun = earliest.replace(tzinfo=UTC)
    told = Span(
        earliest=begun.isoformat(), latest=(begun + lasting).isoformat(), recurring=recurring
    )

    shown = [card(data, told, language) for language in Language]

    assert not any("-0" in text or "-1" in text or "None" in text for text in shown)

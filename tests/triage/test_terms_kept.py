from hypothesis import given
from hypothesis import strategies as st

from triage.rules import Terms
from triage.worktime import Measure, Period

periods = st.none() | st.builds(Period, n=st.integers(1, 1000), measure=st.sampled_from(Measure))
terms = st.builds(
    Terms,
    first_answer=periods,
    next_step=periods,
    done=periods,
    escalate_after=periods,
    escalate_to=st.text("abcdefghijklmnopqrstuvwxyz-", max_size=40),
)


@given(terms)
def test_terms_are_kept_with_a_case_as_they_are(wanted: Terms) -> None:
    assert Terms.read(wanted.written()) == wanted
    assert len(wanted.written()) <= 120


def test_a_case_from_before_has_no_terms() -> None:
    assert Terms.read("") == Terms()

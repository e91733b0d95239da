import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.sayings import Text
from handlers import talk_buttons
from handlers.talk_buttons import TalkPress, TalkVerb
from storage.talks import ID_BYTES
from triage.errors import Outdated


@given(st.binary(min_size=ID_BYTES, max_size=ID_BYTES), st.sampled_from(TalkVerb))
def test_a_button_about_a_report_says_what_it_was_given(talk: bytes, verb: TalkVerb) -> None:
    button = talk_buttons.of_talk(Text(key="plain"), talk, verb)

    assert len(button.data.encode()) <= 64
    assert talk_buttons.talk_press(button.data) == TalkPress(talk=talk, verb=verb)


@given(st.text(max_size=64))
def test_whatever_else_comes_back_is_outdated_or_a_talk(rest: str) -> None:
    try:
        pressed = talk_buttons.talk_press(f"t|{rest}")
    except Outdated:
        return

    assert pressed.verb in TalkVerb


@pytest.mark.parametrize("data", [talk_buttons.FORGET, talk_buttons.DO_NOT_FORGET])
def test_the_buttons_to_forget_are_told_from_the_others(data: str) -> None:
    assert data.startswith(talk_buttons.FORGET_PREFIX)
    assert not data.startswith(talk_buttons.PREFIX)

import pytest

from settings.datafiles import DistrictData
from triage import outgoing, replies, words
from triage.languages import Language
from triage.routing import Queue

TELEGRAM_TEXT = 4096


def test_no_reply_promises_or_asks_what_must_not_be(data: DistrictData) -> None:
    assert len(data.replies) >= 10
    for reply in data.replies:
        for text in reply.texts.values():
            assert outgoing.concerns(text, data.outgoing) == (), text
            assert not set(text) & set("<>{}&")
            assert words.units(text) < TELEGRAM_TEXT


@pytest.mark.parametrize("queue", Queue)
def test_every_queue_has_replies_and_each_begins_with_danger(
    queue: Queue, data: DistrictData
) -> None:
    some = replies.in_queue(data.replies, queue)

    assert len(some) >= 4
    assert some[0].code == "danger.now"


def test_a_queue_is_offered_nothing_of_another(data: DistrictData) -> None:
    for queue in Queue:
        codes = {reply.code.partition(".")[0] for reply in replies.in_queue(data.replies, queue)}
        assert ("mediation" in codes) == (queue is Queue.MEDIATION)
        assert ("care" in codes) == (queue is Queue.CARE)


def test_what_is_picked_from_a_list_is_short_and_told_apart(data: DistrictData) -> None:
    for queue in Queue:
        some = replies.in_queue(data.replies, queue)
        for language in Language:
            names = [reply.names[language] for reply in some]
            assert len(set(names)) == len(names)
            assert max(map(len, names)) <= 20

import asyncio
import gc

import pytest
import structlog

from bot import logs


async def _left_alone(error: Exception) -> list[str]:
    """Let *error* end a future for which nobody waits; return what the log says."""
    logs.quiet_loop()
    with structlog.testing.capture_logs() as lines:
        asyncio.get_running_loop().create_future().set_exception(error)
        gc.collect()
        await asyncio.sleep(0)
    return [line["event"] for line in lines]


@pytest.mark.parametrize("error", [ConnectionError("lost"), TimeoutError("late")])
async def test_a_connection_lost_after_it_was_given_up_is_no_fault(error: OSError) -> None:
    assert await _left_alone(error) == ["given-up connection lost"]


async def test_an_error_that_nobody_waited_for_is_a_fault() -> None:
    assert await _left_alone(ValueError("ours")) == ["loop fault"]

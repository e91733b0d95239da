import asyncio
from collections.abc import Callable

import pytest

from bot import runtime
from casework import health, outbox, residents
from casework.residents import Sender
from casework.sayings import Manner, Saying, Text
from casework.work import House, Work
from sandbox import server
from sandbox.faults import Fault, FaultKind
from sandbox.phone import Phone
from sandbox.world import World
from storage.database import Database
from tests.support import DUTY, NOON, Installation, Town
from triage.languages import Language

pytestmark = pytest.mark.timeout(60)

_LATE = 20.0

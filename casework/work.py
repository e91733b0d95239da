"""What a use case is given."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from argon2.low_level import Type, hash_secret_raw

from settings.datafiles import DistrictData
from settings.model import Settings
from storage.database import Database
from storage.keys import Keyring
from storage.throttles import Count
from storage.transaction import Tx
from triage.languages import Language
from triage.worktime import Calendar

# DESIGN 2: 64 MiB, three passes, four lanes. With 10^15 receipts and a throttle on
# tries, guessing costs more than any receipt opens.
_ARGON2 = {"time_cost": 3, "memory_cost": 65536, "parallelism": 4, "hash_len": 32}


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What lives as long as the program: one for each process."""

    database: Database
    keyring: Keyring = field(repr=False)
    settings: Settings
    data: DistrictData = field(repr=False)
    receipt_salt: bytes = field(repr=False)
    # The bot's name on Telegram; None where nothing is connected to it.
    username: str | None = None

    def calendar(self) -> Calendar:
        """Return the working calendar of the district."""
        return self.settings.calendar(self.data.special_days)

    def receipt_hash(self, receipt: str) -> bytes:
        """Return under what hash *receipt* is found. Takes 64 MiB and about 0.1 s."""
        secret = receipt.encode()
        digest: bytes = hash_secret_raw(secret, self.receipt_salt, type=Type.ID, **_ARGON2)
        return digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    """The person behind a private message, for as long as it is handled."""

    person: bytes = field(repr=False)
    user_id: int = field(repr=False)
    chat_id: int = field(repr=False)
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """An open transaction, the moment, and who acts. Nothing below opens another."""

    tx: Tx
    now: datetime
    house: House
    # Counted even when the use case is refused: see casework/updates.py.
    tallies: list[tuple[bytes, str]] = field(default_factory=list, repr=False)
    counts: dict[tuple[bytes, str], Count] = field(default_factory=dict, repr=False)

    def in_hours(self, hours: int) -> datetime:
        """Return the moment *hours* from now."""
        return self.now + timedelta(hours=hours)


def to_the_hour(moment: datetime) -> datetime:
    """Return *moment* cut to its hour."""
    return moment.replace(minute=0, second=0, microsecond=0)

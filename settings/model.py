"""The settings, section by section; config.example.toml says what they do.

The description of a type ends the sentence "it must be ..." of a mistake.
"""

from datetime import datetime, time
from functools import cache
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    Strict,
)

from settings import checks, hours
from settings.lines import KeyPath
from triage.holidays import SpecialDays
from triage.languages import Language
from triage.worktime import Calendar, Shift

_A_PATH = Field(description="a path in quotation marks")
_AN_ADDRESS = Field(description="an address in quotation marks")

Count = Annotated[int, Strict(), Field(ge=1, description="a whole number of at least 1")]
ChatNumber = Annotated[int, Strict(), Field(description="the number of a chat, or 0")]
Words = Annotated[str, Field(min_length=1, description="words in quotation marks")]
Clock = Annotated[
    time,
    BeforeValidator(checks.clock),
    Field(description='a time of the clock in quotation marks, like "22:00"'),
]
AnyPath = Annotated[Path, AfterValidator(checks.absolute), _A_PATH]
ServerUrl = Annotated[str, AfterValidator(checks.server_url), _AN_ADDRESS]


class Section(BaseModel):
    """A table of the file, which holds these keys and no others."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_default=True, hide_input_in_errors=True
    )


class District(Section):
    """Whose installation this is."""

    prefix: Annotated[
        str, Field(pattern="^[A-Z]{2,4}$", description="two to four capital letters, A to Z")
    ]
    name_zh_hans: Words
    name_zh_hant: Words
    name_en: Words
    time_zone: Annotated[Words, AfterValidator(checks.time_zone)] = "Asia/Shanghai"
    language: Annotated[Language, Field(description='"zh-Hans", "zh-Hant" or "en"')] = (
        Language.ZH_HANS
    )
    data: Annotated[
        Path, BeforeValidator(checks.own_data), AfterValidator(checks.data_folder), _A_PATH
    ] = checks.OWN_DATA

    def local(self, moment: datetime) -> datetime:
        """Return *moment* by the district's clock, as people are told it."""
        return moment.astimezone(ZoneInfo(self.time_zone))

    def name(self, language: Language) -> str:
        """Return what the district is called in *language*."""
        names = {
            Language.ZH_HANS: self.name_zh_hans,
            Language.ZH_HANT: self.name_zh_hant,
            Language.EN: self.name_en,
        }
        return names[language]


class Chats(Section):
    """Chats that the bot posts to by itself; 0 where there is none yet."""

    duty: ChatNumber = 0
    integrity: ChatNumber = 0
    audit: ChatNumber = 0

    def by_name(self, name: str) -> int | None:
        """Return the number of the chat called *name*, None if there is none yet."""
        known = {"duty": self.duty, "integrity": self.integrity, "audit": self.audit}
        return known.get(name) or None


class Webhook(Section):
    """Where Telegram brings updates, and where we take them; without `url` the bot polls."""

    url: Annotated[str, AfterValidator(checks.webhook_url), _AN_ADDRESS] = ""
    listen: Annotated[
        str,
        AfterValidator(checks.listen_address),
        Field(description="a host and a port in quotation marks"),
    ] = "127.0.0.1:8443"
    # After `url`, which decides whether anybody reads it.
    secret_file: Annotated[Path, AfterValidator(checks.secret_file), _A_PATH] = Path(
        "webhook-secret"
    )
    connections: Annotated[
        int, Strict(), Field(ge=1, le=100, description="a whole number from 1 to 100")
    ] = 40

    @property
    def path(self) -> str:
        """The path that Telegram posts to."""
        return urlsplit(self.url).path

    @property
    def host_and_port(self) -> tuple[str, int]:
        """Where this process listens."""
        return checks.host_and_port(self.listen)

    def secret(self) -> str:
        """Return the secret by which we know Telegram, read anew from its file.

        Raises:
            ValueError: If the file has gone bad since the settings were read.
        """
        return checks.read_secret(self.secret_file)


class Telegram(Section):
    """How the bot reaches Telegram, or a stand-in for it."""

    token_file: Annotated[Path, AfterValidator(checks.token_file), _A_PATH] = Path("token")
    base_url: ServerUrl = "https://api.telegram.org/bot"
    base_file_url: ServerUrl = "https://api.telegram.org/file/bot"
    poll_seconds: Annotated[
        int, Strict(), Field(ge=0, le=50, description="a whole number from 0 to 50")
    ] = 30
    chats: Chats = Chats()
    # Not `Webhook()`: its paths are seen from the folder of a file that is not read yet.
    webhook: Annotated[Webhook, Field(default_factory=dict)]

    def token(self) -> str:
        """Return the bot's token, read anew from its file.

        Raises:
            ValueError: If the file has gone bad since the settings were read.
        """
        return checks.read_token(self.token_file)


class Database(Section):
    """Where everything is kept; the address may hold a password."""

    url: Annotated[SecretStr, AfterValidator(checks.database_url), _AN_ADDRESS] = SecretStr(
        "sqlite+aiosqlite:///maplebridge.db"
    )


class Keys(Section):
    """Where the keys are; the copy is checked against the folder above it."""

    folder: AnyPath = Path("keys")
    recovery: Annotated[Path, AfterValidator(checks.recovery), _A_PATH]
    custodians: Annotated[
        tuple[str, ...],
        AfterValidator(checks.custodians),
        Field(description="a list of two public keys in quotation marks, or empty"),
    ] = ()


class Privacy(Section):
    """How long things stay that need not stay."""

    draft_hours: Count = 24
    trail_hours: Annotated[
        int, Strict(), Field(ge=1, le=48, description="a whole number from 1 to 48")
    ] = 48
    inbox_days: Count = 8


class Limits(Section):
    """What Telegram lets through, and what one person may try."""

    messages_per_second: Count = 30
    per_chat_per_second: Count = 1
    per_chat_burst: Count = 3
    per_group_per_minute: Count = 20
    receipt_tries: Count = 5
    receipt_window_minutes: Count = 60
    messages_in_ten_minutes: Count = 120
    reports_a_day: Count = 12
    files_a_day: Count = 40
    copies_a_day: Count = 5
    workers: Count = 32
    files_per_report: Count = 10


class Quiet(Section):
    """The night of the district, in which nothing is sent by itself."""

    begins: Clock = time(22)
    ends: Clock = time(8)


class Clocks(Section):
    """When the offices are open, by the clock of the district."""

    shifts: Annotated[
        tuple[Shift, ...],
        BeforeValidator(hours.shifts),
        Field(description='a list of shifts in quotation marks, like "09:00-12:00"'),
    ] = (Shift(begins=time(9), ends=time(12)), Shift(begins=time(14), ends=time(18)))


class Routing(Section):
    """By which rules cases find their queue and desk."""

    file: Annotated[
        Path | None,
        BeforeValidator(checks.none_if_empty),
        AfterValidator(checks.rules_file),
        _A_PATH,
    ] = None


class Logs(Section):
    """What the log says and how it looks."""

    level: Annotated[
        Literal["debug", "info", "warning", "error"],
        Field(description='"debug", "info", "warning" or "error"'),
    ] = "info"
    format: Annotated[Literal["text", "json"], Field(description='"text" or "json"')] = "text"


class Settings(Section):
    """Everything config.toml says, with absolute paths."""

    district: District
    telegram: Telegram
    database: Database
    keys: Keys
    privacy: Privacy
    limits: Limits
    quiet: Quiet = Quiet()
    clocks: Clocks = Clocks()
    routing: Routing = Routing()
    logs: Logs

    def calendar(self, special: SpecialDays) -> Calendar:
        """Return the working calendar of the district, *special* days included."""
        zone = ZoneInfo(self.district.time_zone)
        return Calendar(shifts=self.clocks.shifts, special=special, zone=zone)

    @property
    def database_url(self) -> str:
        """The address of the database for storage; it is never printed."""
        return self.database.url.get_secret_value()


@cache
def sections(model: type[Section] = Settings, path: KeyPath = ()) -> dict[KeyPath, type[Section]]:
    """Return every table of the file and its model, from `()`, the whole, down."""
    found = {path: model}
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, Section):
            found |= sections(inner, (*path, name))
    return found

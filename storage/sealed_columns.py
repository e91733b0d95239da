"""Every column that is sealed under a key itself, and what binds each value to its place.

The other `sealed_*` columns are under a data key, which stands here wrapped.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from storage import sealing
from storage.desk_tables import note, officer, topic
from storage.keys import KeyName
from storage.outbox import AddressKind
from storage.tables import contact, draft, file, inbox, outbox, report, reporter, talk, trail

Row = sa.Row[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedColumn:
    """A column whose values are under the key `name`, as far as `where` goes.

    `needed` are the columns that `place` asks for, the place a value is bound to.
    """

    name: KeyName
    column: sa.Column[Any]
    place: Callable[[Row], str]
    needed: tuple[sa.Column[Any], ...] = ()
    where: tuple[sa.ColumnElement[bool], ...] = ()

    @property
    def table(self) -> sa.Table:
        """The table it stands in."""
        return self.column.table

    @property
    def key(self) -> sa.Column[Any]:
        """What its rows are told apart and put in order by."""
        (key,) = self.table.primary_key.columns
        return key

    @property
    def version(self) -> sa.ColumnElement[bytes]:
        """The version of a value, as its first two bytes; the same on both engines."""
        return sa.func.substr(self.column, 1, 2, type_=sa.LargeBinary)

    @property
    def is_sealed(self) -> sa.ColumnElement[bool]:
        """Whether there is a value: what was erased is NULL or empty."""
        return sa.and_(*self.where, sa.func.length(self.column) > len(sealing.prefix(0)))


def _by_id(column: sa.Column[Any], id_: sa.Column[Any]) -> Callable[[Row], str]:
    whole = f"{column.table.name}.{column.name}"
    return lambda row: sealing.place(whole, row._mapping[id_.name])  # noqa: SLF001 - a public name


def _identity(column: sa.Column[Any], id_: sa.Column[Any]) -> SealedColumn:
    return SealedColumn(
        name=KeyName.IDENTITY, column=column, place=_by_id(column, id_), needed=(id_,)
    )


def _wrapped(name: KeyName) -> Iterator[SealedColumn]:
    ids = (
        (report, report.c.id),
        (contact, contact.c.report_id),
        (file, file.c.id),
        (note, note.c.id),
    )
    for table, id_ in ids:
        column = table.c.sealed_data_key
        yield SealedColumn(
            name=name,
            column=column,
            place=_by_id(column, id_),
            needed=(id_,),
            where=(table.c.wrapped_by == name,),
        )


def _saying(name: KeyName, where: sa.ColumnElement[bool]) -> SealedColumn:
    column = outbox.c.sealed_saying
    return SealedColumn(
        name=name, column=column, place=lambda _: "outbox.sealed_saying", where=(where,)
    )


_TO_OPEN_CHAT = outbox.c.address_kind == AddressKind.CONVERSATION

# What waits to be handled comes first: it is the first that a bot would miss.
COLUMNS = (
    SealedColumn(
        name=KeyName.IDENTITY,
        column=inbox.c.sealed_update,
        place=lambda row: f"inbox.sealed_update:{row.bot}:{row.update_id}",
        needed=(inbox.c.bot, inbox.c.update_id),
    ),
    SealedColumn(
        name=KeyName.IDENTITY, column=outbox.c.sealed_chat, place=lambda _: "outbox.sealed_chat"
    ),
    _saying(KeyName.IDENTITY, _TO_OPEN_CHAT),
    _saying(KeyName.CONTENT, sa.not_(_TO_OPEN_CHAT)),
    _identity(draft.c.sealed_body, draft.c.id),
    _identity(trail.c.sealed_message, trail.c.id),
    _identity(reporter.c.sealed_chat, reporter.c.id),
    _identity(talk.c.sealed_report, talk.c.id),
    _identity(officer.c.sealed_chat, officer.c.id),
    _identity(officer.c.sealed_task, officer.c.id),
    _identity(topic.c.sealed_chat, topic.c.id),
    # The files of a draft belong to the chat alone.
    *_wrapped(KeyName.IDENTITY),
    *_wrapped(KeyName.CONTENT),
    *_wrapped(KeyName.INTEGRITY),
)

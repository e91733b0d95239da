"""The commands `maplebridge staff ...`."""

from pathlib import Path
from typing import Annotated

import typer

from bot import console
from triage.permissions import Role

staff_app = typer.Typer(
    help="Invite officers, say what they are and where, and let them go.", no_args_is_help=True
)

Config = Annotated[
    Path, typer.Option("--config", help="The installation's config.toml.", envvar=None)
]
Number = Annotated[str, typer.Argument(help="The officer's number, such as LG-0004.")]
Roles = Annotated[list[Role], typer.Option("--role", help="What they are; may be repeated.")]
Territories = Annotated[
    list[str] | None,
    typer.Option("--territory", help="A sub-district or community, by name or code; none is all."),
]
Desks = Annotated[
    list[str] | None, typer.Option("--desk", help="A desk, by code; none is all of their queues.")
]
Unit = Annotated[str, typer.Option("--unit", help="Their unit; two units open a sealed case.")]


@staff_app.callback()
def group() -> None:
    """Invite officers, say what they are and where, and let them go."""


@staff_app.command()
def invite(
    *,
    config: Config,
    role: Roles,
    territory: Territories = None,
    desk: Desks = None,
    unit: Unit = "",
) -> None:
    """Print a one-time link, and its QR code, by which somebody becomes an officer."""
    from bot import staff

    scope = staff.scope(role, territory, desk, unit)
    console.guarded(lambda: staff.invite(config, scope))


@staff_app.command()
def again(number: Number, config: Config) -> None:
    """Print a new link for an officer who lost theirs, or their telephone."""
    from bot import staff

    console.guarded(lambda: staff.invite_again(config, number))


@staff_app.command()
def change(
    number: Number,
    *,
    config: Config,
    role: Roles,
    territory: Territories = None,
    desk: Desks = None,
    unit: Unit = "",
) -> None:
    """Let an officer be and work at just that from now on."""
    from bot import staff

    scope = staff.scope(role, territory, desk, unit)
    console.guarded(lambda: staff.change(config, number, scope))


@staff_app.command()
def withdraw(number: Number, config: Config) -> None:
    """Let somebody be no officer any more; what they had goes back to its queues."""
    from bot import staff

    console.guarded(lambda: staff.withdraw(config, number))


@staff_app.command("list")
def list_(config: Config) -> None:
    """List the officers: number, roles, where, on duty or not."""
    from bot import staff

    console.guarded(lambda: staff.show(config))

"""The commands `maplebridge audit ...`."""

from pathlib import Path
from typing import Annotated

import typer

from bot import console

audit_app = typer.Typer(help="Verify the record of what was done.")

Config = Annotated[
    Path | None, typer.Option("--config", help="The installation's config.toml.", envvar=None)
]


@audit_app.callback(invoke_without_command=True)
def audit(context: typer.Context, config: Config = None) -> None:
    """Verify the chain of events from the first to the last."""
    if context.invoked_subcommand is None:
        _verify(config)


@audit_app.command()
def verify(config: Config = None) -> None:
    """Name the first event that was changed, is missing or out of its order, if there is one."""
    _verify(config)


def _verify(config: Path | None) -> None:
    if config is None:
        console.fail("Give --config.")
    console.guarded(lambda: console.audited(config))

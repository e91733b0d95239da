"""The commands `maplebridge routing ...`."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot import console

routing_app = typer.Typer(help="See which desk a report goes to.", no_args_is_help=True)


@routing_app.callback()
def group() -> None:
    """See which desk a report goes to."""


@routing_app.command()
def explain(
    *,
    text: Annotated[str | None, typer.Option(help="An invented report.")] = None,
    case: Annotated[
        str | None, typer.Option(help="The reference of a report that is there; needs --config.")
    ] = None,
    category: Annotated[str | None, typer.Option(help="Its kind, such as gas.storage.")] = None,
    danger: Annotated[str | None, typer.Option(help="Its danger, such as danger.gas.")] = None,
    subdistrict: Annotated[str | None, typer.Option(help="Its sub-district, by code.")] = None,
    community: Annotated[str | None, typer.Option(help="Its community, by code.")] = None,
    official: Annotated[bool, typer.Option("--official", help="It names an official.")] = False,
    at: Annotated[
        datetime | None, typer.Option(help="When it comes, as 2026-11-23T08:30; else now.")
    ] = None,
    data: Annotated[Path | None, typer.Option(help="Another folder of words and rules.")] = None,
    config: Annotated[
        Path | None, typer.Option("--config", help="The installation whose rules count.")
    ] = None,
) -> None:
    """Show queue, desk and terms of a report, and which rules have a say in it."""
    from bot import routing

    if case is not None:
        _explain_case(case, config)
        return
    if text is None and category is None:
        console.fail("Give --text, or --category, or both; or --case.")
    asked = routing.Asked(
        text=text,
        category=category,
        danger=danger,
        subdistrict=subdistrict,
        community=community,
        official=official,
        at=at,
    )
    console.guarded(lambda: routing.explain(asked, config, data))


def _explain_case(reference: str, config: Path | None) -> None:
    from bot import routing, routing_case

    if config is None:
        console.fail("Give --config: the case is in an installation.")

    def whole() -> None:
        asked, stands = routing_case.of_case(config, reference)
        routing.explain(asked, config, None)
        for line in stands:
            console.out.print(line, markup=False)

    console.guarded(whole)

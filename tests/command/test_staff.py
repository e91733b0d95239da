from collections.abc import Awaitable, Callable
from typing import Any

from tests.support import Installation, Town

Command = Callable[..., Awaitable[Any]]


async def test_an_invitation_is_printed_with_its_link_and_its_code(
    maplebridge: Command, town: Town
) -> None:
    config = town.installation.config

    shown = await maplebridge(
        *("staff", "invite", "--role", "verifier", "--territory", "坂田", "--desk", "gas"),
        *("--unit", "sub-district", "--config", config),
    )

    assert (shown.code, shown.err) == (0, "")
    assert "Officer LG-0001." in shown.out
    assert f"https://t.me/{town.world.bot['username']}?start=staff-" in shown.out
    assert "▀" in shown.out
    phone = town.phone("Li")
    link = next(word for word in shown.out.split() if word.startswith("https://t.me/"))
    phone.say(f"/start {link.partition('start=')[2]}")
    await phone.wait_for("You are officer")
    listed = await maplebridge("staff", "list", "--config", config)
    assert "LG-0001  on duty  verifier" in listed.out
    assert "gas" in listed.out


async def test_what_the_district_does_not_have_is_named(
    maplebridge: Command, installation: Installation
) -> None:
    shown = await maplebridge(
        *("staff", "invite", "--role", "verifier", "--territory", "Atlantis"),
        *("--config", installation.config),
    )

    assert shown.code == 1
    assert "'Atlantis'" in shown.err


async def test_nobody_is_changed_or_withdrawn_who_is_not_there(
    maplebridge: Command, installation: Installation
) -> None:
    for words in (("withdraw",), ("again",), ("change", "--role", "mediator")):
        shown = await maplebridge(
            "staff", words[0], "LG-0042", *words[1:], "--config", installation.config
        )
        assert (shown.code, shown.err) == (1, "Nobody on staff has this number.\n")


async def test_figures_are_printed_for_a_week(
    maplebridge: Command, installation: Installation
) -> None:
    shown = await maplebridge(
        "figures", "--by", "territory", "--week", "2026-W47", "--config", installation.config
    )
    wrong = await maplebridge("figures", "--week", "47", "--config", installation.config)

    assert shown.code == 0
    assert "2026-W47, by territory" in shown.out
    assert (wrong.code, wrong.err) == (1, "Write a week like this: 2026-W48\n")

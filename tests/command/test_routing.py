from collections.abc import Awaitable, Callable
from typing import Any

from bot import runtime
from storage.tables import report
from tests.stage import Stage
from tests.support import EXAMPLE, Installation

Command = Callable[..., Awaitable[Any]]

RULES = EXAMPLE.parent / "data" / "routing.csv"
CELLAR = "坂田岗头社区3号楼地下室藏了三十多瓶煤气，电话13800138000"
SHADOWING = "gas.*,,,,,,,verification,gas,,1h,,,,,"


def own_rules(installation: Installation) -> int:
    """Give the installation rules of its own; return the line of the first."""
    header, *rules = RULES.read_text(encoding="utf-8").splitlines()
    (installation.folder / "own.csv").write_text(
        "\n".join([header, SHADOWING, *rules]) + "\n", encoding="utf-8"
    )
    installation.configure(routing__file="own.csv")
    return 2


async def test_explain_says_the_queue_first_and_none_of_the_words(maplebridge: Command) -> None:
    shown = await maplebridge("routing", "explain", "--text", CELLAR)

    lines = shown.out.splitlines()
    assert (shown.code, shown.err) == (0, "")
    assert lines[:3] == ["queue: verification", "desk: gas (Gas)", "severity: S1"]
    assert "terms: first answer 15min, next step 2h, done 3wd" in lines
    assert "escalation: to gas-authority after 4h" in lines
    assert "community 440307013002" in shown.out
    (later,) = (line for line in lines if line.startswith("would take it too"))
    assert "gas.* -> verification, gas" in later
    assert "13800138000" not in shown.out
    assert "地下室" not in shown.out


async def test_explain_says_which_rules_may_not_take_a_report(maplebridge: Command) -> None:
    shown = await maplebridge(
        "routing", "explain", "--category", "gas.storage", "--official",
        "--community", "440307013002", "--at", "2026-12-05T23:00",
    )  # fmt: skip

    assert shown.out.startswith("queue: integrity\ndesk: twin-team (Twin team)\n")
    assert "may not take it, because it names an official: line" in shown.out
    assert "sub-district 440307013, community 440307013002" in shown.out
    assert "at 2026-12-05 23:00, offices closed" in shown.out


async def test_explain_and_check_name_rules_of_the_district_that_never_fire(
    maplebridge: Command, installation: Installation
) -> None:
    line = own_rules(installation)

    shown = await maplebridge(
        "routing", "explain", "--config", installation.config, "--category", "gas.delivery"
    )
    checked = await maplebridge("check", "--config", installation.config)

    never = "can never fire: all it asks for is taken before, by line 2."
    assert f"rule: line {line} (gas.* -> verification, gas) of" in shown.out
    assert shown.out.count(never) == checked.out.count(never) == 2
    assert checked.code == 0


async def test_check_names_a_mistake_in_the_rules_of_the_district(
    maplebridge: Command, installation: Installation
) -> None:
    own_rules(installation)
    own = installation.folder / "own.csv"
    soon = SHADOWING.replace("1h", "soon")
    text = own.read_text(encoding="utf-8").replace(SHADOWING, soon)
    own.write_text(text, encoding="utf-8")

    checked = await maplebridge("check", "--config", installation.config)

    assert checked.code == 1
    assert f"{own}:2: first_answer must be a number" in checked.err


async def test_what_nobody_knows_is_refused_in_a_sentence(maplebridge: Command) -> None:
    for words, sentence in {
        (): "Give --text, or --category, or both; or --case.",
        ("--category", "gaz"): "gaz is no category; they are in categories.csv.",
        ("--category", "gas", "--subdistrict", "1"): "1 is no sub-district;",
        ("--category", "gas", "--danger", "gaz"): "gaz is no danger; there are: danger.suicide,",
    }.items():
        refused = await maplebridge("routing", "explain", *words)

        assert refused.code == 1
        assert sentence in refused.err


async def test_explain_says_how_a_case_stands_and_what_rules_say_of_it_now(
    maplebridge: Command, installation: Installation
) -> None:
    async with runtime.opened(installation.settings()) as house:
        stage = Stage(house=house)
        await stage.resident().send_report("南联社区巷子里有人无证卖煤气罐，电话13800138000")
        (row,) = await stage.rows(report)

    shown = await maplebridge(
        "routing", "explain", "--case", row["reference"], "--config", installation.config
    )

    assert (shown.code, shown.err) == (0, "")
    assert shown.out.startswith("queue: verification\ndesk: gas (Gas)")
    assert "stands now: queue verification, desk gas, " in shown.out
    assert "13800138000" not in shown.out


async def test_explain_knows_no_case_that_is_not_there(
    maplebridge: Command, installation: Installation
) -> None:
    shown = await maplebridge(
        "routing", "explain", "--case", "LG-26-004217-K", "--config", installation.config
    )

    assert (shown.code, shown.err) == (1, "No report has this reference.\n")

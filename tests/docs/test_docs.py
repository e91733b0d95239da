import re
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from bot.cli import app

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [
        ROOT / "README.md",
        ROOT / "CHANGELOG.md",
        ROOT / "CONTRIBUTING.md",
        ROOT / "data" / "README.md",
        *(ROOT / "docs").rglob("*.md"),
    ]
)
COMMANDS = frozenset(
    command.name or (command.callback.__name__ if command.callback else "")
    for command in app.registered_commands
) | {str(group.name) for group in app.registered_groups}
LINK = re.compile(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"")
FENCE = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
PROGRAM = re.compile(r"(?:^|[ ;'(]|\.venv/bin/)maplebridge ([a-z]+)\b")
MAKE = re.compile(r"(?:^|&& )make ([a-z]+)", re.MULTILINE)
PATH = re.compile(r"[\w.-]+/[\w./-]*|[\w-]+\.(?:py|toml|md|csv|po)")

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def prose(page: Path) -> str:
    return FENCE.sub("", text(page))


def code(page: Path) -> Iterator[str]:
    """Everything that is set as code: blocks, and spans within a line."""
    return chain(FENCE.findall(text(page)), SPAN.findall(prose(page)))


def anchor(heading: str) -> str:
    """The name that a heading goes by in links."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(page: Path) -> set[str]:
    return {anchor(heading) for heading in re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)}


@each_page
def test_every_link_leads_somewhere(page: Path) -> None:
    links = [link or source for link, source in LINK.findall(prose(page))]
    ours = [link for link in links if not re.match(r"https?:", link)]

    for link in ours:
        name, _, part = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.is_file(), link
        assert not part or part in anchors(target), link


@each_page
def test_every_command_named_is_one_of_the_program(page: Path) -> None:
    named = {command for part in code(page) for command in PROGRAM.findall(part)}

    assert named <= COMMANDS


def test_every_command_of_the_program_is_in_the_operators_guide() -> None:
    guide = [*code(ROOT / "docs" / "operating.md"), *code(ROOT / "README.md")]
    named = {command for part in guide for command in PROGRAM.findall(part)}

    assert named | {"demo"} == COMMANDS


@each_page
def test_every_make_target_named_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", text(ROOT / "Makefile"), re.MULTILINE))
    named = {target for part in code(page) for target in MAKE.findall(part)}

    assert named <= targets


@pytest.mark.parametrize("name", ["docs/architecture.md", "CONTRIBUTING.md"])
def test_every_path_named_exists(name: str) -> None:
    spans = SPAN.findall(prose(ROOT / name))
    paths = [span for span in spans if PATH.fullmatch(span)]

    assert len(paths) > 20
    # `config.toml` is an installation's, not ours.
    assert [path for path in paths if not (ROOT / path).exists() and path != "config.toml"] == []


def test_the_changelog_knows_this_version() -> None:
    version = tomllib.loads(text(ROOT / "pyproject.toml"))["project"]["version"]

    assert f"\n## {version}" in text(ROOT / "CHANGELOG.md")


def test_decisions_are_numbered_without_gaps() -> None:
    pages = sorted((ROOT / "docs" / "adr").glob("*.md"))

    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        assert text(page).startswith(f"# {int(page.name[:4])}. ")
        for part in ("Status: ", "## Context", "## Decision", "## Consequences"):
            assert part in text(page), page.name

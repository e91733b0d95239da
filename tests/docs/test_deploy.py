import ast
import re
import shlex
from configparser import RawConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cli import app
from settings import loading, writing
from tests.support import EXAMPLE, TOKEN

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
CONTAINERFILE = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
COMMANDS = {
    command.name or (command.callback.__name__ if command.callback else "")
    for command in app.registered_commands
}
HOME = "/var/lib/maplebridge"
CONFIG = f"{HOME}/longgang/config.toml"


def unit(path: Path) -> RawConfigParser:
    parser = RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(path.read_text(encoding="utf-8"))
    return parser


def compose(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / name).read_text(encoding="utf-8"))
    return found


def instructions(word: str) -> list[list[str]]:
    """What stands behind each *word* of the Containerfile."""
    joined = re.sub(r"\\\n", " ", CONTAINERFILE)
    return [line.split()[1:] for line in joined.splitlines() if line.startswith(f"{word} ")]


def log_lines() -> set[str]:
    """Every line that the bot logs at a level people see."""
    found = set()
    for path in sorted((ROOT / "bot").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "log"
                and node.func.attr != "debug"
                and isinstance(node.args[0], ast.Constant)
            ):
                found.add(str(node.args[0].value))
    return found


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_a_unit_starts_a_command_of_the_program_with_the_installation_of_the_guide(
    path: Path,
) -> None:
    program, command, option, config = shlex.split(unit(path)["Service"]["ExecStart"])

    assert program == "/opt/maplebridge/.venv/bin/maplebridge"
    assert command in COMMANDS
    assert (option, config) == ("--config", CONFIG)
    assert unit(path)["Service"]["UMask"] == "0077"
    assert unit(path)["Service"]["User"] == "maplebridge"


def test_the_units_name_the_folders_that_the_guide_makes() -> None:
    assert f"--home {HOME} maplebridge" in GUIDE
    assert "checkout of the project into `/opt/maplebridge`" in GUIDE


def test_the_timer_starts_the_doctor() -> None:
    assert (DEPLOY / "maplebridge-doctor.timer").stem == (
        DEPLOY / "maplebridge-doctor.service"
    ).stem
    assert "doctor" in unit(DEPLOY / "maplebridge-doctor.service")["Service"]["ExecStart"]
    assert "OnCalendar" in unit(DEPLOY / "maplebridge-doctor.timer")["Timer"]


def test_every_file_to_deploy_is_in_the_guide_and_the_guide_names_no_other() -> None:
    named = set(re.findall(r"deploy/([\w@.-]*\w)", GUIDE))

    assert named == {path.name for path in DEPLOY.iterdir()}


def test_everything_the_image_copies_exists() -> None:
    copied = [words[:-1] for words in instructions("COPY") if not words[0].startswith("--")]
    sources = {source for words in copied for source in words}

    assert [source for source in sources if not (ROOT / source).exists()] == []


def test_the_image_has_every_folder_that_the_program_is_made_of() -> None:
    copied = {word for words in instructions("COPY") for word in words}
    packages = re.search(
        r"^packages = \[(.*)\]", (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert packages

    wanted = {*re.findall(r'"(\w+)"', packages[1]), "data", "tools", "requirements.lock"}

    assert wanted <= copied
    assert "." not in {words[0] for words in instructions("COPY")}


def test_the_image_runs_the_program_as_nobody_else_with_its_files_closed_to_others() -> None:
    assert instructions("USER") == [["10001:10001"]]
    assert instructions("VOLUME") == [[HOME]]
    assert "umask 077; exec maplebridge" in " ".join(instructions("ENTRYPOINT")[0])


def test_compose_runs_the_bot_from_its_volume_on_a_root_that_cannot_be_written() -> None:
    bot = compose("compose.yaml")["services"]["bot"]

    assert (DEPLOY / bot["build"]["context"] / bot["build"]["dockerfile"]).is_file()
    assert bot["command"] == ["bot", "--config", CONFIG]
    assert [mount.split(":")[1] for mount in bot["volumes"]] == [HOME]
    assert bot["read_only"]
    assert bot["cap_drop"] == ["ALL"]


def test_compose_for_many_extends_the_one_and_its_address_is_a_good_setting(
    tmp_path: Path,
) -> None:
    services = compose("compose-many.yaml")["services"]
    text = (DEPLOY / "compose-many.yaml").read_text(encoding="utf-8")
    named = re.search(r'url = "(.+)"', text)
    assert named
    (tmp_path / "token").write_text(TOKEN)
    written = tmp_path / "config.toml"
    writing.write_config(EXAMPLE.read_text(encoding="utf-8"), written, {"database.url": named[1]})

    settings = loading.load(written, token_needed=False)

    environment = services["database"]["environment"]
    address = f"{environment['POSTGRES_USER']}@database/{environment['POSTGRES_DB']}"
    assert settings.database_url.endswith(address)
    assert services["bot"]["extends"] == {"file": "compose.yaml", "service": "bot"}
    assert services["bot"]["deploy"]["replicas"] > 1
    assert named[1] in GUIDE


def test_every_line_of_the_log_is_explained_and_nothing_else_is() -> None:
    table = GUIDE.partition("| line | what it means |")[2].partition("\n\n")[0]
    first = [row.split("|")[1] for row in table.splitlines()[2:]]
    explained = {line for cell in first for line in re.findall(r"`([^`]+)`", cell)}
    logged = log_lines() | {"update parked", "update failed, will be tried again"}

    assert len(logged) > 20
    assert {line for line in logged if not any(line.startswith(e) for e in explained)} == set()
    assert {e for e in explained if not any(line.startswith(e) for line in logged)} == set()

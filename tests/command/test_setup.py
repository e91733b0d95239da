import subprocess
from pathlib import Path

NEEDS = Path(__file__).resolve().parents[2] / "tools" / "needs.sh"


def test_setup_says_in_one_sentence_that_python_is_missing() -> None:
    found = _needs("python-that-is-not-there")

    assert found.returncode == 1
    assert found.stderr.splitlines() == [
        "Python is missing. Install it: apt-get install python3 python3-venv"
    ]


def test_setup_says_in_one_sentence_that_venv_is_missing(tmp_path: Path) -> None:
    python = _python(tmp_path, "case $2 in *venv*) exit 1;; esac")

    found = _needs(str(python))

    assert found.returncode == 1
    assert found.stderr.splitlines() == [
        "Python's venv is missing. Install it: apt-get install python3-venv"
    ]


def test_setup_refuses_a_python_that_is_too_old(tmp_path: Path) -> None:
    found = _needs(str(_python(tmp_path, "exit 1")))

    assert found.returncode == 1
    assert "3.11, 3.12 or 3.13" in found.stderr


def _python(folder: Path, script: str) -> Path:
    python = folder / "python"
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(0o755)
    return python


def _needs(python: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["sh", NEEDS, python], capture_output=True, text=True, check=False)

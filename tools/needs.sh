#!/bin/sh
# Say in one sentence what to install before `make setup` can work.
python=$1
if ! command -v "$python" >/dev/null 2>&1; then
  echo "Python is missing. Install it: apt-get install python3 python3-venv" >&2
  exit 1
fi
if ! "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'; then
  echo "This needs Python 3.11, 3.12 or 3.13. Name one: make setup PYTHON=python3.11" >&2
  exit 1
fi
if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
  echo "Python's venv is missing. Install it: apt-get install python3-venv" >&2
  exit 1
fi

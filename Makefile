# make demo   play with it on this machine
# make test   run the whole suite
# make help   everything else

PYTHON ?= python3
BIN := .venv/bin
UV_COMPILE := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet

.PHONY: help setup demo test check fix bench bench-growth pictures lock clean

help: ## say what can be made
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/make \1\t\2/' | expand -t 16

setup: .venv/installed ## make .venv/bin/maplebridge

demo: setup ## phones to type on, at an address that it prints
	$(BIN)/maplebridge demo

test: .venv/installed-dev ## the whole suite
	@sh tools/missing.sh
	$(BIN)/pytest -n 2 -m "not slow"
	$(BIN)/pytest -m slow

check: .venv/installed-dev ## format, lint, types, import directions, tests with coverage
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/pytest --cov --cov-report=term:skip-covered

fix: .venv/installed-dev ## mend what can be mended by itself
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: .venv/installed-dev .venv/peers/installed ## measure, each figure beside its peers
	$(BIN)/python benchmarks/updates.py
	$(BIN)/python benchmarks/pace.py
	$(BIN)/python benchmarks/recovery.py
	$(BIN)/python benchmarks/workers.py
	$(BIN)/python benchmarks/start.py
	$(BIN)/python benchmarks/transport.py
	$(BIN)/python benchmarks/reading.py
	$(BIN)/python benchmarks/understanding.py
	$(BIN)/python benchmarks/understanding_places.py
	$(BIN)/python benchmarks/understanding_danger.py
	$(BIN)/python benchmarks/matching.py
	$(BIN)/python benchmarks/matching_petitions.py
	$(BIN)/python benchmarks/matching_candidates.py

bench-growth: .venv/installed-dev ## measure on 1,000 to 1,000,000 stored reports
	$(BIN)/python benchmarks/growth.py --check
	$(BIN)/python benchmarks/growth.py --cache build/growth
	$(BIN)/python benchmarks/upkeep.py --cache build/growth
	$(BIN)/python benchmarks/matching_scale.py --cache build/growth
	$(BIN)/python benchmarks/desks.py

pictures: .venv/installed-dev ## draw the pictures of the README and of the ten conversations anew
	$(BIN)/python -m docs.pictures.draw
	$(BIN)/python -m docs.pictures.whole
	$(BIN)/python -m docs.pictures.desks

lock: ## renew the lock files; needs uv
	$(UV_COMPILE) --group build --upgrade -o requirements.lock
	$(UV_COMPILE) --group build --group dev --upgrade -c requirements.lock -o requirements-dev.lock

clean: ## remove what setup made
	rm -rf .venv *.egg-info

.venv/installed: requirements.lock pyproject.toml
	@sh tools/needs.sh $(PYTHON)
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
	@touch $@

# The peers need older versions of what we need.
.venv/peers/installed: .venv/installed benchmarks/peers.txt
	$(BIN)/python -m venv .venv/peers
	.venv/peers/bin/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r benchmarks/peers.txt
	@touch $@

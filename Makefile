# One line a target. On a machine that has only Python (3.11 or newer) and make, each does its own set-up.
PYTHON ?= python3
BIN := .venv/bin
COMPILE = $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header --group build --extra sources

.PHONY: demo test check bench fuzz docs lock
demo: .venv/.ready ; $(BIN)/dermcohort demo demo
test: .venv/.ready-dev ; $(BIN)/python -m pytest -n auto
check: .venv/.ready-dev ; $(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports
bench: .venv-bench/.ready ; .venv-bench/bin/python bench/bench.py
fuzz: .venv-fuzz/.ready ; .venv-fuzz/bin/python tests/fuzz/fuzz_charts.py
docs: .venv/.ready-dev ; $(BIN)/python tools/make_docs.py
lock: .venv/.ready-dev ; $(COMPILE) pyproject.toml -o requirements.lock && $(COMPILE) --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock && $(COMPILE) pyproject.toml bench/requirements.in -o requirements-bench.lock && $(COMPILE) -c requirements-dev.lock pyproject.toml tests/fuzz/requirements.in -o requirements-fuzz.lock

.venv/.made:
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "dermcohort needs Python 3.11 or newer; try: make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv && touch $@

.venv/.ready: .venv/.made requirements.lock pyproject.toml
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e . && touch $@

.venv/.ready-dev: .venv/.ready requirements-dev.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock && touch $@

# The libraries that `make bench` compares with need older dependencies, so they live apart.
.venv-bench/.ready: .venv/.made requirements-bench.lock pyproject.toml
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-bench.lock
	.venv-bench/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e . && touch $@

# The fuzzer has wheels for some versions of Python only, so it lives apart.
.venv-fuzz/.ready: .venv/.made requirements-fuzz.lock pyproject.toml
	$(PYTHON) -m venv .venv-fuzz
	.venv-fuzz/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-fuzz.lock
	.venv-fuzz/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e . && touch $@

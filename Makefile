# Two commands matter: `make report` measures every brief in params/, `make test` runs the whole test suite.
# Both make their own environment from the lock files and need only Python 3.11+, git and make.

PYTHON ?= python3
JOBS ?= 2
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes

.DEFAULT_GOAL := help
.PHONY: help report test fuzz setup setup-test lint types format sync lab benchmark lock clean

help:  ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

report: setup  ## measure every brief in params/ and publish reports/index.html
	$(BIN)/smmeasure run params --jobs $(JOBS)

test: setup-test  ## run the whole test suite, with lint and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python -m pytest --numprocesses $(JOBS) --dist loadgroup

setup: $(VENV)/.report  ## make .venv and install what the lock file names

setup-test: $(VENV)/.test  ## the same, with what the tests need

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "smmeasure needs Python 3.11 or later, this is " + sys.version)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.report: requirements.lock pyproject.toml | $(BIN)/python
	$(INSTALL) --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: requirements-test.lock $(VENV)/.report
	$(INSTALL) --requirement requirements-test.lock
	@touch $@

fuzz: setup-test  ## try readers and estimates with all the made-up input that a release is tried with
	$(BIN)/python -m pytest --numprocesses $(JOBS) --hypothesis-profile=thorough tests/core/test_any_input.py tests/data/exports/test_any_bytes.py

lint: setup-test  ## check style
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: setup-test  ## check types
	$(BIN)/mypy

format: setup-test  ## put code into shape
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

sync: setup-test  ## bring derived files up to date: schema, notebook parameters, demo data, words
	$(BIN)/python tools/sync.py
	$(BIN)/python tools/words.py

lab: setup  ## open the notebooks in JupyterLab
	$(BIN)/jupyter lab notebooks/campaign.ipynb

benchmark: setup-test  ## print the accuracy tables
	$(BIN)/python benchmarks/accuracy.py

lock: setup-test  ## resolve the lock files anew
	$(BIN)/python tools/lock.py

clean:  ## remove the environment, reports and caches
	rm -rf $(VENV) reports build dist .pytest_cache .mypy_cache .ruff_cache

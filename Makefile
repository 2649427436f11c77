# The workbench of the workbench. `make` alone lists what there is.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
# What an installation depends on; the sources themselves are linked, not copied.
INSTALL_INPUTS := pyproject.toml hatch_build.py $(wildcard frontend/*.json frontend/*.toml frontend/*.txt frontend/*.py frontend/licenses/*)

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1\t\2/' | awk -F'\t' '{printf "  make %-15s %s\n", $$1, $$2}'

.PHONY: run
run: $(VENV)/.installed ## Open the example workspace in the browser (installs what is needed first)
	$(BIN)/wegmarke demo

.PHONY: install
install: $(VENV)/.installed ## Create .venv and install Wegmarke into it

.PHONY: dev
dev: $(VENV)/.dev ## Install what developing needs, too

# Two processes share out the tests (tests/sharing.py). More need as many cores, and about 2 GiB each.
WORKERS := 2
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --no-loadscope-reorder

.PHONY: test
test: $(VENV)/.dev ## Run the tests, those of the desk's database on PostgreSQL as well
	$(PYTEST)
	$(MAKE) --no-print-directory test-postgresql

# All of the desk that stores something; the others of that folder only read.
.PHONY: test-postgresql
test-postgresql: $(VENV)/.dev ## Run the desk's tests on a throw-away PostgreSQL (Debian's: apt install postgresql)
	WEGMARKE_TEST_DATABASE=postgresql $(PYTEST) tests/functional/desk tests/functional/test_desk_setup.py \
	  --ignore=tests/functional/desk/test_walk.py --ignore=tests/functional/desk/test_findings.py \
	  --ignore=tests/functional/desk/test_wording.py --ignore=tests/functional/desk/test_schemathesis.py \
	  --ignore=tests/functional/desk/test_same_numbers.py --ignore=tests/functional/desk/test_overview_stages.py \
	  --ignore=tests/functional/desk/test_moments_page.py --ignore=tests/functional/desk/test_value_page.py

.PHONY: cluster
cluster: $(VENV)/.dev ## Ask a real Spark cluster, two workers on the loopback, and Sail all that threads are asked (needs Java)
	$(BIN)/python tools/cluster.py -- $(SHELL) $(.SHELLFLAGS) '\
	  $(BIN)/python -m pytest tests/conformance/test_runners.py tests/conformance/test_identity_on_a_cluster.py \
	    tests/conformance/test_importing.py tests/conformance/test_importing_interrupted.py; \
	  WEGMARKE_TEST_RUNNER=cluster $(PYTEST) tests/conformance; \
	  $(BIN)/python -m pytest tests/cluster'
	WEGMARKE_TEST_RUNNER=cluster $(PYTEST) tests/conformance

.PHONY: check
check: $(VENV)/.dev ## Lint, types, import contract, docs
	$(MAKE) --no-print-directory -j2 --output-sync=target lint types imports docs

.PHONY: lint
lint: $(VENV)/.dev ## ruff: every rule, and the format
	$(BIN)/ruff check
	$(BIN)/ruff format --check

.PHONY: types
types: $(VENV)/.dev ## mypy, strict
	$(BIN)/mypy --strict src

.PHONY: imports
imports: $(VENV)/.dev ## import-linter: who may import whom
	$(BIN)/lint-imports --no-cache

.PHONY: docs
docs: $(VENV)/.dev ## Build the docs into build/docs; a warning is an error
	$(BIN)/python -m sphinx -W --keep-going -q -b html -d build/doctrees docs build/docs

.PHONY: format
format: $(VENV)/.dev ## Format, and mend what ruff can mend
	$(BIN)/ruff check --fix-only --exit-zero
	$(BIN)/ruff format

.PHONY: messages
messages: $(VENV)/.dev ## Collect and compile the translations of the pages (.po and .mo, which are committed)
	$(BIN)/python src/wegmarke/desk/locale/catalogues.py

.PHONY: bench
bench: $(VENV)/.dev ## Measure against the peers (long; its results are committed)
	$(BIN)/python -m bench
	$(BIN)/python -m bench.collector
	$(BIN)/python -m bench.questions

.PHONY: coverage
coverage: $(VENV)/.dev ## Count how often intervals hold planted truths (long; its results are committed)
	$(BIN)/python -m trials
	$(BIN)/python -m trials.nothing
	$(BIN)/python -m trials.moments

.PHONY: torture
torture: $(VENV)/.dev ## Kill what collects events hundreds of times, and count (long)
	$(BIN)/python -m torture

.PHONY: wheel
wheel: $(VENV)/.dev ## Build sdist and wheel into dist/
	$(BIN)/python -m build

.PHONY: clean
clean: ## Remove environment, builds and caches (workspaces stay)
	rm -rf $(VENV) build dist src/wegmarke/desk/static/vendor .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The newest Python from 3.11 to 3.14 that works; PYTHON=/path/to/python chooses another.
$(BIN)/python:
	@python="$(PYTHON)"; \
	if [ -z "$$python" ]; then \
	  for candidate in python3.14 python3.13 python3.12 python3.11 python3 python; do \
	    if "$$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' >/dev/null 2>&1; then \
	      python="$$candidate"; break; \
	    fi; \
	  done; \
	fi; \
	if [ -z "$$python" ]; then \
	  echo "Wegmarke needs Python 3.11, 3.12, 3.13 or 3.14, and none was found on the PATH." >&2; \
	  echo "Install one (python.org, or: apt install python3 python3-venv), or say where it is: make run PYTHON=/path/to/python3.12" >&2; \
	  exit 1; \
	fi; \
	echo "Creating $(VENV) with $$($$python --version)"; \
	if ! "$$python" -m venv $(VENV); then \
	  rm -rf $(VENV); \
	  echo "$$python cannot create an environment. On Debian and Ubuntu: apt install python3-venv" >&2; \
	  exit 1; \
	fi

$(VENV)/.installed: $(INSTALL_INPUTS) | $(BIN)/python
	@echo "Installing Wegmarke into $(VENV); the first time this takes about a minute."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	$(BIN)/python frontend/vendor_assets.py
	@touch $@

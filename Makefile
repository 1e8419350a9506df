# Everything one does with Peakline, one word each. `make run` and `make test` set up what they need.

PYTHON ?= python3
UV ?= uv
# Words for the program (make run ARGS="--demo") and for pytest (make test PYTEST_ARGS="-k plan").
ARGS ?=
PYTEST_ARGS ?=
WORKERS ?= logical

BIN := .venv/bin
SCRIPTS := packaging/prepare.py packaging/start.py

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test lint format bench simulate nightly pictures lock prepare clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Set everything up and open the window (ARGS="--demo" and the like)
	@"$(PYTHON)" packaging/start.py $(ARGS)

test: export QT_QPA_PLATFORM = offscreen
test: lint ## Set everything up, check the code and run the tests, PostgreSQL included
	@$(BIN)/python -m pytest -n $(WORKERS) --maxprocesses 8 -m "not nightly" $(PYTEST_ARGS)

lint: prepare ## Check style, types and the floors of the house
	@$(BIN)/ruff check . $(SCRIPTS)
	@$(BIN)/ruff format --check --quiet . $(SCRIPTS)
	@$(BIN)/mypy
	@cd packaging && ../$(BIN)/mypy --config-file ../pyproject.toml --cache-dir ../.mypy_cache $(notdir $(SCRIPTS))
	@$(BIN)/lint-imports

format: prepare ## Put the code into its one format
	@$(BIN)/ruff check --fix . $(SCRIPTS)
	@$(BIN)/ruff format . $(SCRIPTS)

bench: export QT_QPA_PLATFORM = offscreen
bench: prepare ## Measure start, timeline and import against their floors
	@$(BIN)/python tests/benchmarks $(ARGS)

simulate: prepare ## Live through 200 simulated seasons and write the report with its plots
	@$(BIN)/python tests/simulation $(ARGS)

nightly: export QT_QPA_PLATFORM = offscreen
nightly: prepare ## Run the long tests that make test leaves out
	@$(BIN)/python -m pytest -n $(WORKERS) --maxprocesses 8 -m nightly $(PYTEST_ARGS) || \
		{ status=$$?; [ $$status -eq 5 ] && echo "There are no nightly tests yet." || exit $$status; }

pictures: ## Draw every page to PNG files in build/pictures, light and dark
	@QT_QPA_PLATFORM=offscreen "$(PYTHON)" packaging/start.py $(ARGS)

lock: ## Renew requirements.lock from pyproject.toml (needs uv)
	@$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --group dev \
		--python-version 3.11 pyproject.toml --output-file requirements.lock

prepare: ## Make .venv and look after Qt's system libraries, nothing more
	@"$(PYTHON)" packaging/prepare.py

clean: ## Delete what was built and cached; .venv stays
	@rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .benchmarks
	@find . -path ./.venv -prune -o -name __pycache__ -type d -exec rm -rf {} +

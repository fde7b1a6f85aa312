# `make` lists the targets. Python 3.11 or newer and make are all a machine needs.
PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed
LOCKS := requirements/build.txt requirements/dev.txt
PROJECTS := shared/pyproject.toml participants_service/pyproject.toml trainees_service/pyproject.toml
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate $(LOCK_FLAGS)

# Chromium is the system's own: no download, and the same browser for everybody.
CHROMIUM := $(firstword $(wildcard /usr/bin/chromium /usr/bin/chromium-browser \
	/usr/bin/google-chrome) $(shell command -v chromium google-chrome 2>/dev/null))
ifeq ($(CHROMIUM),)
TEST_FLAGS += --ignore=tests/browser
endif

# So is the server in which several processes count their requests together.
REDIS := $(firstword $(shell command -v redis-server 2>/dev/null || command -v valkey-server \
	2>/dev/null))
ifeq ($(REDIS),)
TEST_FLAGS += --ignore=tests/redis
endif

.PHONY: help run reset test check format bench lock

help: ## List the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## */  make \1	/' | expand -t 16

run: $(INSTALLED) ## Start both services with a demo department; Ctrl-C stops everything
	@$(BIN)/python -m deploy.local run

reset: $(INSTALLED) ## Delete the local database, tokens and logs
	@$(BIN)/python -m deploy.local reset

test: $(INSTALLED) ## Run the whole test suite
ifeq ($(CHROMIUM),)
	@echo "No Chromium on this machine: the browser tests in tests/browser are left out."
	@echo "Install the package chromium and run again to include them."
endif
ifeq ($(REDIS),)
	@echo "No Redis server on this machine: the tests in tests/redis are left out."
	@echo "Install the package redis-server and run again to include them."
endif
	@$(BIN)/python -m pytest -n 2 --dist loadfile $(TEST_FLAGS) $(ARGS)

check: $(INSTALLED) ## Read the code: ruff, mypy --strict, import rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(INSTALLED) ## Bring the code into shape
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(INSTALLED) ## Measure against pgbench and an ordinary service; takes some minutes
	@$(BIN)/python -m tests.bench $(ARGS)

lock: ## Pin the dependencies anew (make lock LOCK_FLAGS=--upgrade for newer ones)
	@test -x $(BIN)/uv || { echo "Run make check once: it installs uv into .venv"; exit 1; }
	@$(COMPILE) requirements/build.in -o requirements/build.txt
	@$(COMPILE) shared/pyproject.toml -o requirements/runtime.txt
	@$(COMPILE) shared/pyproject.toml --extra embedded --group pyproject.toml:dev \
		--constraints requirements/build.txt --constraints requirements/runtime.txt -o requirements/dev.txt

# Building backends come first and are pinned like the rest, so that nothing is fetched unpinned.
$(INSTALLED): $(LOCKS) $(PROJECTS)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; name it with make PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || { echo "Creating .venv"; $(PYTHON) -m venv .venv; }
	@echo "Installing the locked dependencies (about a minute, once)"
	@$(PIP_INSTALL) --require-hashes -r requirements/build.txt
	@$(PIP_INSTALL) --require-hashes --no-build-isolation -r requirements/dev.txt
	@$(PIP_INSTALL) --no-deps --no-build-isolation -e shared -e participants_service -e trainees_service
	@touch $@

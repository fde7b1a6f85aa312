# `make` lists the targets. Python 3.11 or newer and make are all a machine needs.
PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed
LOCKS := requirements/build.txt requirements/dev.txt
PROJECTS := shared/pyproject.toml participants_service/pyproject.toml trainees_service/pyproject.toml
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate $(LOCK_FLAGS)

# Some tests drive a program of the system's own: nothing to download, and the same for everybody.
# What is not installed leaves its tests out: $(call drives,TESTS,PACKAGE,PROGRAMS of which one will do).
define drives
ifeq ($$(firstword $$(foreach program,$(3),$$(shell command -v $$(program) 2>/dev/null))),)
TEST_FLAGS += --ignore=$(1)
LEFT_OUT += $(1):$(2)
endif
endef
$(eval $(call drives,tests/browser,chromium,chromium chromium-browser google-chrome))
$(eval $(call drives,tests/redis,redis-server,redis-server valkey-server))
$(eval $(call drives,tests/deploy/gateway,nginx-light,nginx /usr/sbin/nginx))
$(eval $(call drives,tests/deploy/drill/whole,nginx-light,nginx /usr/sbin/nginx))
$(eval $(call drives,tests/deploy/drill/whole,pgbouncer,pgbouncer /usr/sbin/pgbouncer))
$(eval $(call drives,tests/deploy/kubernetes,kubernetes-client,kubectl))
$(eval $(call drives,tests/deploy/monitoring/promtool,prometheus,promtool))
$(eval $(call drives,tests/deploy/monitoring/kubernetes,prometheus,promtool))
$(eval $(call drives,tests/deploy/monitoring/kubernetes,kubernetes-client,kubectl))
# What goes through PgBouncer on every change; `make pooled POOLED=tests` takes all of it.
POOLED ?= tests/shared/auth tests/shared/changes tests/shared/database tests/shared/views \
	tests/participants/services tests/trainees/services/test_trn_allocation.py \
	tests/trainees/handlers/test_simultaneous_changes.py tests/trainees/test_command_line.py
say_left_out = echo "Left out: $(firstword $(subst :, ,$(1))). Install the package $(lastword $(subst :, ,$(1))) to run these tests too.";

.PHONY: help run reset test pooled check format bench drill lock

help: ## List the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## */  make \1	/' | expand -t 16

run: $(INSTALLED) ## Start both services with a demo department; Ctrl-C stops everything
	@$(BIN)/python -m deploy.local run

reset: $(INSTALLED) ## Delete the local database, tokens and logs
	@$(BIN)/python -m deploy.local reset

test: $(INSTALLED) ## Run the whole test suite
	@$(foreach each,$(LEFT_OUT),$(call say_left_out,$(each)))
	@$(BIN)/python -m pytest -n 2 --dist loadfile $(TEST_FLAGS) $(ARGS)

pooled: $(INSTALLED) ## Run tests through PgBouncer, as services are deployed; POOLED=tests for all
	@if command -v pgbouncer >/dev/null || test -x /usr/sbin/pgbouncer; then \
		$(BIN)/python -m pytest -n 2 --dist loadfile --through-pgbouncer $(TEST_FLAGS) $(POOLED) $(ARGS); \
	else \
		echo "Left out: tests through PgBouncer. Install the package pgbouncer to run these tests too."; \
	fi

check: $(INSTALLED) ## Read the code: ruff, mypy --strict, import rules, hadolint
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/hadolint deploy/images/*.Dockerfile

format: $(INSTALLED) ## Bring the code into shape
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(INSTALLED) ## Measure against pgbench and an ordinary service; takes some minutes
	@$(BIN)/python -m tests.bench $(ARGS)

drill: $(INSTALLED) ## Replace, kill and fail over everything while clients watch (nginx, PgBouncer)
	@$(BIN)/python -m deploy.drill $(ARGS)

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

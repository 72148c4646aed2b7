# Everything needs only python3 (3.11 or newer) and make; each target does what it depends on first.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
BIN := .venv/bin
DONE := .venv/done
CATALOGUES := $(wildcard src/zhuchao/web/locale/*/LC_MESSAGES/django.po)
PYTEST := $(BIN)/pytest --numprocesses 2 --dist worksteal --durations 10 --durations-min 2
# What shows the same on either database runs on SQLite only.
NO_DATABASE := rules text roads scripts browser

export HOST PORT
# uv reads no pip configuration: hand it the mirror the user chose for pip, if any.
mirror = $(or $(PIP_INDEX_URL),$(shell $(BIN)/pip config get global.index-url 2>/dev/null))
with_mirror = $(if $(UV_DEFAULT_INDEX),,$(if $(mirror),UV_DEFAULT_INDEX=$(mirror)))
fast = VIRTUAL_ENV=.venv $(with_mirror) $(BIN)/uv pip install --quiet
plain = $(BIN)/pip install --quiet
install = $(fast) $(1) || $(plain) $(1)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run setup test check bench lock messages clean

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

run: setup ## Set up, load the demo on first start and serve (HOST, PORT)
	@exec $(BIN)/zhuchao up

setup: $(DONE)/runtime $(DONE)/assets $(CATALOGUES:.po=.mo) ## Make .venv/bin/zhuchao work

test: check ## All checks, then the tests on SQLite and on PostgreSQL
	env -u ZHUCHAO_DATABASE_URL $(PYTEST)
	$(BIN)/python scripts/with_postgres.py $(PYTEST) -m 'not one_database' tests $(addprefix --ignore tests/,$(NO_DATABASE))

check: export ZHUCHAO_HOME := $(CURDIR)/.venv/check-home
check: setup $(DONE)/dev ## Lint, types, layers, migrations, templates, translations
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/django-admin makemigrations --check --dry-run --settings zhuchao.web.settings
	$(BIN)/djlint src --lint --quiet
	$(BIN)/python scripts/messages.py check

bench: setup $(DONE)/dev ## Measure statements and CPU per page at 100,000 matters, on both databases
	$(BIN)/python -m bench

messages: setup $(DONE)/dev ## Add new Chinese texts to the English catalogue, to be translated there
	$(BIN)/python scripts/messages.py update

lock: $(DONE)/dev ## Resolve pyproject.toml and package.json into the committed pins (UPGRADE=1: newest)
	scripts/lock $(if $(UPGRADE),--upgrade)

clean: ## Remove all that can be made again; never touches the data in ./var
	rm -rf .venv node_modules src/zhuchao/web/static/vendor dist .*_cache .hypothesis
	find src -name '*.mo' -delete
	find src tests scripts bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

# What is done leaves a stamp; a changed list of requirements makes it stale.
$(DONE)/build: requirements-build.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, for instance: make PYTHON=python3.12")'
	@echo "Making .venv with the build tools (Node is the large one)"
	@$(PYTHON) -m venv .venv
	@$(plain) --require-hashes --requirement $<
	@mkdir -p $(@D) && touch $@

$(DONE)/runtime: requirements.txt pyproject.toml $(DONE)/build
	@echo "Installing what the program needs"
	@$(call install,--require-hashes --requirement $<)
	@$(call install,--no-deps --no-build-isolation --editable .)
	@touch $@

$(DONE)/dev: requirements-dev.txt $(DONE)/runtime
	@echo "Installing what the checks and tests need"
	@$(call install,--require-hashes --requirement $<)
	@touch $@

$(DONE)/assets: package-lock.json scripts/assets $(DONE)/build
	@echo "Fetching the map for the browser"
	@scripts/assets && touch $@ || echo "No map in the browser: its script could not be fetched, see .venv/assets.log (the rest works)"

%.mo: %.po $(DONE)/build
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

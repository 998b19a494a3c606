# Everything a person does with the project, one word each. `make` alone lists the words.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
.NOTPARALLEL:

PYTHON ?= python3
export PYTHON

BIN := .venv/bin
CODE := generator tests benchmarks
# One file's tests stay together, so that what a file builds once is built once.
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile -rsf

.PHONY: help
help: ## list these words
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: site
site: venv ## check all data, build build/site, say where it lies
	$(BIN)/gebietsatlas build

.PHONY: publication
publication: venv ## the site as it is published: with all reports as PDF
	$(BIN)/gebietsatlas build --reports

.PHONY: serve
serve: venv ## look at the built site in a browser
	$(BIN)/gebietsatlas serve

.PHONY: validate
validate: venv ## check all data, build nothing
	$(BIN)/gebietsatlas validate

.PHONY: check
check: format lint types fast-tests ## inner loop, about three minutes: format, lint, types, fast tests

.PHONY: test
test: dev-venv chromium poppler vnu format lint types site reproducible all-tests ## everything a change must pass

.PHONY: format
format: dev-venv ## is the code formatted? (make fix formats it)
	$(BIN)/ruff format --check $(CODE)

.PHONY: lint
lint: dev-venv ## look for mistakes in the code
	$(BIN)/ruff check $(CODE)

.PHONY: types
types: dev-venv ## mypy, strict
	$(BIN)/mypy

.PHONY: fast-tests
fast-tests: dev-venv ## tests that need no whole site and no browser
	$(PYTEST) -m 'not slow and not browser and not zensical and not office'

.PHONY: all-tests
all-tests: dev-venv ## all tests, with browser and Zensical
	$(PYTEST) -m 'not office'

.PHONY: test-office
test-office: dev-venv ## templates and replies through LibreOffice; installs it where it may
	soffice=$$(scripts/ensure_libreoffice.sh) && SOFFICE=$$soffice $(PYTEST) -m office tests/test_office.py

.PHONY: fix
fix: dev-venv ## format the code and mend what ruff can mend
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix $(CODE)

.PHONY: reproducible
reproducible: venv ## build twice under different conditions, compare every byte
	scripts/reproducible.sh

.PHONY: lighthouse
lighthouse: dev-venv chromium ## Lighthouse over every kind of page of the built site; needs Node.js with npm
	CHROMIUM=$$(scripts/ensure_chromium.sh) $(BIN)/python benchmarks/lighthouse.py

.PHONY: screenshots
screenshots: dev-venv chromium site ## every kind of page on phone and desk into build/screenshots
	CHROMIUM=$$(scripts/ensure_chromium.sh) $(BIN)/python scripts/screenshots.py

.PHONY: bench
bench: venv ## how long build and validation take, compared with bare mkdocs and frictionless
	$(BIN)/python benchmarks/bench_site.py
	$(BIN)/python benchmarks/bench_validation.py

.PHONY: bench-city
bench-city: venv ## how long a city of 2 000 districts takes; many minutes
	$(BIN)/python benchmarks/bench_city.py

.PHONY: lock
lock: ## lock requirements anew (UPGRADE=1: newest versions); needs the network
	scripts/lock.sh

.PHONY: clean
clean: ## remove what was built; the environment stays
	rm -rf build .mypy_cache .pytest_cache .ruff_cache .hypothesis .cache

.PHONY: venv dev-venv chromium poppler vnu
venv:
	@scripts/prepare_venv.sh site
dev-venv:
	@scripts/prepare_venv.sh dev
chromium:
	@scripts/ensure_chromium.sh
poppler:
	@scripts/ensure_poppler.sh
vnu:
	@scripts/ensure_vnu.sh >/dev/null

# Two commands do all the set-up: `make run` and `make test`. `make help` lists the rest.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
COMPILE := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

.PHONY: help run test contract demo-zalo bench-zalo lint types layers faults eval eval-final gate bench twins load calibrate pictures lock chromium clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Cần Python 3.11 trở lên (Python >= 3.11 is needed): make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv .venv || sh .ci/install-venv "$(PYTHON)"

.venv/run-ready: requirements.lock pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/dev-ready: requirements-dev.lock pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@ .venv/run-ready

run: .venv/run-ready ## start the bot with the web page (SQLite, no token needed)
	@$(BIN)/python -m bot run

test: .venv/dev-ready chromium lint types layers ## everything CI checks: lint, types, layers, all tests
	$(BIN)/python -m pytest -n 2 --dist loadgroup

pictures: .venv/dev-ready chromium ## take the pictures of docs/images anew, as the browser tests play them
	HOIDAP_WRITE_SCREENSHOTS=1 $(BIN)/python -m pytest tests/e2e/test_screenshots.py

contract: .venv/dev-ready ## what every channel does, and every pair of channel and staff room, as a table
	@$(BIN)/python -m pytest -n 2 tests/contract

demo-zalo: .venv/dev-ready ## the bot between fake platforms: asked on Zalo, answered in Telegram; prints the talk, ends by itself
	@$(BIN)/python -m tests.demo.zalo

bench-zalo: .venv/dev-ready ## what the Zalo webhooks stand: pace, flipped bits, repeats, malformed bodies
	@$(BIN)/python -m tests.bench.zalo

lint: .venv/dev-ready ## ruff: style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev-ready ## mypy, strict
	$(BIN)/mypy

layers: .venv/dev-ready ## bot → handlers → knowledge, never back
	$(BIN)/lint-imports

faults: .venv/dev-ready ## the long form of the fault tests: 200 times kill -9, 200 random histories
	HOIDAP_TEST_KILLS=200 HOIDAP_TEST_HISTORIES=200 $(BIN)/python -m pytest tests/faults -s --timeout 3600

.venv-bench/ready: requirements-bench.lock | .venv/bin/python
	$(BIN)/python -m venv .venv-bench
	.venv-bench/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@touch $@

eval: .venv/run-ready ## the exam: how well questions are read, with every miss
	@$(BIN)/python -m tests.bench.evaluate

eval-final: .venv/run-ready ## the totals on the final questions, which nobody tunes on
	@$(BIN)/python -m tests.bench.evaluate --file tests/bench/questions/final.yaml --brief

gate: .venv/run-ready ## write down today's figures as the ones that CI lets nobody fall below
	@$(BIN)/python -m tests.bench.gate $(LOWER)

bench: .venv-bench/ready ## speed, growth, memory and hostile texts, next to other matchers
	@.venv-bench/bin/python -m tests.bench.speed

twins: .venv/run-ready ## every phrase of a twin, damaged in every way: none may be answered with the other (SEED=1: other typos)
	@$(BIN)/python -m tests.bench.twins --seed $(or $(SEED),0)

load: .venv/run-ready ## how long each of 200 residents waits who write at the same moment (LOAD="--residents 50")
	@$(BIN)/python -m tests.bench.load $(LOAD)

calibrate: .venv/run-ready ## fit the confidence and the cut-offs to the questions (CHECK=--check: only compare)
	@$(BIN)/python -m tests.bench.calibrate $(CHECK)

lock: .venv/dev-ready ## write the lock files anew (needs a package index)
	$(COMPILE) pyproject.toml -o requirements.lock
	$(COMPILE) --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	$(COMPILE) --extra bench -c requirements.lock pyproject.toml -o requirements-bench.lock

chromium: ## Debian's Chromium for the browser tests, installed where that is allowed
	@sh .ci/install-chromium

clean: ## remove the environment and caches (never data/)
	rm -rf .venv .venv-bench .mypy_cache .ruff_cache .pytest_cache .import_linter_cache dist

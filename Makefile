SHELL := /bin/bash
PY := .venv/bin/python
export RASA_TELEMETRY_ENABLED := false
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export TF_CPP_MIN_LOG_LEVEL := 3

.DEFAULT_GOAL := help
.PHONY: help install run test policy-coverage unit lint types format train nlu-report bench bench-decide mutation soak-import soak-telegram seed reset validate

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

install: ## get uv and the locked environment (every other command does it by itself)
	@scripts/install

run: install ## start everything with the demo portfolio on http://127.0.0.1:8080
	@EVENKEEL_DEMO=$${EVENKEEL_DEMO-1} $(PY) -m bot run

test: install lint types ## run every test, browser and PostgreSQL included
	@scripts/install-test-tools
	@$(PY) -m bot train
	@# Separate runs: the browser's driver keeps an event loop that other tests must not meet, and only the policy is measured
	@# (policy-coverage), which makes its tests slower.
	@$(MAKE) --no-print-directory policy-coverage
	@$(PY) -m pytest -q -n 2 --dist loadgroup -m "not browser" --ignore tests/relief/policy
	@$(PY) -m pytest -q -n 2 --dist loadgroup -m browser

unit: install ## run the quick tests only (no Rasa, no processes, no browser)
	@$(PY) -m pytest -q -m "not rasa and not system and not browser and not postgres"

policy-coverage: install ## every branch of relief/policy, by its own tests; fails below 100 %
	@$(PY) -m pytest -q tests/relief/policy tests/relief/test_simulate.py --cov=relief.policy --cov-branch \
		--cov-report=term-missing:skip-covered --cov-fail-under=100

lint: install ## ruff
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .

types: install ## mypy --strict on relief/ and words/
	@$(PY) -m mypy

format: install ## put the code into shape
	@$(PY) -m ruff check --fix -q .
	@$(PY) -m ruff format -q .

train: install ## train the model if its data has changed
	@$(PY) -m bot train

validate: install ## let Rasa look for contradictions in its data
	@$(PY) -m rasa data validate

nlu-report: install train ## how well are held-out sentences understood? (HTML and text in results/)
	@$(PY) -m bot.nlu.report

bench: install ## benchmarks: turns, decisions, understanding (long)
	@$(PY) -m benchmarks.turns

mutation: install ## change the arithmetic on purpose: do the tests notice? (30 minutes at most)
	@$(PY) -m benchmarks.mutation

soak-import: install ## import a million rows within 300 MiB
	@$(PY) -m benchmarks.import_rows

soak-telegram: install ## 200 chats, 5 % errors, the gateway killed twice (about five minutes)
	@$(PY) -m benchmarks.telegram_soak

bench-decide: install ## decisions a second over the 2,000-borrower demo
	@$(PY) -m benchmarks.decide

seed: install ## make the demo portfolio (nothing happens where it is already)
	@EVENKEEL_DEMO=1 $(PY) -m bot database seed

reset: install ## bring the demo portfolio back to its first day
	@EVENKEEL_DEMO=1 $(PY) -m bot database reset --yes

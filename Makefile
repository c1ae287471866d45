# The front door. `make help` tells what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help run test check format bench clients lighthouse lock clean

help: ## Tell what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# Each stamp is named after the lock it was made from, so that a new lock is installed by itself.
RUN_STAMP := $(VENV)/.run-$(shell cksum < requirements.lock | cut -d' ' -f1)
DEV_STAMP := $(VENV)/.dev-$(shell cat requirements-dev.lock setup.cfg | cksum | cut -d' ' -f1)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Cần Python 3.11 trở lên; máy này có: $$($(PYTHON) --version). Ví dụ: make run PYTHON=python3.12"; exit 1; }
	@echo "Đang tạo môi trường $(VENV) …"
	@$(PYTHON) -m venv $(VENV)

$(RUN_STAMP): $(VENV)/bin/python
	@echo "Đang cài các thư viện theo requirements.lock …"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV_STAMP): $(RUN_STAMP)
	@echo "Đang cài công cụ kiểm thử theo requirements-dev.lock …"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

run: $(RUN_STAMP) ## Prepare database, content, index and a demo committee, then serve on 127.0.0.1:8000
	@$(BIN)/handbook serve --prepare --demo

test: $(DEV_STAMP) ## Run the whole suite (SQLite; and PostgreSQL where it is installed)
	@$(BIN)/python -m pytest -n 2

check: $(DEV_STAMP) ## Format, lint, types, arrows, sizes
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest tests/architecture

format: $(DEV_STAMP) ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(DEV_STAMP) ## Measure: import, index, search, HTTP (some minutes)
	@$(BIN)/python -m tests.bench

clients: $(DEV_STAMP) ## Generate clients from /openapi.json; the Python one signs in, syncs, answers (needs Java)
	@$(PIP) install openapi-generator-cli==7.26.0 urllib3 python-dateutil typing-extensions
	@$(BIN)/python -m tests.clients

lighthouse: $(DEV_STAMP) ## What Lighthouse says of the public pages (needs Node and Chromium); PAPERS="a.pdf b.pdf"
	@$(BIN)/python -m tests.lighthouse $(PAPERS)

lock: $(DEV_STAMP) ## Make both locks anew from setup.cfg
	$(BIN)/uv pip compile --quiet setup.cfg --extra pg --extra push --extra build --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements.lock
	$(BIN)/uv pip compile --quiet setup.cfg --extra pg --extra push --extra build --extra dev --constraint requirements.lock --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements-dev.lock

clean: ## Remove the environment and everything made at run time
	rm -rf $(VENV) var build *.egg-info

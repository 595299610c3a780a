# Tocsin: `make` prints the targets.
.DEFAULT_GOAL := help
SHELL := /bin/bash
UV := .tools/bin/uv
RUN := .venv/bin
BAR := python3 tools/bar.py
export UV_PROJECT_ENVIRONMENT := .venv
export UV_NO_PROGRESS := 1
export PYTHONDONTWRITEBYTECODE :=
# A company's own authority is known to the system, not to what pip and uv carry with them.
CERTIFICATES := $(wildcard /etc/ssl/certs/ca-certificates.crt)
ifdef CERTIFICATES
export SSL_CERT_FILE ?= $(CERTIFICATES)
export PIP_CERT ?= $(CERTIFICATES)
endif

.PHONY: help demo run test rewritten-tests laws kills fuzz check format bench messages map reference clean

help:  ## Print the targets
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: .venv/ready  ## Watch a simulated company's mails become explained, owned incidents (http://127.0.0.1:8080)
	@$(RUN)/tocsin demo $(DEMO)

run: .venv/ready  ## Run Tocsin on its embedded database (http://127.0.0.1:8080)
	@$(RUN)/tocsin up

# Four processes on two cores: half of the tests wait for servers and browsers.
test: .venv/ready  ## Everything that CI runs: lint, types, contracts, and all tests on real servers
	@$(MAKE) --no-print-directory -j2 check rewritten-tests
	@tools/test-needs
	$(RUN)/pytest -q -n 4 --dist loadfile --no-loadscope-reorder

# Pytest rewrites each assertion: here once, and not in each of the four processes.
rewritten-tests: .venv/ready
	@$(RUN)/pytest -qq --collect-only >/dev/null

check: .venv/ready  ## Lint, formatting, types, import contracts
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/lint-imports

format: .venv/ready  ## Put the code in order
	$(RUN)/ruff check --fix .
	$(RUN)/ruff format .

laws: .venv/ready  ## Play 10,000 random estates: neither cut nor order changes which alarms are one incident
	ESTATES=10000 $(RUN)/pytest -q tests/core/correlation/test_cut_and_order.py

kills: .venv/ready  ## Kill -9 1,000 processes of a running Tocsin: nothing accepted is lost or doubled (an hour)
	KILLS=1000 $(RUN)/pytest -q tests/stories/test_kill_nine.py

fuzz: .venv/ready  ## Ask the whole served API in thousands of ways (schemathesis, half an hour)
	EXAMPLES=500 FUZZ_SECONDS=900 $(RUN)/pytest -q tests/stories/test_served_api.py

bench: .venv/ready  ## Measure the published figures (bench/README.md); writes build/bench.json
	$(RUN)/python -m bench

messages: .venv/ready  ## Collect and compile the translations of the pages
	$(RUN)/python tools/messages.py

map: .venv/ready  ## Write docs/map.md from the modules' first lines
	$(RUN)/python tools/map.py

reference: .venv/ready  ## Write docs/reference from the types of the company's files
	$(RUN)/python tools/reference.py

clean:  ## Remove what the targets made here (not your data: see TOCSIN_DATA)
	rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build

.tools/ready:
	@command -v python3 >/dev/null || { echo "Tocsin needs python3 (3.11 or later): apt-get install python3-venv"; exit 1; }
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Tocsin needs Python 3.11 or later; this is $$(python3 -V)"; exit 1; }
	@python3 -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv is missing: apt-get install python3-venv"; exit 1; }
	@$(BAR) "Preparing the virtual environment (1 of 3)" -- python3 -m venv .tools
	@$(BAR) "Fetching what installs the rest (2 of 3)" -- .tools/bin/pip -q --disable-pip-version-check install 'uv>=0.8,<1'
	@touch $@

.venv/ready: .tools/ready pyproject.toml uv.lock
	@$(BAR) "Installing the dependencies (3 of 3)" --files '.venv/lib/python3*/site-packages/*.dist-info' \
		"$$(grep -c '^name = ' uv.lock)" -- $(UV) sync -q --frozen --compile-bytecode --python "$$(command -v python3)"
	@$(RUN)/python -m compileall -q src/tocsin
	@touch $@

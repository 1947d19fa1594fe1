# make demo · make test · make check · make bench · make golden · make clean
#
# Everything that is made goes to build/ and .venv*/. Needs python3 and python3-venv; `make test` also a few
# Debian packages, which it installs where it may.

PYTHON ?= python3
VENV ?= .venv
JUDGE ?= .venv-judge

# make test PINS=requirements/numpy1.txt VENV=.venv-numpy1 WITHOUT_JUDGE=1
#   other versions of the libraries, and only the tests that need no official rerun
PINS ?=
WITHOUT_JUDGE ?=
PYTEST ?=

# make bench SCALE=0.05   small inputs: quick, but start-up weighs more than it should
SCALE ?= 1
BENCHES ?= convert log footprint live decode encode memory db3

DEBIAN := chromium mesa-vulkan-drivers
PY := $(VENV)/bin/python
PIP := -m pip install --quiet --disable-pip-version-check
SOURCES := $(shell find rerun_bridge -name '*.py')
GENERATOR := $(shell find demo -name '*.py')

export OPENBLAS_NUM_THREADS ?= 1

.PHONY: demo test check bench golden clean debian
.DELETE_ON_ERROR:

# ------------------------------------------------------------------------------------------ demo

demo: build/demo/robot.rrd
	@echo
	@echo 'A robot drives a figure-eight: build/demo/robot.mcap became build/demo/robot.rrd.'
	@echo 'Look at it in the official viewer:'
	@echo
	@echo '    pip install rerun-sdk && rerun build/demo/robot.rrd'
	@echo

build/demo/robot.mcap: $(VENV)/.demo $(GENERATOR)
	$(PY) -m demo.robot_bag $@

build/demo/robot.rrd: build/demo/robot.mcap $(SOURCES)
	$(VENV)/bin/rerun-bridge convert $< -o $@

# ---------------------------------------------------------------------------------- test, check

test: $(VENV)/.test $(if $(WITHOUT_JUDGE),,$(JUDGE)/.made debian)
	$(PY) -m pytest $(if $(WITHOUT_JUDGE),-m 'not judge') $(PYTEST)

check: $(VENV)/.test $(VENV)/.check
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m pytest -q test/test_structure.py test/test_packaging.py

golden: $(VENV)/.test
	$(PY) -m test.support.golden

# ----------------------------------------------------------------------------------------- bench

bench: $(VENV)/.demo $(JUDGE)/.made
	@for name in $(BENCHES); do \
	  echo; echo "== bench/$$name.py, scale $(SCALE)"; \
	  $(PY) -m bench.$$name --scale $(SCALE) || exit 1; \
	done

# ---------------------------------------------------------------------------------------- places

$(VENV)/.made:
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo 'Python has no venv here; on Debian and Ubuntu: sudo apt install python3-venv' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.demo: $(VENV)/.made setup.py setup.cfg requirements/demo.txt $(PINS)
	$(PY) $(PIP) --editable . --config-settings editable_mode=compat --requirement requirements/demo.txt $(addprefix --requirement ,$(PINS))
	@touch $@

$(VENV)/.test: $(VENV)/.demo requirements/test.txt
	$(PY) $(PIP) --requirement requirements/test.txt $(addprefix --requirement ,$(PINS))
	@touch $@

$(VENV)/.check: $(VENV)/.made requirements/check.txt
	$(PY) $(PIP) --requirement requirements/check.txt
	@touch $@

$(JUDGE)/.made: requirements/judge.txt requirements/viewer.txt
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo 'Python has no venv here; on Debian and Ubuntu: sudo apt install python3-venv' >&2; exit 1; }
	$(PYTHON) -m venv $(JUDGE)
	$(JUDGE)/bin/python $(PIP) --requirement requirements/judge.txt
	$(JUDGE)/bin/python $(PIP) --no-deps --requirement requirements/viewer.txt
	@touch $@

# The viewer draws with Vulkan (in software where there is no graphics card), its web page in Chromium.
debian:
	@missing=$$(for p in $(DEBIAN); do dpkg -s $$p >/dev/null 2>&1 || echo $$p; done); \
	[ -z "$$missing" ] && exit 0; \
	if ! command -v apt-get >/dev/null; then echo "The tests also need:" $$missing >&2; exit 0; fi; \
	if [ "$$(id -u)" = 0 ]; then sudo=; \
	elif sudo -n true 2>/dev/null; then sudo=sudo; \
	else echo "The tests also need: sudo apt install" $$missing >&2; exit 0; fi; \
	echo "apt-get install" $$missing; \
	$$sudo apt-get update -qq; \
	DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq --no-install-recommends $$missing >/dev/null

clean:
	rm -rf build .venv .venv-* .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

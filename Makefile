# What can be done here. `make run` is all that a reader needs; `make test` is what CI runs.

PORT ?= 8501
PYTHON ?= python3
# A virtual environment's own commands name their interpreter by path, and fail where the path has a space: tools
# are called as modules of this Python.
VENV_PYTHON := .venv/bin/python

DEMONSTRATION := build/demonstration-$(shell date +%Y-%m-%d).duckdb

.DEFAULT_GOAL := run
.PHONY: run demo test check bench audit clean

run:
	@$(call installed,requirements.txt)
	@$(VENV_PYTHON) -m dashboard.port '$(PORT)'
	@$(VENV_PYTHON) -m metrics load
	@exec $(VENV_PYTHON) -m streamlit run dashboard/app.py --server.port '$(PORT)'

# A fictional district, in a data file of its own: made anew each day, since its reports reach up to the present one.
demo:
	@$(call installed,requirements.txt)
	@$(VENV_PYTHON) -m dashboard.port '$(PORT)'
	@test -e '$(DEMONSTRATION)' || $(VENV_PYTHON) -m metrics demo --to '$(DEMONSTRATION)'
	@YARDSTICK_DB='$(DEMONSTRATION)' exec $(VENV_PYTHON) -m streamlit run dashboard/app.py --server.port '$(PORT)'

test:
	@$(call installed,requirements.txt requirements-dev.txt)
	@$(MAKE) --no-print-directory check

check:
	$(VENV_PYTHON) -m ruff format --check .
	$(VENV_PYTHON) -m ruff check .
	$(VENV_PYTHON) -m mypy
	$(VENV_PYTHON) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'
	$(VENV_PYTHON) -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

bench:
	@$(call installed,requirements.txt requirements-dev.txt)
	$(VENV_PYTHON) -m tests.bench.scale
	$(VENV_PYTHON) -m tests.bench.page
	$(VENV_PYTHON) -m tests.bench.page 12
	$(VENV_PYTHON) -m tests.bench.sessions
	$(VENV_PYTHON) -m tests.bench.command
	$(VENV_PYTHON) -m tests.bench.file
	$(VENV_PYTHON) -m tests.bench.snapshot

# In an environment of its own, so that what audits is not among what is audited.
audit:
	@test -x build/audit/bin/python || $(PYTHON) -m venv build/audit
	@build/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit==2.10.1
	build/audit/bin/python -m pip_audit --strict --requirement requirements.txt

clean:
	rm -rf .venv build .*_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# $(call installed,FILES): .venv works, was made in this folder, and holds what the files ask for. Each is kept beside
# it as it was when installed, so that the next time costs one comparison. To compile all that is installed takes as long
# as to install it: each module is, when it is first imported.
define installed
set -e; changed=; \
if [ -L .venv ]; then \
	echo '.venv is a link to another folder, which would be emptied: remove the link, and run make again.' >&2; exit 1; \
fi; \
if [ "$$(cat .venv/made-in 2>/dev/null)" != "$$(pwd -P)" ] || ! $(VENV_PYTHON) -c 'import pip' 2>/dev/null; then \
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo 'Python 3.11 or newer is needed: install it with "apt-get install python3 python3-venv" as root.' >&2; exit 1; }; \
	$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo 'Python lacks its venv module: install it with "apt-get install python3-venv" as root.' >&2; exit 1; }; \
	$(PYTHON) -m venv --clear .venv; \
	pwd -P > .venv/made-in; \
fi; \
for file in $(1); do cmp -s "$$file" ".venv/$$file.installed" || changed=yes; done; \
if [ -n "$$changed" ]; then \
	echo 'Installing $(lastword $(1)) into .venv, once.'; \
	$(VENV_PYTHON) -m pip install --quiet --disable-pip-version-check --no-compile $(addprefix --requirement ,$(1)); \
	for file in $(1); do cp "$$file" ".venv/$$file.installed"; done; \
fi
endef

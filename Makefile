# make run    the whole portal on this machine, at http://127.0.0.1:8000/ (HOST, PORT)
# make test   everything a change must pass
# Needed beforehand: git, make, Python 3.11 or newer.

PYTHON ?= $(firstword $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p; done))
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-deps --require-hashes
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links
APP_CODE := accounts assignments cells common emulation feedback hoavang_portal manage.py tests

.PHONY: setup run test check fix messages bench lock
.DEFAULT_GOAL := run
.DELETE_ON_ERROR:

run: $(BIN)/tryout-installed
	@exec $(BIN)/python -m hoavang_portal.tryout

setup: $(BIN)/dev-installed

test: $(BIN)/dev-installed
	@.ci/debian-packages chromium gettext
	@$(BIN)/python tests/stages.py

check: $(BIN)/dev-installed
	@$(BIN)/python tests/stages.py check

fix: $(BIN)/dev-installed
	$(BIN)/ruff check --fix $(APP_CODE)
	$(BIN)/ruff format $(APP_CODE)
	$(BIN)/djlint --reformat --quiet templates

# The English catalogue follows the source; translate what it reports, then run this again.
messages: $(BIN)/dev-installed
	@.ci/debian-packages gettext
	$(BIN)/python manage.py makemessages --locale en --no-obsolete --no-wrap --add-location file \
		--ignore bench --ignore tests --ignore var --ignore node_modules
	$(BIN)/python manage.py compilemessages --locale en --locale vi --ignore .venv
	@msgfmt --statistics --output-file /dev/null locale/en/LC_MESSAGES/django.po

bench: $(BIN)/dev-installed
	@$(BIN)/python -m bench

# Newest versions within the pins of requirements*.txt.
lock: $(BIN)/dev-installed
	$(COMPILE) requirements.txt requirements-tryout.txt requirements-dev.txt -o requirements/dev.lock
	$(COMPILE) requirements.txt requirements-tryout.txt -c requirements/dev.lock -o requirements/tryout.lock
	$(COMPILE) requirements.txt -c requirements/dev.lock -o requirements/runtime.lock

$(BIN)/python:
	@.ci/make-venv "$(PYTHON)" .venv

$(BIN)/tryout-installed: requirements/tryout.lock | $(BIN)/python
	@echo "Installing the pinned packages into .venv …"
	@$(PIP) -r $<
	@touch $@

$(BIN)/dev-installed: requirements/dev.lock | $(BIN)/python
	@echo "Installing the pinned packages and tools into .venv …"
	@$(PIP) -r $<
	@touch $@ $(BIN)/tryout-installed

# Two commands for everyone: `make run` and `make test`. The rest is for those who change the code.

.PHONY: run test check format lock

run:
	@./setup.sh run
	@.venv/bin/coach serve

test:
	@./setup.sh test
	@.venv/bin/python -m pytest

check:
	@./setup.sh test
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports

format:
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

lock:
	requirements/lock.sh

"""Commands and options, and which function runs each."""

import argparse
from importlib import import_module
from typing import Protocol

from coach import __version__

CHECKS = ("goal", "feedback", "turn", "email", "dates", "safety")


class Command(Protocol):
    """What runs a command: takes the parsed options, returns the exit code."""

    def __call__(self, options: argparse.Namespace) -> int:
        """Run it."""


def _run(place: str) -> Command:
    """Return a command that imports its module when it is run: ``module:function``."""

    def run(options: argparse.Namespace) -> int:
        module, name = place.split(":")
        code: int = getattr(import_module(f"coach.cli.{module}"), name)(options)
        return code

    return run


def _common() -> argparse.ArgumentParser:
    """Return the options every command takes: made anew for each place, which has defaults of its own."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--data-dir", metavar="DIR", help="where conversations and documents are kept")
    common.add_argument("--lang", choices=("sv", "en", "auto"), help="the language to answer in")
    common.add_argument("--writer", choices=("auto", "guided", "model"), help="who words the drafts")
    common.add_argument("--model", metavar="FILE", help="a GGUF file for the model writer")
    common.add_argument("--server", metavar="URL", help="a model server for the model writer")
    common.add_argument("--server-model", metavar="NAME", help="which of its models")
    common.add_argument("--yes", action="store_true", help="answer yes to what would be asked")
    common.add_argument("--today", metavar="YYYY-MM-DD", help="the day to resolve dates against")
    common.add_argument("--json", action="store_true", help="one JSON document on standard output")
    common.add_argument("--debug", action="store_true", help="show tracebacks")
    return common


def parser() -> argparse.ArgumentParser:
    """Return the whole command line."""
    top = argparse.ArgumentParser(
        prog="coach",
        parents=[_common()],
        description="A coach for performance and career conversations, on your own machine.",
        epilog="Without a command the page opens in your browser.",
    )
    top.add_argument("--version", action="version", version=f"coach {__version__}")
    top.set_defaults(
        run=_run("serve:serve"), data_dir=None, lang=None, writer=None, model=None, server=None,
        server_model=None, today=None, yes=False, json=False, debug=False, port=None, no_browser=False,
    )  # fmt: skip
    common = _common()
    commands = top.add_subparsers(title="commands", metavar="COMMAND")

    def add(name: str, place: str, help: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, parents=[common], help=help, description=help)
        made.set_defaults(run=_run(place))
        return made

    serve = add("serve", "serve:serve", "start the page on 127.0.0.1")
    serve.add_argument("--port", metavar="N", default=argparse.SUPPRESS, help="0 takes a free one")
    serve.add_argument(
        "--no-browser", action="store_true", default=argparse.SUPPRESS, help="don't open a browser"
    )
    _coaching(add)
    _checks(add)
    _shelf(add)
    _house(add)
    return top


class _Add(Protocol):
    def __call__(self, name: str, place: str, help: str) -> argparse.ArgumentParser: ...


def _coaching(add: _Add) -> None:
    goal = add("goal", "coaching:goal", "turn a vague wish into a SMART goal")
    goal.add_argument("text", nargs="?", help="the wish; standard input when left out")
    _talk(goal)
    for name, about in (
        ("feedback", "turn raw notes into feedback that can be heard"),
        ("received", "sort feedback you got, and answer it calmly"),
    ):
        made = add(name, f"coaching:{name}", about)
        made.add_argument("text", nargs="?", help="standard input when left out")
        _talk(made)
    email = add("email", "coaching:email", "turn meeting notes into a follow-up email")
    email.add_argument("--notes", metavar="TEXT", help="standard input when left out")
    email.add_argument("--kind", choices=("thanks", "recap", "clarify"), help="what it is for")
    _talk(email)
    email.add_argument("--eml", metavar="FILE", help="write the draft as a message your mail program opens")
    email.add_argument("--ics", metavar="FILE", help="write the dated actions as a calendar file")
    prepare = add("prepare", "coaching:prepare", "prepare a review: agenda, questions, checklist")
    prepare.add_argument("text", nargs="?", help="what is ahead; standard input when left out")
    prepare.add_argument("--role", choices=("employee", "manager"), help="yours in the talk")
    _talk(prepare)
    prepare.add_argument("--docx", metavar="FILE", help="write the preparation as a document")
    _rehearsal(add)
    plan = add("plan", "plan:plan", "make a plan: vision, goals, dated steps, check-ins; and follow it up")
    plan.add_argument(
        "text", nargs="?", help="a wish, a goal or an agreed list; standard input when left out"
    )
    _talk(plan)
    plan.add_argument("--docx", metavar="FILE", help="write the plan as a document with its timeline")
    plan.add_argument("--ics", metavar="FILE", help="write the dated steps and check-ins as a calendar file")
    plan.add_argument("--png", metavar="FILE", help="write the timeline as a picture")
    _competence(add)
    ask = add("ask", "coaching:ask", "ask the guides; answers are quoted")
    ask.add_argument("question", nargs="?", help="standard input when left out")
    ask.add_argument("--jsonl", action="store_true", help="one JSON object a line in and out")
    ask.add_argument("--strict", action="store_true", help="exit 1 when the guides don't say")


def _talk(made: argparse.ArgumentParser) -> None:
    """Add what every mode's command takes besides its text."""
    made.add_argument(
        "--answer", action="append", default=[], metavar="TEXT", help="an answer, in the order asked"
    )
    source = made.add_mutually_exclusive_group()
    _from(source)
    source.add_argument("--session", metavar="ID", help="go on with a kept conversation, or show it")
    made.add_argument("--keep", action="store_true", help="keep the conversation; coach sessions lists them")


class _Takes(Protocol):
    def add_argument(self, *flags: str, metavar: str, help: str, dest: str) -> object: ...


def _from(made: _Takes) -> None:
    made.add_argument(
        "--from",
        metavar="ID|MODE|last",
        dest="origin",
        help="begin with what a kept conversation came to: its id, the newest of a mode, or the newest",
    )


def _competence(add: _Add) -> None:
    made = add("competence", "competence:competence", "lay two assessments side by side: ratings 0–4, gaps")
    made.add_argument(
        "text", nargs="?", help="competences with levels, or a trade; standard input if left out"
    )
    _talk(made)
    made.add_argument("--trade", metavar="NAME", help="begin with the list of a trade")
    made.add_argument("--list-trades", action="store_true", help="list the trades")
    made.add_argument("--docx", metavar="FILE", help="write the page as a document with its chart")
    made.add_argument("--png", metavar="FILE", help="write the chart as a picture")
    made.add_argument("--ics", metavar="FILE", help="write the plan's days and check-ins as a calendar file")


def _rehearsal(add: _Add) -> None:
    made = add("rehearse", "rehearse:rehearse", "rehearse a talk with a partner who resists")
    made.add_argument("--scenario", metavar="ID|FILE.toml", help="which talk, or a file of your own")
    made.add_argument("--persona", metavar="ID", help="who the partner is")
    made.add_argument("--level", type=int, choices=(1, 2, 3), default=1, help="how hard, 1 by default")
    _from(made)
    made.add_argument("--script", metavar="FILE", help="play your turns from a file, one a line")
    made.add_argument("--list", action="store_true", help="list the talks and the partners")
    made.add_argument("--check", metavar="FILE", help="say what is missing in a scenario's file")


def _checks(add: _Add) -> None:
    check = add("check", "check:check", "judge a text")
    check.add_argument("what", choices=CHECKS)
    check.add_argument("text", nargs="?", help="standard input when left out")
    check.add_argument("--jsonl", action="store_true", help="one JSON object a line in and out")
    check.add_argument("--strict", action="store_true", help="exit 1 when something is missing or wrong")


def _shelf(add: _Add) -> None:
    ingest = add("ingest", "shelf:ingest", "add documents: .md .txt .html .pdf .docx, files or folders")
    ingest.add_argument("paths", nargs="+", metavar="PATH")
    shelf = add("shelf", "shelf:shelf", "list the documents, or remove one of your own")
    shelf.add_argument("action", nargs="?", choices=("list", "remove"), default="list")
    shelf.add_argument("id", nargs="?", metavar="ID")
    search = add("search", "shelf:search", "find passages")
    search.add_argument("query", nargs="?", help="standard input when left out")
    search.add_argument("-k", type=int, default=5, metavar="N", help="how many, 5 by default")
    search.add_argument("--only", choices=("own", "shipped", "all"), default="all")
    search.add_argument("--jsonl", action="store_true", help="one JSON object a line in and out")


def _keep(add: _Add) -> None:
    add("sessions", "sessions:sessions", "list the kept conversations with their ids, newest first")
    erase = add(
        "erase", "keep:erase", "erase for good, in every backup too; everything when nothing is chosen"
    )
    which = erase.add_mutually_exclusive_group()
    which.add_argument("--session", metavar="ID", help="one conversation")
    which.add_argument("--person", metavar="NAME", help="every conversation and document that names a person")
    which.add_argument("--older-than", type=int, metavar="DAYS", help="conversations not used for so long")
    which.add_argument("--old", action="store_true", help="what was kept longer than the settings say")
    which.add_argument("--all", action="store_true", help="everything")
    export = add("export", "keep:export", "write everything into a new folder, as JSON and Markdown")
    export.add_argument("folder", metavar="DIR")
    taken = add("import", "keep:take_in", "add what an export holds")
    taken.add_argument("folder", metavar="DIR")
    add("backup", "keep:backup", "make a backup now; one is made each day")
    restore = add("restore", "keep:restore", "bring back what is damaged, or go back to a backup")
    restore.add_argument("name", nargs="?", metavar="NAME", help="which; only what is damaged when left out")


def _house(add: _Add) -> None:
    models = add("models", "models:models", "the language models that fit, and which one is used")
    models.add_argument("action", choices=("list", "get", "use", "check"), nargs="?", default="list")
    models.add_argument("name", nargs="?", metavar="NAME|PATH|URL")
    _keep(add)
    add("modes", "doctor:modes", "what can be talked about")
    add("urgent", "doctor:help_now", "a life in danger, or thoughts of dying: whom to call, right now")
    add("doctor", "doctor:doctor", "what is set up, what is not, and the command that mends it")
    evaluate = add("eval", "serve:evaluate", "run evaluations and write a report")
    evaluate.add_argument(
        "rest", nargs=argparse.REMAINDER, metavar="NAME", help="which, then their own options; list tells"
    )

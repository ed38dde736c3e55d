"""``coach competence``: two assessments side by side, with a chart, a document and the plan's days."""

import argparse

from coach.cli.coaching import shown, write_files
from coach.cli.outcome import given, reached
from coach.cli.show import out, say, speak
from coach.domain.errors import UsageError
from coach.domain.text import Both
from coach.modes.competence_names import trade_names, trade_of

_TRADE: Both = {"sv": "yrke", "en": "occupation"}
_UNKNOWN: Both = {
    "sv": "Det finns ingen startlista för {trade!r}. Se listan med: coach competence --list-trades",
    "en": "There is no starting list for {trade!r}. See them with: coach competence --list-trades",
}


def competence(options: argparse.Namespace) -> int:
    """Print the assessments as far as they have come; write picture, document and calendar.

    Raises:
        UsageError: There is no list for the trade that was asked for.
    """
    if options.list_trades:
        return _trades(options)
    text = given(options.text, options) if options.text is not None or not options.trade else ""
    lang = speak(options.lang, text or options.trade or "")
    opening = text
    if options.trade:
        if not trade_of(options.trade, lang):
            raise UsageError({each: line.format(trade=options.trade) for each, line in _UNKNOWN.items()})
        opening = f"{_TRADE[lang]}: {options.trade}\n{text}".strip()
        options.lang = lang
    outcome = reached("competence", opening, options)
    write_files(outcome, options)
    return shown(outcome, options)


def _trades(options: argparse.Namespace) -> int:
    names = trade_names(speak(options.lang))
    if options.json:
        out({"trades": list(names)})
        return 0
    for name in names:
        say(name)
    return 0

"""The rules' answers about an utterance weighed against what was learned from labelled texts."""

from collections.abc import Mapping

from coach.checks.trained import trained
from coach.checks.turn_acts import ACTS, Acts
from coach.checks.turn_features import features
from coach.checks.turn_text import Utterance

# An utterance has a few sentences; past this the rules decide alone.
_READ = 40


def blended(utterance: Utterance, ruled: Acts) -> tuple[Acts, frozenset[str]]:
    """Return the acts after the weighing, and those that were a near thing.

    An act the rules have no words for gets the sentence that speaks for it most.
    """
    if not utterance.sentences or len(utterance.sentences) > _READ:
        return ruled, frozenset()
    rules = {act: bool(ruled.get(act)) for act in ACTS}
    barred = spoken_against(utterance, rules)
    decided = trained("turn").decide(*features(utterance), rules, barred)
    told: Acts = {}
    for act, one in decided.items():
        if one.true:
            told[act] = ruled.get(act) or [utterance.sentences[one.piece].whole()]
    return told, frozenset(act for act, one in decided.items() if one.near)


def spoken_against(utterance: Utterance, ruled: Mapping[str, bool]) -> frozenset[str]:
    """Return the acts that the build of the text speaks against.

    What is one open question and nothing else asks for no fact, and neither excuses nor accuses.
    """
    only = len(utterance.sentences) == 1 and ruled["open_question"]
    return frozenset(("closed_question", "defence", "blame")) if only else frozenset()

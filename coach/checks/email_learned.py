"""The rules' answers about a letter weighed against what was learned from labelled texts."""

from collections.abc import Mapping, Sequence

from coach.checks.email_features import features
from coach.checks.email_parts import Mail
from coach.checks.email_rules import SAID
from coach.checks.trained import trained
from coach.domain.text import Span
from coach.domain.verdict import DateMention

# A letter has a few sentences; past this the rules decide alone.
_READ = 60


def blended(
    mail: Mail, mentions: Sequence[DateMention], ruled: Mapping[str, tuple[Span, ...]]
) -> tuple[Mapping[str, tuple[Span, ...]], frozenset[str]]:
    """Return the labels of ``SAID`` with their spans after the weighing, and those that were a near thing.

    A label the rules have no words for gets the sentence that speaks for it most.
    """
    if not mail.body or len(mail.body) > _READ:
        return ruled, frozenset()
    whole, pieces = features(mail, mentions)
    decided = trained("email").decide(whole, pieces, {label: bool(ruled[label]) for label in SAID})
    told = {
        label: (ruled[label] or (mail.body[one.piece],)) if one.true else () for label, one in decided.items()
    }
    return told, frozenset(label for label, one in decided.items() if one.near)

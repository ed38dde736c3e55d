"""What training measured, as a table of F1: rules, score alone, blend, and what is shipped."""

from collections.abc import Mapping

from coach.checks.trained import Blend
from evals.train_regress import Matrix, f1

Column = tuple[Matrix, Matrix, Matrix, Matrix, Blend]
"""Gold, rules, score above its own threshold, margin of the blend, the blend."""


def table(title: str, columns: Mapping[str, Column]) -> str:
    """Return the lines of one part, with the share of wrong answers among doubtful ones and others."""
    lines = [f"{title:18} rules  model  blend  shipped"]
    sums = [0.0] * 4
    doubtful, sure = [0, 0], [0, 0]
    for label, (gold, ruled, score, margin, blend) in columns.items():
        shipped = ruled > 0 if blend.ruled else margin > 0
        reached = [f1(gold, ruled), f1(gold, score > 0), f1(gold, margin > 0), f1(gold, shipped)]
        sums = [one + more for one, more in zip(sums, reached, strict=True)]
        kind = "rules" if blend.ruled else "blend"
        lines.append(f"{label:18} " + "  ".join(f"{one:.3f}" for one in reached) + f"  {kind}")
        unsure = abs(margin) < blend.band
        if blend.ruled:
            unsure |= (margin > 0) != (ruled > 0)
        wrong = shipped != (gold > 0)
        doubtful = [doubtful[0] + int((wrong & unsure).sum()), doubtful[1] + int(unsure.sum())]
        sure = [sure[0] + int((wrong & ~unsure).sum()), sure[1] + int((~unsure).sum())]
    lines.append(f"{'macro':18} " + "  ".join(f"{one / len(columns):.3f}" for one in sums))
    for name, (wrong_count, total) in (("doubtful", doubtful), ("other", sure)):
        lines.append(f"{name}: {wrong_count} of {total} decisions wrong ({wrong_count / max(total, 1):.1%})")
    return "\n".join(lines) + "\n"

"""How the minutes of a meeting are shared out: every minute is used, and more where there is more to say."""

from collections.abc import Mapping, Sequence

from coach.domain.prepare import STAGES, Stage

SHORT = 60
"""Minutes below which neighbouring stages share a line, so that none is a minute long."""
_SHARED: tuple[tuple[Stage, ...], ...] = (
    ("opening",),
    ("past",),
    ("assignment", "tasks"),
    ("environment", "cooperation"),
    ("future",),
    ("plan", "follow_up"),
)
_WEIGHT: Mapping[Stage, int] = {
    "opening": 2,
    "past": 4,
    "assignment": 3,
    "tasks": 3,
    "environment": 3,
    "cooperation": 3,
    "future": 4,
    "plan": 4,
    "follow_up": 2,
}
_POINT = 4
"""What the first point adds to its line's weight; each further one adds half of it."""
_MOST = 4
"""Lines that hold no points never outgrow this, so a line with a point is never the shorter one."""
_STEP = 5


def lines(minutes: int | None, points: Mapping[Stage, int]) -> tuple[tuple[Stage, ...], ...]:
    """Return the stages as the lines of an agenda; a short or crowded meeting has fewer, longer ones.

    Args:
        minutes: The whole meeting, None while it is unknown.
        points: How many points each stage holds.
    """
    each = tuple((stage,) for stage in STAGES)
    if minutes is None:
        return each
    crowded = not _round(minutes, counts(each, points)) and _round(minutes, counts(_SHARED, points))
    return _SHARED if minutes < SHORT or crowded else each


def counts(agenda: Sequence[Sequence[Stage]], points: Mapping[Stage, int]) -> tuple[int, ...]:
    """Return the points of each line, three at most: a fourth makes no line longer."""
    return tuple(min(3, sum(points.get(stage, 0) for stage in line)) for line in agenda)


def share(minutes: int, agenda: Sequence[Sequence[Stage]], points: Sequence[int]) -> tuple[int, ...]:
    """Return the minutes of each line; they add up to ``minutes`` exactly.

    Round fives where the meeting leaves room for them, single minutes otherwise. Each step goes to the line
    that is furthest behind its weight, so a line with a point is never shorter than one without.

    Args:
        minutes: The whole meeting, at least one minute a line.
        agenda: The lines, as stages.
        points: How many points each line holds.
    """
    step = _STEP if _round(minutes, points) else 1
    weights = [
        min(_MOST, sum(_WEIGHT[stage] for stage in line)) + (_POINT + 2 * (count - 1) if count else 0)
        for line, count in zip(agenda, points, strict=True)
    ]
    got = [1] * len(weights)
    if sum(got) + sum(count > 0 for count in points) <= minutes // step:
        got = [1 + (count > 0) for count in points]
    for _ in range(minutes // step - sum(got)):
        behind = max(range(len(weights)), key=lambda at: (weights[at] / (2 * got[at] + 1), -at))
        got[behind] += 1
    return tuple(step * count for count in got)


def _round(minutes: int, points: Sequence[int]) -> bool:
    """Return whether every line can have five minutes and every line with points more."""
    needed = len(points) + sum(count > 0 for count in points)
    return minutes % _STEP == 0 and minutes // _STEP >= needed

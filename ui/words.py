"""Every string the page itself shows: fields here, texts in ``words.<lang>.toml``; modes bring their own."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

from coach.domain.goal import Criterion
from coach.domain.text import LANGS, Lang


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words for the page; ``{…}`` are filled where they are used."""

    language: str
    """The language's own name for itself."""
    skip_to_box: str
    languages: str
    new: str
    new_short: str
    talks: str
    talks_short: str
    no_talks: str
    kept_here: str
    open: str
    rename: str
    new_name: str
    keep_name: str
    erase: str
    erase_sure: str
    erased: str
    tab_talk: str
    tab_paper: str
    ahead: str
    ahead_hint: str
    attempt: str
    conversation: str
    you: str
    coach: str
    for_instance: str
    see_paper: str
    on_paper: str
    on_paper_here: str
    pass_over: str
    pass_over_fill: str
    message: str
    opening: str
    placeholder: str
    send: str
    stop: str
    writing: str
    stopped: str
    paper: str
    criteria: Mapping[Criterion, str]
    smart_picture: str
    smart_missing: str
    smart_all: str
    in_place: str
    missing: str
    passed_over: str
    before: str
    before_none: str
    now: str
    done: str
    own_words: str
    blanks: str
    learning: str
    performance: str
    deadline: str
    deadline_clash: str
    confidence: str
    confidence_of: str
    first_step: str
    by: str
    if_then: str
    check_ins: str
    copy: str
    copied: str
    written_by: str
    guided: str
    sources: str
    sources_from: str
    source_whole: str
    more_in_guides: str
    own_document: str
    no_such_talk: str
    trouble: str
    rehearse_choose: str
    rehearse_talk: str
    rehearse_manager: str
    rehearse_employee: str
    rehearse_partner: str
    rehearse_suggested: str
    rehearse_level: str
    rehearse_begin: str
    rehearse_own: str
    rehearse_own_say: str
    rehearse_line: str
    rehearse_what_if: str
    rehearse_what_if_say: str
    press_one: str
    keep: str
    print: str
    table: str
    actions_hint: str
    who: str
    what: str
    when: str
    row: str
    row_say: str
    row_remove: str
    row_remove_say: str
    row_new: str
    row_new_say: str
    row_add: str
    foot_guided: str
    undo: str
    restored: str
    undo_late: str
    docs: str
    docs_short: str
    docs_about: str
    docs_drop: str
    docs_pick: str
    docs_kinds: str
    docs_none: str
    docs_remove: str
    docs_removed: str
    docs_reading: str
    docs_failed: str
    model: str
    model_short: str
    model_now: str
    model_guided: str
    model_guided_about: str
    model_running: str
    model_fits: str
    model_large: str
    model_recommended: str
    model_get: str
    model_ask: str
    model_cancel: str
    model_use: str
    model_use_guided: str
    model_used: str
    model_memory: str
    model_progress: str
    model_fetched: str
    model_cancelled: str
    model_private: str
    model_missing: str
    decimal: str
    """What stands before tenths."""
    levels: tuple[str, ...]
    controls: Mapping[str, str]
    control_says: Mapping[str, str]
    plan_marks: Mapping[str, str]
    files: Mapping[str, str]
    onward: str
    onward_told: str
    onward_back: str
    onward_from: str
    onward_to: Mapping[str, str]
    """What a button says that carries a conversation on, by the mode it leads to."""
    titles: Mapping[str, str]
    doc_status: Mapping[str, str]
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    months_short: tuple[str, ...]
    date: str
    """With ``{day}``, ``{month}``, ``{year}`` and ``{weekday}``."""


@cache
def _read(lang: Lang) -> Words:
    raw = tomllib.loads(files("ui").joinpath(f"words.{lang}.toml").read_text(encoding="utf-8"))
    made = {name: tuple(value) if isinstance(value, list) else value for name, value in raw.items()}
    if set(made) != {field.name for field in fields(Words)}:
        raise ValueError(f"words.{lang}.toml: {sorted(set(made) ^ {field.name for field in fields(Words)})}")
    return Words(**made)  # type: ignore[arg-type]


class _BothWords(Mapping[Lang, Words]):
    """Reads a language's file when it is first asked for."""

    def __getitem__(self, lang: Lang) -> Words:
        return _read(lang)

    def __iter__(self) -> Iterator[Lang]:
        return iter(LANGS)

    def __len__(self) -> int:
        return len(LANGS)


WORDS: Mapping[Lang, Words] = _BothWords()
"""The page's words by language."""

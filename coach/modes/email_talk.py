"""What a person's answers do to an email: taken, asked again, corrected or given up."""

import re
from dataclasses import replace

from coach.checks.facts_names import is_first_name
from coach.checks.normal import normalise
from coach.domain.email import ActionItem, Remark
from coach.modes.email_actions import rows
from coach.modes.email_days import day_of
from coach.modes.email_lines import Line, addresses, small, statements
from coach.modes.email_merge import merged
from coach.modes.email_notes import contact, kind_of
from coach.modes.email_people import addressed, group, is_name, own_name
from coach.modes.email_rows import change, doer_in, row_day
from coach.modes.email_state import State
from coach.modes.phrasebook import answers, cue

_TRIES = 2
_LONG = 7
"""Words from which an answer is read for more than what was asked."""


class Talk(State):
    """A conversation about an email, read one message after the other; see ``State``."""

    def answer(self, text: str) -> None:
        """Take the person's next message."""
        key, row = self.wanted()
        self.said.append(text)
        self.note, self.row = "", 0
        self.addresses = tuple(dict.fromkeys((*self.addresses, *addresses(text))))
        about = row if key in ("who", "when", "past", "conflict", "two", "double_row") else None
        if changed := change(text, self.items, self.around(), about):
            self.items = list(changed.items)
            self.note, self.row = changed.note, changed.row
            return
        if answers("email", self.lang, "enough", text):
            self._stop()
        elif not key:
            self._more(text)
        elif self._given_up(key, row, text):
            return
        else:
            self._try(key, row, text)

    def _stop(self) -> None:
        self.kind = self.kind or "recap"
        for _ in range(60):
            key, row = self.wanted()
            if not key:
                break
            self._give_up(key, row)
        self.none.add("enough")

    def _give_up(self, key: str, row: int) -> None:
        if key == "kind":
            self.kind = "recap"
        elif key in ("past", "conflict", "two"):
            # A day in doubt is not sent.
            self.items[row] = replace(self.items[row], when=None, when_words="", doubt="", other=None)
            self.given_up.append(f"when:{row}")
        elif key.startswith("next"):
            self.next = None
            self.given_up.append("next")
        else:
            self.given_up.append(f"{key}:{row}" if key in ("who", "when", "double_row") else key)

    def _given_up(self, key: str, row: int, text: str) -> bool:
        if answers("email", self.lang, "unknown", text):
            self._give_up(key, row)
            return True
        if not answers("email", self.lang, "none", text) or key in (
            "kind",
            "receiver",
            "double",
            "own",
            "who",
        ):
            return False
        if key in ("past", "conflict", "two"):
            self.items[row] = replace(self.items[row], when=None, when_words="", doubt="", other=None)
            key = "when"
        if key.startswith("next"):
            self.next, key = None, "next"
        self.none.add(f"{key}:{row}" if key == "when" else key)
        return True

    def _try(self, key: str, row: int, text: str) -> None:
        """Take an answer to a question; asked twice in vain, it is given up."""
        mark = f"{key}:{row}"
        self.tries[mark] = self.tries.get(mark, 0) + 1
        plain = normalise(text).text.strip()
        first, rest = self._first(plain) if key not in ("thanks", "actions") else (plain, "")
        if self._take(key, row, first):
            if rest:
                self.read(rest, len(self.said) - 1)
            return
        if self.tries[mark] >= _TRIES:
            self._give_up(key, row)
        else:
            self.note = "again"
        if len(plain.split()) >= _LONG:
            self.read(text, len(self.said) - 1)

    def _first(self, plain: str) -> tuple[str, str]:
        lines = list(statements(plain, self.lang))
        if len(lines) < 2:
            return plain, ""
        return lines[0].text, plain[lines[1].start :]

    def _take(self, key: str, row: int, text: str) -> bool:
        """Return whether the answer held what was asked for."""
        if key in ("who", "double_row"):
            return self._take_who(row, text)
        if key in ("when", "past", "conflict", "two"):
            return self._take_when(row, text)
        if key in ("receiver", "double"):
            return self._take_receiver(text)
        if key.startswith("next"):
            return self._take_next(text)
        return {"kind": self._take_kind, "own": self._take_own, "thanks": self._take_thanks,
                "unclear": self._take_unclear, "actions": self._take_actions}[key](text)  # fmt: skip

    def _take_kind(self, text: str) -> bool:
        self.kind = kind_of(text, self.lang)
        if self.kind and len(text.split()) >= _LONG:
            self.read(text, len(self.said) - 1)
        return self.kind is not None

    def _take_receiver(self, text: str) -> bool:
        named = addressed(text, self.lang, "to") or group(text, self.lang)
        bare = re.sub(
            rf"^(?:{cue('email', self.lang, 'to').pattern})\s+", "", text, flags=re.IGNORECASE
        ).strip(" .!,")
        if not named and len(bare.split()) <= 5 and not re.search(r"[\d?@]", bare):
            named = bare.title() if bare.islower() and is_first_name(bare.split()[0]) else bare
        full = [name for name in self.people if small(named) and small(named) in small(name).split()]
        if len(full) == 1 and " " not in named:
            named = full[0]
        self.receiver = named or self.receiver
        return bool(named)

    def _take_own(self, text: str) -> bool:
        bare = own_name(f"{text}\n", self.lang) or own_name(text, self.lang)
        if not bare and len(text.split()) <= 4 and not re.search(r"[\d?@]", text):
            bare = text.strip(" .!,/")
            bare = bare.title() if bare.islower() else bare
        self.own = bare
        return bool(bare)

    def _take_thanks(self, text: str) -> bool:
        self.thanks.append(Remark(text, len(self.said) - 1, 0, self.receiver))
        return len(text.split()) > 0

    def _take_unclear(self, text: str) -> bool:
        self.unclear.append(Remark(text, len(self.said) - 1, 0, self.receiver))
        return True

    def _take_actions(self, text: str) -> bool:
        found: list[ActionItem] = []
        for line in statements(text, self.lang):
            found += rows(Line(line.text, line.start, "actions"), self.around())
        self.items = merged([*self.items, *found])
        return bool(found)

    def _take_who(self, row: int, text: str) -> bool:
        doer, _ = doer_in(text, self.around())
        full = [name for name in self.people if doer and small(text).find(small(name)) >= 0]
        doer = full[0] if len(full) == 1 and " " in full[0] else doer
        if not doer:
            return False
        item = replace(self.items[row], who=doer)
        day = day_of(text, self.lang, self.today)
        self.items[row] = (
            replace(item, when=day.day, when_words=day.words, doubt=day.doubt, exact=day.exact)
            if day
            else item
        )
        if is_name(doer.split()[0]):
            self.people = tuple(dict.fromkeys((*self.people, doer)))
        return True

    def _take_when(self, row: int, text: str) -> bool:
        item = row_day(self.items[row], text, self.lang, self.today)
        if item is None:
            return False
        self.items[row] = item
        return True

    def _take_next(self, text: str) -> bool:
        day = day_of(text, self.lang, self.today, answer=True)
        if self.next and self.next.doubt:
            if day is None:
                return False
            words = f"{text}" if not self.next.day_words else self.next.words
            self.next = replace(self.next, words=words, day=day.day, doubt=day.doubt, other=None)
            return True
        if len(text.split()) < 2 and day is None:
            return False
        self.next = contact(text, day)
        return True

    def _more(self, text: str) -> None:
        """Take what comes after the last question: more notes, or a new kind of email."""
        if len(text.split()) <= 4 and (kind := kind_of(text, self.lang)):
            self.kind = kind
        elif not answers("email", self.lang, "yes", text):
            self.read(text, len(self.said) - 1)

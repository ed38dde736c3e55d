"""A rehearsal being read, message by message: what is set up, what is said, what is taken back."""

from coach.domain.draft import Question
from coach.domain.rehearse import Branch, Exchange, Heard, RehearsePaper, Scenario, Setting, Stage
from coach.domain.text import Lang
from coach.modes.phrasebook import line
from coach.modes.rehearse_ask import Library, about_own, which_partner, which_talk
from coach.modes.rehearse_debrief import debrief
from coach.modes.rehearse_lines import speak
from coach.modes.rehearse_own import QUESTIONS, labelled, scenario_of
from coach.modes.rehearse_read import MODE, asks_for, command, hear, what_if
from coach.modes.rehearse_setting import Named, named
from coach.modes.rehearse_state import CALM, move, start

LONGEST = 24
"""Turns after which a talk has gone round long enough."""
_STUCK = 2
_OWN_WORDS = 8
"""Words from which an opening that names no talk is taken as a situation of one's own."""


class Talk:
    """One conversation in this mode: every message is taken once, in order.

    Args:
        lang: The conversation's language.
        library: What there is to rehearse.
    """

    def __init__(self, lang: Lang, library: Library) -> None:
        self.lang: Lang = lang
        self.library = library
        self.said: list[str] = []
        self.stage: Stage = "choose"
        self.scenario: Scenario | None = None
        self.setting: Setting | None = None
        self.own: dict[str, str] = {}
        self.exchanges: list[Exchange] = []
        self.branches: list[Branch] = []
        self.used: list[str] = []
        self.hints = 0
        self.round = 1
        self.paused = False
        self._speak("coach", "")
        self.note = ""

    def _speak(self, voice: str, text: str, aside: str = "") -> None:
        self.voice, self.text, self.aside = voice, text, aside

    def _line(self, key: str, **values: object) -> str:
        assert self.setting is not None
        talk = self.setting.scenario.text[self.lang]
        return line(MODE, self.lang, "coach", key, name=talk.name, you=talk.you, **values)

    # What is set up before the talk.

    def take(self, text: str) -> None:
        """Take the person's next message."""
        self.said.append(text)
        self.note = ""
        self._speak("coach", "")
        match self.stage:
            case "choose":
                self._choose(text)
            case "own":
                self._answer(text)
            case "partner":
                self._partner(text)
            case "play":
                self._play(text)
            case "over":
                self._after(text)

    def _choose(self, text: str) -> None:
        found = named(text, self.library.scenarios, self.library.personas)
        if found.scenario:
            self._scenario(self.library.scenarios[found.scenario], found)
        elif asks_for(text, "list"):
            self.note = "choose"
        elif asks_for(text, "own"):
            self.stage = "own"
        elif own := labelled(text, self.lang):
            self.stage, self.own = "own", own
            self._told()
        elif len(text.split()) >= _OWN_WORDS and ":" not in text[:24]:
            self.stage, self.own["about"] = "own", text.strip()
        else:
            self.note = "choose" if len(self.said) == 1 else "unknown"

    def _scenario(self, scenario: Scenario, found: Named) -> None:
        self.scenario, self.stage = scenario, "partner"
        if found.persona or found.level:
            self._begin(found)

    def _answer(self, text: str) -> None:
        key = next(key for key in QUESTIONS if key not in self.own)
        title = named(text, self.library.scenarios, {}).scenario
        if title and len(self.own) <= 1:
            self._scenario(self.library.scenarios[title], Named())
            return
        self.own[key] = "" if not text.strip() or asks_for(text, "skip") else text.strip()
        self._told()

    def _told(self) -> None:
        if all(key in self.own for key in QUESTIONS):
            self.scenario, self.stage = scenario_of(self.own, self.lang), "partner"

    def _partner(self, text: str) -> None:
        found = named(text, {}, self.library.personas)
        self._begin(found)
        if not (found.persona or asks_for(text, "skip") or text.strip().isdigit()):
            assert self.setting is not None
            who = self.setting.persona.text[self.lang].name
            self.aside = f"{line(MODE, self.lang, 'coach', 'suggested', who=who)} {self.aside}"

    def _begin(self, found: Named) -> None:
        assert self.scenario is not None
        persona = self.library.personas.get(found.persona) or self.library.partner_of(self.scenario)
        self.setting = Setting(self.scenario, persona, found.level or 1)
        opening = self.scenario.text[self.lang].opening
        state = start(self.setting)
        self.exchanges = [Exchange(0, "", Heard("silent"), "begin", opening, "", state, len(self.said) - 1)]
        self.branches, self.used, self.hints, self.paused = [], [], 0, False
        self.stage = "play"
        self._speak("partner", opening, self._line("begin"))

    # The talk itself.

    def _play(self, text: str) -> None:
        asked = command(text, self.lang)
        if asked == "stop":
            self._end()
        elif self.paused:
            self._paused(asked)
        elif supposed := what_if(text):
            self._what_if(supposed)
        elif asked == "hint":
            self._speak("coach", self._hint())
        elif asked == "pause":
            self.paused = True
            self._speak("coach", self._line("pause"))
        elif asked == "take_back":
            self._take_back()
        else:
            self._turn(text)

    def _paused(self, asked: str) -> None:
        if asked != "go_on":
            self._speak("coach", self._hint() if asked == "hint" else self._line("paused"))
            return
        self.paused = False
        self._speak("partner", self.exchanges[-1].line, self._line("go_on"))

    def _turn(self, text: str) -> None:
        made = self._answered(text)
        if not made.line:
            self._end(self._line("worn_out"))
            return
        self.exchanges.append(made)
        self._speak("partner", made.line, self._aside(made))
        if made.intent == "break":
            self._end(self._line("broken"))
        elif made.n >= LONGEST:
            self._end(self._line("worn_out"))

    def _answered(self, text: str) -> Exchange:
        """Return the turn with the partner's answer; its lines are used up from now on."""
        assert self.setting is not None
        before = self.exchanges[-1]
        heard = hear(text, self.lang)
        moved = move(before.state, heard, text, self.setting)
        n = before.n + 1
        if moved.intent == "break":
            spoken = line(MODE, self.lang, "partner", "break")
        else:
            said = speak(self.setting, self.lang, moved.state, moved.intent, moved.opened, self.used, n)
            spoken = said.text
            self.used += said.parts
        at = len(self.said) - 1
        return Exchange(n, text, heard, moved.intent, spoken, moved.opened, moved.state, at)

    def _aside(self, made: Exchange) -> str:
        """Return what the coach says beside the partner's line; never a hint at the hardest level."""
        assert self.setting is not None
        heard = made.heard
        if heard.insult:
            return self._line("insult")
        if heard.kind in {"silent", "leaving", "foreign", "endless"}:
            return self._line(heard.kind, words=heard.words)
        if made.intent == "agree":
            return self._line("agreed")
        stuck = made.state.idle >= _STUCK and made.state.idle % _STUCK == 0
        return self._line("stuck") if stuck and self.setting.level == 1 else ""

    def _hint(self) -> str:
        assert self.setting is not None
        state, level = self.exchanges[-1].state, self.setting.level
        interests = {one.id for one in self.setting.scenario.hidden if one.interest}
        if state.tension > CALM[level]:
            key = "hint_calm"
        elif not interests <= set(state.opened):
            key = "hint_listen" if state.trust < self.setting.start.gate - 1 else "hint_ask"
        else:
            key = "hint_listen" if state.trust < self.setting.start.gate else "hint_propose"
        if key == "hint_propose":
            return self._line(key)
        hints = self.setting.scenario.text[self.lang].hints
        self.hints += 1
        return f"{self._line(key)} {hints[(self.hints - 1) % len(hints)]}"

    def _take_back(self) -> None:
        if len(self.exchanges) < 2:
            self._speak("coach", self._line("nothing_back"))
            return
        self.branches.append(Branch("taken_back", self.exchanges.pop()))
        self._speak("partner", self.exchanges[-1].line, self._line("taken_back"))

    def _what_if(self, text: str) -> None:
        """Show how the partner would have answered in place of the last turn; the talk stands."""
        if len(self.exchanges) < 2:
            self._turn(text)
            return
        last = self.exchanges.pop()
        made = self._answered(text)
        self.exchanges.append(last)
        self.branches.append(Branch("what_if", made))
        self._speak("partner", made.line, f"{self._line('tried')} … {self._line('tried_stays')}")

    def _end(self, text: str = "") -> None:
        self.stage = "over"
        self._speak("coach", text)

    def _after(self, text: str) -> None:
        asked = command(text, self.lang)
        assert self.setting is not None
        persona, level = self.setting.persona.id, self.setting.level
        found = named(text, self.library.scenarios, self.library.personas)
        if asked == "again":
            self._anew(Named("", persona, level))
        elif asked == "harder":
            self._anew(Named("", persona, min(level + 1, 3)))
        elif found.scenario or found.persona:
            self.scenario = self.library.scenarios.get(found.scenario) or self.scenario
            self._anew(Named("", found.persona or persona, found.level or level))
        elif asked == "other":
            self.stage = "partner"
        else:
            self._speak("coach", self._line("over"))

    def _anew(self, found: Named) -> None:
        self.round += 1
        self._begin(found)

    # What is shown of it.

    def ask(self) -> Question | None:
        """Return the coach's question; None while the partner speaks, and when all is over."""
        match self.stage:
            case "choose":
                return which_talk(self.library, self.lang, self.note)
            case "own":
                return about_own(self.library, self.lang, self.own)
            case "partner" if self.scenario:
                return which_partner(self.library, self.lang, self.scenario)
        return None

    def paper(self) -> RehearsePaper:
        """Return what is known now."""
        over = self.stage == "over"
        made = (
            debrief(self.setting, self.exchanges, self.lang)
            if over and self.setting and len(self.exchanges) > 1
            else None
        )
        return RehearsePaper(
            said=tuple(self.said),
            lang=self.lang,
            stage=self.stage,
            voice="partner" if self.voice == "partner" else "coach",
            text=self.text,
            setting=self.setting,
            exchanges=tuple(self.exchanges),
            branches=tuple(self.branches),
            own=dict(self.own),
            debrief=made,
            round=self.round,
        )

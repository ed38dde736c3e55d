"""The bar with its drawers: conversations, own documents, language model."""

from typing import TYPE_CHECKING

from coach.domain.errors import UsageError
from coach.domain.text import Lang
from ui import chat, documents, header, models, sessions
from ui.words import WORDS

if TYPE_CHECKING:
    from coach.app import Coach

ACTS = ("docs", "docs-remove", "model", "model-get", "model-cancel", "model-use")
"""What the buttons in the drawers can ask for, besides what concerns a conversation."""


class Drawers:
    """The bar of one coach's page."""

    def __init__(self, coach: "Coach") -> None:
        self._coach = coach

    def bar(self, session: str, lang: Lang, *, opened: str = "", results: str = "") -> str:
        """Return the bar as HTML.

        Args:
            session: The conversation on the page; "" for none.
            lang: The page's language.
            opened: The drawer that stays open: ``talks``, ``docs`` or ``model``.
            results: What became of documents just sent, as ``documents.panel`` reads it.
        """
        words = WORDS[lang]
        titles = {mode.name: mode.title[lang] for mode in self._coach.modes()}
        shelf = self._coach.shelf
        # Asking for the list waits until the guides are read, seconds at the very first start.
        own = [one for one in shelf.documents() if not one.shipped] if shelf.has_own() else []
        drawers = (
            sessions.panel(self._coach.sessions(), session, titles, words, opened == "talks"),
            documents.panel(own, results, words, opened == "docs"),
            models.panel(self._coach.models, lang, words, opened == "model"),
        )
        return header.bar(lang, "".join(drawers), words)

    def act(self, name: str, value: str, session: str, lang: Lang) -> dict[str, str]:
        """Return what a button in a drawer changes on the page.

        Raises:
            CoachError: What was asked for can't be done.
        """
        if name == "docs":
            return {"header": self.bar(session, lang, opened="docs", results=value)}
        if name == "docs-remove":
            return self._remove(value, session, lang)
        notice = self._model(name, value, lang)
        shown = {"header": self.bar(session, lang, opened="model"), "foot": self.foot(lang)}
        return shown | ({"notice": chat.told(notice)} if notice else {})

    def _remove(self, id: str, session: str, lang: Lang) -> dict[str, str]:
        self._coach.shelf.remove(id)
        return {
            "header": self.bar(session, lang, opened="docs"),
            "notice": chat.told(WORDS[lang].docs_removed),
        }

    def _model(self, name: str, value: str, lang: Lang) -> str:
        """Do what concerns the model, and return what to say about it."""
        known, words = self._coach.models, WORDS[lang]
        match name:
            case "model-get":
                known.get(value)
            case "model-cancel":
                known.cancel()
            case "model-use" if not value:
                known.use(None)
                return words.model_used.format(id=words.model_guided)
            case "model-use":
                offer = next(iter(models.chosen(known, value)), None)
                if offer is None:
                    raise UsageError(words.model_missing)
                known.use(offer.path)
                return words.model_used.format(id=offer.id)
        return ""

    def foot(self, lang: Lang) -> str:
        """Return the lines under the box: where help is, whatever was heard, and who words the drafts."""
        known = self._coach.models
        without = known.used() is None and known.server() is None
        note = WORDS[lang].foot_guided if without else self._coach.writer_note(lang)
        return chat.foot(self._coach.urgent(lang), note)

"""From a document's text to the rows of its passages: what the indexes hold and the vectors."""

from coach.checks.words import sentences
from coach.domain.text import Lang
from coach.shelf import embed as embedder
from coach.shelf.concepts import packed, project_lines
from coach.shelf.read import Source
from coach.shelf.records import Features, Row
from coach.shelf.split import Piece, split
from coach.shelf.terms import content, idea_token, ideas_of, plain


def rows(source: Source) -> list[Row]:
    """Return the rows of a document's passages, in order."""
    return [row(piece, source.title, source.lang) for piece in split(source.text, source.title)]


def row(piece: Piece, title: str, lang: Lang) -> Row:
    """Return the row of one passage; its body and ideas keep a line for each sentence."""
    text = plain(piece.text)
    named, head = content(title, lang), content(piece.heading, lang)
    lines = [content(text[start:end], lang) for start, end in sentences(text)]
    ideas = [(*ideas_of(named, lang), *ideas_of(head, lang)), *(ideas_of(line, lang) for line in lines)]
    features = Features(
        " ".join(named),
        " ".join(head),
        "\n".join(" ".join(line) for line in lines),
        "\n".join(" ".join(idea_token(idea) for idea in line) for line in ideas),
    )
    lemmas = (*named, *head, *(lemma for line in lines for lemma in line))
    pairs = packed(project_lines(lines, lang))
    return Row(piece.heading, piece.text, features, embedder.embed(lemmas, lang).tobytes(), pairs)

"""The shape of a plain text is found, and what surrounds it on a web page is left out."""

import re

from coach.shelf.plain import structure
from coach.shelf.split import LONG, split

ARTICLE = """Svenska

Mål för året

Ett mål blir lättare att nå när det står skrivet och när någon annan känner till att det finns.

Sätt upp målet

Börja med att tänka igenom vad du vill ha gjort om ett halvår, och skriv det i en enda mening.

1. Välj en dag

Stäm av målet samma dag varje vecka, så att du ser om du är på väg dit du tänkte dig.

Mål för året | Sajten

Sorterat under NyheterTaggar: , ,

Liknande artiklar

Sju vanor

Bättre möten"""


def test_headings_are_found_and_lead_to_their_passages():
    more = "Skriv det för hand på ett papper. " * 27
    long = re.sub(r"(finns|mening|dig)\.", rf"\1. {more}", structure(ARTICLE))
    pieces = split(long, "Mål för året")
    assert [piece.heading for piece in pieces] == ["", "Sätt upp målet", "Sätt upp målet › 1. Välj en dag"]


def test_small_sections_share_a_passage_that_shows_their_headings():
    [piece] = split(structure(ARTICLE), "Mål för året")
    assert piece.heading == "Sätt upp målet · 1. Välj en dag"
    assert piece.text.split("\n\n")[1::2] == ["## Sätt upp målet", "### 1. Välj en dag"]


def test_a_list_stays_with_the_line_that_leads_into_it():
    lead = "Det här ska stå i planen:"
    points = "\n".join(f"- Punkt {at} säger vad du gör, när och med vems hjälp." for at in range(9))
    before = "Här står något annat som är ganska långt. " * 20
    pieces = split(f"{before}\n\n{lead}\n\n{points}")
    assert [lead in piece.text for piece in pieces] == [points in piece.text for piece in pieces]


def test_menus_tags_and_related_pages_are_left_out():
    text = structure(ARTICLE)
    for furniture in ("Svenska", "Sajten", "Taggar", "Liknande", "Sju vanor", "Bättre möten"):
        assert furniture not in text
    assert text.startswith("## Mål för året")


def test_an_advert_for_the_site_is_no_part_of_the_text():
    advert = "Du kan läsa mer om hur vi kan hjälpa er här."
    assert advert not in structure(f"{ARTICLE[:300]}\n\n{advert}")


def test_ordinary_sentences_that_begin_like_furniture_stay():
    for line in (
        "Sök hjälp av en kollega när du inte kommer vidare på egen hand med uppgiften.",
        "Share the agenda with the other person two days before you meet, and ask for theirs.",
        "Läs mer än en källa innan du bestämmer dig för hur samtalet ska läggas upp.",
    ):
        assert line in structure(line)


def test_lines_broken_to_fit_a_page_are_joined():
    wrapped = (
        "Aktivt lyssnande betyder att du\nlåter den andra tala till punkt\noch sedan med egna ord åter-\n"
        "ger vad du har hört, så att\nmissförstånd kan redas ut."
    )
    assert structure(wrapped) == (
        "Aktivt lyssnande betyder att du låter den andra tala till punkt och sedan med egna ord återger "
        "vad du har hört, så att missförstånd kan redas ut."
    )


def test_every_word_of_a_passage_stands_in_the_text():
    for piece in split(structure(ARTICLE)):
        for line in piece.text.split("\n"):
            assert line.lstrip("# ") in ARTICLE


def test_a_long_text_is_cut_into_passages_of_readable_size():
    sentence = "Den här meningen har precis tio ord i sig själv här. "
    pieces = split(sentence * 400)
    assert len(pieces) >= 8
    assert all(len(piece.text.split()) <= LONG for piece in pieces)

"""The email's table of who does what by when, edited in place.

Each change is sent as the correction a person would write ("rad 2: Sara"), so the conversation stays the only
truth and reads the same afterwards.
"""

from coach.checks.dates import show_date
from coach.domain.email import ActionItem, EmailPaper
from coach.domain.text import Lang
from ui.marks import button, safe
from ui.words import WORDS, Words


def table(paper: EmailPaper, lang: Lang, words: Words) -> str:
    """Return the table as HTML.

    Args:
        paper: The email.
        lang: The conversation's language: what is sent is in it.
        words: The page's language.
    """
    heads = "".join(f'<th scope="col">{safe(name)}</th>' for name in (words.who, words.what, words.when))
    rows = "".join(_row(n, item, lang, words) for n, item in enumerate(paper.actions, 1))
    says = WORDS[lang]
    new = (
        f'<label class="new"><span class="unseen">{safe(words.row_new)}</span>'
        f'<input type="text" maxlength="300" placeholder="{safe(words.row_new)}"'
        f' data-cell="{safe(says.row_new_say)}" value=""></label>'
        f"{button(words.row_add, 'add', commit='')}"
    )
    return (
        f'<p class="quiet">{safe(words.actions_hint)}</p><table class="actions"><thead><tr>'
        f"<td></td>{heads}<td></td></tr>"
        f'</thead><tbody>{rows}</tbody></table><div class="row newrow">{new}</div>'
    )


def _row(n: int, item: ActionItem, lang: Lang, words: Words) -> str:
    cells = ((words.who, _who(item)), (words.what, item.what), (words.when, _when(item, lang)))
    say = WORDS[lang].row_say.replace("{n}", str(n))
    made = "".join(
        f'<td><textarea rows="1" maxlength="300" data-cell="{safe(say)}"'
        f' aria-label="{safe(f"{name}, {words.row.format(n=n)}")}">{safe(value)}</textarea></td>'
        for name, value in cells
    )
    drop = (
        f'<button type="button" class="drop" data-say="{safe(WORDS[lang].row_remove_say.format(n=n))}"'
        f' aria-label="{safe(words.row_remove.format(n=n))}">×</button>'
    )
    return f'<tr><th scope="row">{n}</th>{made}<td>{drop}</td></tr>'


def _who(item: ActionItem) -> str:
    return item.who[:1].upper() + item.who[1:]


def _when(item: ActionItem, lang: Lang) -> str:
    if item.when and not item.doubt:
        return show_date(item.when, lang)
    return f"{item.when_words} ?".strip() if item.when_words else ""

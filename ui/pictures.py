"""The pictures of a paper: the plan's timeline, the competences' chart, a rehearsal's course."""

from coach.domain.competence import CompetencePaper
from coach.domain.mode import Paper
from coach.domain.plan import PlanPaper
from coach.domain.rehearse import RehearsePaper
from coach.domain.text import Lang
from ui.rehearse import course
from ui.spider import spider
from ui.timeline import timeline


def figure(paper: Paper, lang: Lang) -> str:
    """Return the paper's picture as HTML, told in words as well; "" where it has none."""
    match paper:
        case CompetencePaper():
            return spider(paper, lang)
        case PlanPaper():
            return timeline(paper, lang)
        case RehearsePaper():
            return course(paper)
    return ""

"""What the page asks for outside Gradio: files of a paper, documents to add, how far a download is."""

from typing import TYPE_CHECKING

from coach.app.documents import LARGEST, add
from coach.app.files import KINDS, FileKind, made
from coach.domain.errors import BadText, CoachError, SetupError
from coach.domain.text import Lang
from ui.board import Board, take_all
from ui.models import told
from ui.words import WORDS

if TYPE_CHECKING:
    from fastapi import FastAPI, Request

    from coach.app import Coach

_MIME = {
    "md": "text/markdown; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "eml": "message/rfc822",
    "ics": "text/calendar; charset=utf-8",
    "png": "image/png",
}


def open_doors(app: "FastAPI", coach: "Coach") -> None:
    """Add the routes to a web application; the guard in front of it keeps strangers out."""
    from fastapi import Request
    from fastapi.responses import JSONResponse, Response

    @app.get("/keep/{session}/{kind}", include_in_schema=False)
    def keep(session: str, kind: str) -> Response:
        content = paper_file(coach, session, kind)
        if content is None:
            return Response(status_code=404)
        inline = "inline" if kind == "png" else "attachment"
        return Response(content, media_type=_MIME[kind], headers={"Content-Disposition": inline})

    @app.post("/documents", include_in_schema=False)
    async def document(request: Request) -> JSONResponse:
        return JSONResponse(await _received(request, coach))

    @app.get("/fetching", include_in_schema=False)
    def fetching(lang: str = "sv") -> JSONResponse:
        state = coach.models.fetching()
        return JSONResponse({**state, "told": told(state, WORDS["en" if lang == "en" else "sv"])})


def paper_file(coach: "Coach", session: str, kind: str) -> bytes | None:
    """Return a conversation's paper as a file; None where there is no such conversation, paper or file."""
    wanted: FileKind | None = next((known for known in KINDS if known == kind), None)
    talk = next((one for one in coach.sessions() if one.id == session), None)
    if wanted is None or talk is None:
        return None
    board = take_all(Board(talk.id, talk.mode, talk.lang), coach.replay(talk.id))
    if board.paper is None or board.draft is None:
        return None
    try:
        return made(board.paper, board.draft, wanted, day=coach.settings.day(), final=board.final)
    except BadText:
        return None


async def _received(request: "Request", coach: "Coach") -> dict[str, object]:
    """Add the document in a request's body; the file's name and the language stand in the address."""
    from starlette.concurrency import run_in_threadpool

    name = request.query_params.get("name", "")
    lang: Lang = "en" if request.query_params.get("lang") == "en" else "sv"
    body = bytearray()
    async for piece in request.stream():
        # One byte more than is taken: what reads it says how large is too large.
        if len(body) <= LARGEST:
            body += piece
    try:
        one = await run_in_threadpool(add, coach.shelf, coach.settings.data_dir, name, bytes(body), lang)
    except CoachError as error:
        fix = f" {error.fix_text(lang)}" if isinstance(error, SetupError) else ""
        return {"name": name, "status": "refused", "reason": error.text(lang) + fix, "passages": 0}
    except OSError:
        return {"name": name, "status": "refused", "reason": WORDS[lang].docs_failed, "passages": 0}
    return {"name": name, "status": one.status, "reason": one.reason, "passages": one.passages}

"""The shelf as a LangChain retriever, for whoever builds with those types."""

from typing import Literal

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from coach.domain.text import Lang
from coach.shelf.shelf import Shelf


class ShelfRetriever(BaseRetriever):
    """Find passages of a shelf; ``page_content`` is the passage, ``metadata`` says where it stands."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    shelf: Shelf
    lang: Lang = "sv"
    k: int = 5
    only: Literal["all", "shipped", "own"] = "all"

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        return [
            Document(
                page_content=hit.passage.text,
                id=hit.passage.id,
                metadata={
                    "document": hit.passage.document,
                    "title": hit.passage.title,
                    "heading": hit.passage.heading,
                    "lang": hit.passage.lang,
                    "shipped": hit.passage.shipped,
                    "score": hit.score,
                },
            )
            for hit in self.shelf.search(query, self.lang, k=self.k, only=self.only)
        ]

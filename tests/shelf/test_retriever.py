"""Whoever builds with LangChain's types can use the shelf."""

from coach.shelf.retriever import ShelfRetriever


def test_a_retriever_returns_passages_with_where_they_stand(guides):
    found = ShelfRetriever(shelf=guides, lang="en", k=3).invoke("How do I receive criticism?")
    assert len(found) == 3
    first = found[0]
    assert guides.passage(first.id).text == first.page_content
    assert first.metadata["title"] == guides.passage(first.id).title
    assert first.metadata["shipped"] is True

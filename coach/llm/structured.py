"""Replies bound to a schema: from JSON to a class, or a clean failure."""

import json
from collections.abc import Mapping

from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessage
from langchain_core.runnables import Runnable, RunnableLambda, RunnableMap, RunnablePassthrough
from pydantic import BaseModel, ValidationError

from coach.domain.errors import ModelFailed
from coach.llm.trouble import failure

Schema = Mapping[str, object] | type
"""A JSON schema, or a pydantic class that has one."""
Parsed = dict[str, object] | BaseModel


def json_schema(schema: object) -> Mapping[str, object]:
    """Return the JSON schema of a class, or the schema itself.

    Raises:
        ModelFailed: It is neither.
    """
    if isinstance(schema, type) and issubclass(schema, BaseModel):
        schema = schema.model_json_schema()
    if not isinstance(schema, Mapping):
        raise ModelFailed(f"the reply's schema is no schema: {schema!r:.80}")
    return schema


def parse(text: str, schema: Schema) -> Parsed:
    """Return what a reply says: the class's instance, or a dict.

    Raises:
        ModelFailed: The reply does not fit.
    """
    try:
        if isinstance(schema, type) and issubclass(schema, BaseModel):
            return schema.model_validate_json(text)
        found = json.loads(text)
    except (ValidationError, ValueError) as error:
        raise ModelFailed(f"the model's reply does not fit its schema: {error}") from error
    if not isinstance(found, dict):
        raise ModelFailed("the model's reply is no JSON object")
    return found


def whole_json(text: str, *, cut: bool) -> None:
    """Make sure that a reply is whole JSON.

    Args:
        text: The reply.
        cut: Whether its token limit ended it.

    Raises:
        ModelFailed: It is not.
    """
    try:
        json.loads(text)
    except ValueError as error:
        raise failure("reply_cut" if cut else "reply_no_json") from error


def answering(
    bound: Runnable[LanguageModelInput, AIMessage], schema: Schema, *, include_raw: bool
) -> Runnable[LanguageModelInput, Parsed]:
    """Return a runnable that answers with ``schema``.

    Args:
        bound: The model, with ``json_schema`` bound to it.
        schema: What to make of its reply.
        include_raw: Whether a reply that does not fit is told in ``{"raw", "parsed", "parsing_error"}``
            instead of raised.
    """

    def parsed(message: AIMessage) -> Parsed:
        return parse(str(message.content), schema)

    if not include_raw:
        return bound | RunnableLambda(parsed)
    good = RunnablePassthrough.assign(parsed=lambda found: parsed(found["raw"]), parsing_error=lambda _: None)
    failed = RunnablePassthrough.assign(parsed=lambda _: None)
    return RunnableMap(raw=bound) | good.with_fallbacks(
        [failed], exceptions_to_handle=(ModelFailed,), exception_key="parsing_error"
    )

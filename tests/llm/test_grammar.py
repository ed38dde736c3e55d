import pytest

from coach.domain.errors import ModelFailed
from coach.llm.grammar import LONGEST_STRING, json_grammar


def obj(**properties):
    return {"type": "object", "properties": properties}


def test_every_string_and_array_ends():
    grammar = json_grammar(obj(a={"type": "string"}, b={"type": "array", "items": {"type": "string"}}))
    assert "char{0,400}" in grammar.text
    assert "{0,15}" in grammar.text
    assert "*" not in grammar.text.replace('"*"', "")
    assert "+" not in grammar.text


def test_a_string_longer_than_llama_cpp_can_count_is_bounded_by_what_it_can():
    assert f"char{{0,{LONGEST_STRING}}}" in json_grammar(obj(a={"type": "string", "maxLength": 9000})).text


def test_the_longest_reply_is_known():
    schema = obj(a={"type": "string", "maxLength": 10}, n={"type": "integer", "minimum": 0, "maximum": 4})
    # {"a": "", "n": 4} and ten characters that may each need a backslash
    assert json_grammar(schema).longest == len('{"a": "", "n": 4}') + 20


def test_references_are_followed():
    schema = {**obj(a={"$ref": "#/$defs/Colour"}), "$defs": {"Colour": {"enum": ["röd", 'gr"ön']}}}
    assert '"\\"röd\\"" | "\\"gr\\\\\\"ön\\""' in json_grammar(schema).text


@pytest.mark.parametrize(
    "schema",
    [
        {},
        {"type": "thing"},
        {"type": "array"},
        obj(a={"type": "string", "pattern": "^a+$"}),
        obj(a={"type": "string", "format": "uuid"}),
        obj(a={"type": "string", "minLength": 5000}),
        obj(a={"type": "integer", "minimum": -5}),
        obj(a={"type": "integer", "minimum": 0, "maximum": 100_000}),
        obj(a={"type": "integer", "minimum": 5, "maximum": 1}),
        obj(a={"type": "number", "maximum": 1}),
        obj(a={"enum": []}),
        obj(a={"enum": "abc"}),
        obj(a={"allOf": [{"type": "null"}, {"type": "string"}]}),
        obj(a={"$ref": "#/$defs/Missing"}),
        {"$ref": "#/$defs/Me", "$defs": {"Me": {"type": "array", "items": {"$ref": "#/$defs/Me"}}}},
        obj(a={"const": "\ud800"}),
        {"type": "object", "properties": ["a"]},
        obj(a=True),
        {"type": "array", "items": {"type": "string"}, "minItems": "two"},
    ],
)
def test_what_can_not_be_guaranteed_is_refused(schema):
    with pytest.raises(ModelFailed, match="schema"):
        json_grammar(schema)


def test_a_schema_that_grows_without_end_is_refused():
    schema = {"type": "null"}
    for _ in range(40):
        schema = {"type": "array", "items": schema}
    with pytest.raises(ModelFailed):
        json_grammar(schema)


@pytest.mark.parametrize(
    ("properties", "opening"),
    [
        ({"text": {"type": "string"}}, '{"text": "'),
        ({'å"': {"type": "string", "maxLength": 9}, "b": {"type": "null"}}, '{"å\\"": "'),
        ({"n": {"type": "integer"}}, '{"n": '),
        ({"when": {"type": "string", "format": "date"}}, '{"when": '),
        ({"which": {"type": "string", "enum": ["a"]}}, '{"which": '),
        ({"due": {"anyOf": [{"type": "string"}, {"type": "null"}]}}, '{"due": '),
        ({}, ""),
    ],
)
def test_what_every_reply_begins_with_is_known(properties, opening):
    assert json_grammar({"type": "object", "properties": properties}).opening == opening

"""From a JSON schema to a llama.cpp grammar that admits strict JSON only, and ends.

llama-cpp-python's own converter ignores ranges, admits raw control characters, falls back to any JSON when
it fails, and crashes the process on long strings. This one bounds every string and array, and refuses what
it can't keep. The child proves each grammar before it samples with it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coach.domain.errors import ModelFailed

LONGEST_STRING = 2_000
"""llama.cpp refuses more repetitions than this."""
_STRING = 400
_ITEMS = 16
_MOST_NODES = 400
_MOST_VALUES = 300
_DEPTH = 16

_ANNOTATIONS = frozenset(
    {
        "title",
        "description",
        "default",
        "examples",
        "required",
        "additionalProperties",
        "$schema",
        "$id",
        "$defs",
    }
    | {"definitions"}
)
_KEYWORDS: Mapping[str, frozenset[str]] = {
    "object": frozenset({"properties"}),
    "array": frozenset({"items", "minItems", "maxItems"}),
    "string": frozenset({"minLength", "maxLength", "format"}),
    "integer": frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}),
    "number": frozenset({"minimum"}),
    "boolean": frozenset(),
    "null": frozenset(),
}
# No \u: raw UTF-8 says everything, and an escaped half of a pair would not survive a file.
_CHAR = r'char ::= [^"\\\x7F\x00-\x1F] | "\\" ["\\/nrt]'
_DATE = (
    r'date ::= "\"" [12] [0-9]{3} "-" ('
    r'("01" | "03" | "05" | "07" | "08" | "10" | "12") "-" (day28 | "29" | "30" | "31") | '
    r'("04" | "06" | "09" | "11") "-" (day28 | "29" | "30") | "02-" day28) "\""'
)
_DAY = r'day28 ::= "0" [1-9] | "1" [0-9] | "2" [0-8]'


@dataclass(frozen=True, slots=True)
class Grammar:
    """A grammar in llama.cpp's notation."""

    text: str
    longest: int
    """The most characters a reply can have: a reply cut before that was cut by the caller's own limit."""
    opening: str = ""
    """What every reply begins with, so that it can be read instead of drawn; "" where that can't be told."""


def json_grammar(schema: Mapping[str, object]) -> Grammar:
    """Return the grammar of the JSON documents that ``schema`` admits and a model should write.

    All properties are written, in order. A string without ``maxLength`` gets 400 characters, an array
    without ``maxItems`` 16 items, and ``date`` leaves out 29 February.

    Raises:
        ModelFailed: The schema uses something that can't be guaranteed.
    """
    builder = _Builder(schema)
    root, longest = builder.node(schema, ())
    lines = [f"root ::= {root}", *builder.rules, _CHAR, _DATE, _DAY]
    text = "\n".join(lines) + "\n"
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise ModelFailed("the reply's schema holds half a character")
    return Grammar(text, longest, _opening(schema))


def _opening(schema: Mapping[str, object]) -> str:
    properties = schema.get("properties")
    if schema.get("type") != "object" or not isinstance(properties, Mapping) or not properties:
        return ""
    name, first = next(iter(properties.items()))
    free = isinstance(first, Mapping) and first.get("type") == "string"
    free = free and not {"const", "enum", "format", "anyOf"} & set(first)
    return f"{{{json.dumps(name, ensure_ascii=False)}: " + ('"' if free else "")


def _literal(value: object) -> tuple[str, int]:
    written = json.dumps(value, ensure_ascii=False)
    return '"' + written.replace("\\", "\\\\").replace('"', '\\"') + '"', len(written)


def _either(options: Sequence[tuple[str, int]]) -> tuple[str, int]:
    if not options:
        raise ModelFailed("the reply's schema offers no choice")
    return "(" + " | ".join(text for text, _ in options) + ")", max(longest for _, longest in options)


class _Builder:
    """Turns schema nodes into expressions; what repeats becomes a rule of its own."""

    def __init__(self, schema: Mapping[str, object]) -> None:
        self.rules: list[str] = []
        self._schema = schema
        self._nodes = 0

    def node(self, schema: object, refs: tuple[str, ...], depth: int = 0) -> tuple[str, int]:
        """Return the expression of one node and the most characters it can write."""
        self._nodes += 1
        if not isinstance(schema, Mapping) or self._nodes > _MOST_NODES or depth > _DEPTH:
            raise ModelFailed(
                f"the reply's schema is too large, or holds {schema!r:.80} where a schema belongs"
            )
        if "$ref" in schema:
            return self._ref(schema, refs, depth)
        if "const" in schema:
            return _literal(schema["const"])
        if "enum" in schema:
            return _either([_literal(value) for value in _list(schema["enum"])])
        for key in ("anyOf", "oneOf", "allOf"):
            if key in schema:
                options = _list(schema[key])
                if key == "allOf" and len(options) != 1:
                    raise ModelFailed("the reply's schema combines several with allOf")
                return _either([self.node(option, refs, depth + 1) for option in options])
        return self._typed(schema, refs, depth)

    def _ref(self, schema: Mapping[str, object], refs: tuple[str, ...], depth: int) -> tuple[str, int]:
        ref = str(schema["$ref"])
        if ref in refs:
            raise ModelFailed(f"the reply's schema contains itself at {ref!r}")
        found: object = self._schema
        for step in ref.removeprefix("#/").split("/"):
            found = found.get(step) if isinstance(found, Mapping) else None
        return self.node(found, (*refs, ref), depth + 1)

    def _typed(self, schema: Mapping[str, object], refs: tuple[str, ...], depth: int) -> tuple[str, int]:
        kind = schema.get("type")
        if isinstance(kind, list):
            return _either([self.node({**schema, "type": one}, refs, depth + 1) for one in kind])
        if not isinstance(kind, str) or kind not in _KEYWORDS:
            raise ModelFailed(f"the reply's schema has no known type: {kind!r}")
        if unknown := schema.keys() - _KEYWORDS[kind] - _ANNOTATIONS - {"type"}:
            raise ModelFailed(f"the reply's schema uses {sorted(unknown)[0]!r}, which can't be guaranteed")
        if kind == "object":
            return self._object(schema, refs, depth)
        if kind == "array":
            return self._array(schema, refs, depth)
        return _scalar(kind, schema)

    def _object(self, schema: Mapping[str, object], refs: tuple[str, ...], depth: int) -> tuple[str, int]:
        properties = schema.get("properties", {})
        if not isinstance(properties, Mapping):
            raise ModelFailed("the reply's schema has properties that are none")
        parts, longest = ['"{"'], 2
        for n, (name, value) in enumerate(properties.items()):
            key, width = _literal(name)
            text, inner = self.node(value, refs, depth + 1)
            parts += ['", "'] if n else []
            parts += [key, '": "', text]
            longest += width + 2 + inner + (2 if n else 0)
        return " ".join([*parts, '"}"']), longest

    def _array(self, schema: Mapping[str, object], refs: tuple[str, ...], depth: int) -> tuple[str, int]:
        least, most = _bounds(schema, "minItems", "maxItems", _ITEMS, 200)
        text, inner = self.node(schema.get("items"), refs, depth + 1)
        if most == 0:
            return '"[]"', 2
        name = f"item{len(self.rules)}"
        self.rules.append(f"{name} ::= {text}")
        rest = f"more{len(self.rules)}"
        self.rules.append(f'{rest} ::= ", " {name}')
        body = f"{name} {rest}{{{max(0, least - 1)},{most - 1}}}" if most > 1 else name
        body = body if least else f"({body})?"
        return f'"[" {body} "]"', 2 + most * (inner + 2)


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ModelFailed(f"the reply's schema holds {value!r:.80} where a list belongs")
    return value


def _bounds(schema: Mapping[str, object], low: str, high: str, usual: int, limit: int) -> tuple[int, int]:
    least, most = schema.get(low, 0), schema.get(high)
    if not isinstance(least, int) or not isinstance(most, int | None):
        raise ModelFailed(f"the reply's schema has a {low} or {high} that is no whole number")
    most = min(limit, max(usual, least) if most is None else most)
    if not 0 <= least <= most:
        raise ModelFailed(f"the reply's schema asks for {least} to {most}; at most {limit} can be kept")
    return least, most


def _scalar(kind: str, schema: Mapping[str, object]) -> tuple[str, int]:
    if kind == "boolean":
        return '("true" | "false")', 5
    if kind == "null":
        return '"null"', 4
    if kind == "integer":
        return _integer(schema)
    if kind == "number":
        least = schema.get("minimum", -1)
        if least not in {-1, 0} or ("minimum" in schema and least != 0):
            raise ModelFailed("the reply's schema bounds a fraction; only a minimum of 0 can be kept")
        sign = "" if least == 0 else '"-"? '
        return f'{sign}("0" | [1-9] [0-9]{{0,8}}) ("." [0-9]{{1,6}})?', 17
    if "format" in schema:
        if schema["format"] != "date":
            raise ModelFailed(f"the reply's schema asks for the format {schema['format']!r}")
        return "date", 12
    least, most = _bounds(schema, "minLength", "maxLength", _STRING, LONGEST_STRING)
    return f'"\\"" char{{{least},{most}}} "\\""', 2 + 2 * most


def _integer(schema: Mapping[str, object]) -> tuple[str, int]:
    low = _edge(schema, "minimum", "exclusiveMinimum", 1)
    high = _edge(schema, "maximum", "exclusiveMaximum", -1)
    if low is not None and high is not None and 0 <= high - low < _MOST_VALUES:
        return _either([_literal(value) for value in range(low, high + 1)])
    if high is not None or low not in {None, 0, 1}:
        raise ModelFailed(f"the reply's schema bounds a number by {low} and {high}: too wide to spell out")
    if low == 1:
        return "[1-9] [0-9]{0,8}", 9
    return ("" if low == 0 else '"-"? ') + '("0" | [1-9] [0-9]{0,8})', 10


def _edge(schema: Mapping[str, object], key: str, exclusive: str, step: int) -> int | None:
    value = schema.get(key)
    if value is None and exclusive in schema:
        value = schema[exclusive]
        value = value + step if isinstance(value, int) else value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if value is not None and type(value) is not int:
        raise ModelFailed(f"the reply's schema bounds a whole number by {value!r}")
    return value

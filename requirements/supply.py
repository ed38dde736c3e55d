"""What the program is made of: `supply.py sbom` lists it, `supply.py audit` holds it against what is known.

Both read the locks alone and use no network; with one, `pip-audit -r requirements/run.txt` asks for news.
"""

import ast
import ctypes
import datetime
import json
import re
import sys
import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCKS = ("run", "model", "prebuilt", "build", "dev")
_ROOMS = ("coach", "ui", "evals")
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(\S*) *(.*)$")
_LONGEST_WAIVER = 90


@dataclass(frozen=True, slots=True)
class Pin:
    """One line of a lock."""

    name: str
    version: str
    """ "" where it is not pinned."""
    hashes: int
    lock: str


def pins(folder: Path = ROOT / "requirements") -> list[Pin]:
    """Return every package of every lock."""
    found = []
    for lock in LOCKS:
        text = (folder / f"{lock}.txt").read_text(encoding="utf-8").replace("\\\n", " ")
        for line in text.splitlines():
            if line.strip() and not line.startswith("#"):
                name, spec, rest = _PIN.fullmatch(line).groups()
                version = spec.removeprefix("==") if spec.startswith("==") else ""
                found.append(Pin(name.lower(), version, rest.count("--hash=sha256:"), f"{lock}.txt"))
    return found


def sbom() -> dict[str, object]:
    """Return the CycloneDX list of what the locks install, and of what llama-cpp-python carries inside."""
    first = {pin.name: pin for pin in reversed(pins())}
    components = [_component(first[name]) for name in sorted(first)]
    components += _vendored(first["llama-cpp-python"])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    content = json.dumps(components, sort_keys=True)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, content)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "coach",
                "name": project["name"],
                "version": project["version"],
                "licenses": [{"license": {"id": project["license"]}}],
            }
        },
        "components": components,
    }


def _component(pin: Pin) -> dict[str, object]:
    purl = f"pkg:pypi/{pin.name}@{pin.version}"
    made = {"type": "library", "bom-ref": purl, "name": pin.name, "version": pin.version, "purl": purl}
    made["properties"] = [
        {"name": "coach:lock", "value": f"requirements/{pin.lock}"},
        {"name": "coach:hashes", "value": str(pin.hashes)},
    ]
    if licence := _licence(pin.name):
        made["licenses"] = [{"license": {"name": licence}}]
    return made


def _licence(name: str) -> str:
    try:
        about = distribution(name).metadata
    except PackageNotFoundError:
        return ""
    said = about.get("License-Expression") or about.get("License") or ""
    return said.splitlines()[0][:80] if said else ""


def _vendored(parent: Pin) -> Iterator[dict[str, object]]:
    """Yield llama.cpp and ggml, which are compiled from the source inside llama-cpp-python."""
    for name, version in (("llama.cpp", _said("libllama", "llama_version")), ("ggml", _ggml())):
        held = f"in {parent.name} {parent.version}"
        yield {
            "type": "library",
            "bom-ref": f"vendored:{name}",
            "name": name,
            "version": version or held,
            "properties": [
                {"name": "coach:vendored", "value": held},
                {"name": "coach:lock", "value": f"requirements/{parent.lock}"},
            ],
        }


def _ggml() -> str:
    return " ".join(
        filter(None, (_said("libggml-base", "ggml_version"), _said("libggml-base", "ggml_commit")))
    )


def _said(library: str, function: str) -> str:
    """Return what the compiled library says of itself; "" where it is not installed or says nothing."""
    try:
        folder = Path(distribution("llama-cpp-python").locate_file("llama_cpp/lib"))
        path = next(iter(sorted(folder.glob(f"{library}.*"))))
        ask = getattr(ctypes.CDLL(str(path)), function)
    except (PackageNotFoundError, StopIteration, OSError, AttributeError):
        return ""
    ask.restype = ctypes.c_char_p
    return (ask() or b"").decode()


def audit(today: datetime.date, folder: Path = ROOT / "requirements") -> list[str]:
    """Return what is wrong, a line each; nothing when every known vulnerability is fixed or out of reach."""
    found = pins(folder)
    wrong = [f"{pin.lock}: {pin.name} is not pinned" for pin in found if not pin.version]
    wrong += [f"{pin.lock}: {pin.name} has no hash" for pin in found if not pin.hashes]
    known = tomllib.loads((folder / "waivers.toml").read_text(encoding="utf-8"))
    versions = {(pin.name, pin.version) for pin in found}
    for name in sorted({name for name, _ in versions}):
        if len({version for one, version in versions if one == name}) > 1:
            wrong.append(f"{name} has different versions in different locks")
    for floor in known["floor"]:
        for name, version in versions:
            if name == floor["package"] and _parts(version) < _parts(floor["version"]):
                wrong.append(f"{name} {version} is below {floor['version']}: {floor['why']}")
    return wrong + [line for waiver in known["waiver"] for line in _waiver(waiver, today, found)]


def _waiver(waiver: dict, today: datetime.date, found: list[Pin]) -> Iterator[str]:
    about = f"{waiver['package']} ({', '.join(waiver['ids'])})"
    if waiver["package"] not in {pin.name for pin in found}:
        yield f"{about}: no longer in a lock, so the waiver can go"
    if (waiver["until"] - waiver["since"]).days > _LONGEST_WAIVER:
        yield f"{about}: waived for more than {_LONGEST_WAIVER} days"
    if today > waiver["until"]:
        yield f"{about}: the waiver ended on {waiver['until']}; look for a fixed release"
    for place, name in _names(waiver["unreachable"]):
        if any(_meets(name, banned) for banned in waiver["unreachable"]):
            yield f"{about}: {place} names {name}"


def _meets(name: str, banned: str) -> bool:
    return name == banned or name.startswith(f"{banned}.") or name.endswith(f".{banned}")


def _names(banned: list[str]) -> Iterator[tuple[str, str]]:
    """Yield where every module, dotted name and string stands, in the files that may hold a banned one."""
    signs = [name.split(".")[0] for name in banned]
    for room in _ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            if not any(sign in text for sign in signs):
                continue
            for node in ast.walk(ast.parse(text)):
                for name in _named(node):
                    yield str(path.relative_to(ROOT)), name


def _named(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{alias.name}" for alias in node.names]
    if isinstance(node, ast.Attribute | ast.Name):
        return [ast.unparse(node)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


def main() -> int:
    """Run ``sbom`` or ``audit``."""
    if sys.argv[1:] == ["sbom"]:
        sys.stdout.write(json.dumps(sbom(), indent=1, ensure_ascii=False) + "\n")
        return 0
    wrong = audit(datetime.datetime.now().astimezone().date())
    for line in wrong:
        sys.stderr.write(f"audit: {line}\n")
    known = tomllib.loads((ROOT / "requirements" / "waivers.toml").read_text(encoding="utf-8"))["waiver"]
    ids = sum(len(one["ids"]) for one in known)
    sys.stderr.write(
        f"audit: {len(pins())} pins, {ids} known without a fix, all out of reach\n" if not wrong else ""
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

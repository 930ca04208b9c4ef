"""Reading the project's own source as syntax trees, for the tests beside this file."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PURE = (
    "omaha",
    "gateway/sources",
    "gateway/mappings",
    "gateway/tagging",
    "gateway/timeline",
    "gateway/consent/decide.py",
    "gateway/consent/gate.py",
)


@cache
def trees() -> dict[str, ast.Module]:
    """Path relative to the root → syntax tree, for all code of both packages (migration revisions left out)."""
    found = {}
    for package in ("gateway", "omaha"):
        for path in sorted((ROOT / package).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if "migrations/versions" not in name:
                found[name] = ast.parse(path.read_text("utf-8"))
    return found


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call with the last part of its name: `session.commit()` → `commit`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Name(id=name) | ast.Attribute(attr=name):
                    yield name, node


def pure() -> dict[str, ast.Module]:
    return {name: tree for name, tree in trees().items() if name.startswith(PURE)}


def error_codes() -> dict[str, tuple[str, str]]:
    """Stable error code → (class, sentence): first two literal arguments of every error that is built."""
    classes = {node.name for node in ast.walk(trees()["gateway/errors.py"]) if isinstance(node, ast.ClassDef)} | {
        "MethodNotAllowed"
    }
    codes: dict[str, tuple[str, str]] = {}
    for tree in trees().values():
        for name, call in calls(tree):
            if name in classes and call.args and isinstance(call.args[0], ast.Constant):
                sentence = call.args[1] if len(call.args) > 1 else None
                codes[str(call.args[0].value)] = (name, _words(sentence))
    return dict(sorted(codes.items()))


def _words(node: ast.expr | None) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_words(part) if isinstance(part, ast.Constant) else "…" for part in parts)
        case _:
            return "…"

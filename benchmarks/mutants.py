"""Small faults put into a module one at a time: the mutants that `benchmarks.mutation` has the tests look for.

Left alone: annotations, decorators, docstrings, imports and assignments at module level, for no decision is made there.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Fault = Callable[[], ast.AST]

COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
SWAPPED = {"any": "all", "all": "any", "min": "max", "max": "min"}
DROPPED = {"sorted", "set", "tuple", "frozenset", "list"}


@dataclass(frozen=True)
class Mutant:
    """`within`: its function; `before`, `after`: the smallest part that differs; `code`: the whole module."""

    module: str
    within: str
    line: int
    before: str
    after: str
    code: str

    def __str__(self) -> str:
        return f"{self.module}.{self.within} (line {self.line}): {self.before}  ->  {self.after}"


def mutants(module: str, source: str) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its text."""
    tree = ast.parse(source)
    for within, parent, name, at, node in list(_places(tree)):
        for make in _faults(node):
            fresh = make()
            if at is None:
                setattr(parent, name, fresh)
            else:
                getattr(parent, name)[at] = fresh
            whole = ast.unparse(ast.fix_missing_locations(tree))
            line = getattr(node, "lineno", 0) or getattr(parent, "lineno", 0)
            yield Mutant(module, within, line, _short(node), _short(fresh), whole)
            if at is None:
                setattr(parent, name, node)
            else:
                getattr(parent, name)[at] = node


def _places(node: ast.AST, within: str = "") -> Iterator[tuple[str, ast.AST, str, int | None, ast.AST]]:
    """Every node that may be replaced, with the function it is in and where it hangs."""
    within = node.name if isinstance(node, ast.FunctionDef | ast.ClassDef) else within
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list", "type_params"}:
            continue
        children = value if isinstance(value, list) else [value]
        for at, child in enumerate(children):
            if not isinstance(child, ast.AST) or _left_alone(node, child):
                continue
            yield within, node, name, at if isinstance(value, list) else None, child
            yield from _places(child, within)


def _left_alone(parent: ast.AST, child: ast.AST) -> bool:
    match child:
        case ast.Import() | ast.ImportFrom():
            return True
        case ast.Expr(value=ast.Constant(value=str())):
            return True
        case ast.Assign() | ast.AnnAssign():
            return isinstance(parent, ast.Module)
    return False


def _faults(node: ast.AST) -> Iterator[Fault]:
    for kind in (_of_conditions, _of_values, _of_calls, _of_statements):
        yield from kind(node)


def _of_conditions(node: ast.AST) -> Iterator[Fault]:
    match node:
        case ast.Compare(ops=[op], left=left, comparators=[right]):
            for other in COMPARED.get(type(op), ()):
                yield lambda other=other: ast.Compare(left, [other()], [right])  # type: ignore[misc]
        case ast.BoolOp(op=op, values=values):
            flipped = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield lambda: ast.BoolOp(flipped, values)
            for n in range(len(values)):
                left = [value for m, value in enumerate(values) if m != n]
                yield lambda left=left: left[0] if len(left) == 1 else ast.BoolOp(op, left)  # type: ignore[misc]
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield lambda: operand
        case ast.comprehension(ifs=ifs) if ifs:
            yield lambda: _with(node, ifs=[])
        case ast.match_case(guard=None):
            yield lambda: _with(node, guard=ast.Constant(value=False))
        case ast.If() | ast.While():
            yield lambda: _with(node, test=ast.Constant(value=True))
            yield lambda: _with(node, test=ast.Constant(value=False))


def _of_values(node: ast.AST) -> Iterator[Fault]:
    match node:
        case ast.BinOp(left=left, op=op, right=right) if type(op) in COUNTED:
            yield lambda: ast.BinOp(left, COUNTED[type(op)](), right)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            yield lambda: operand
        case ast.IfExp(body=body, orelse=orelse):
            yield lambda: body
            yield lambda: orelse
        case ast.Lambda():
            yield lambda: _with(node, body=ast.Constant(None))
        case ast.Constant(value=bool() as value):
            yield lambda: ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield lambda: ast.Constant(value + 1)
        case ast.Constant(value=str() as value):
            yield lambda: ast.Constant(f"{value}~")


def _of_calls(node: ast.AST) -> Iterator[Fault]:
    match node:
        case ast.Call(func=ast.Name(id=called), args=args):
            if called in SWAPPED:
                yield lambda: _with(node, func=ast.Name(SWAPPED[called], ast.Load()))
            if called in DROPPED and len(args) == 1:
                yield lambda: args[0]
        case ast.Call(func=ast.Attribute(value=value), args=[]):
            yield lambda: value
        case ast.keyword(arg=str(), value=value) if not isinstance(value, ast.Constant):
            yield lambda: _with(node, value=ast.Constant(None))
        case ast.Starred():
            yield lambda: ast.Starred(ast.Tuple([], ast.Load()), ast.Load())


def _of_statements(node: ast.AST) -> Iterator[Fault]:
    match node:
        case ast.Return(value=ast.expr() as value) if not _is_none(value):
            yield lambda: ast.Return(ast.Constant(None))
        case ast.Continue():
            yield ast.Break
        case ast.Expr() | ast.Assign() | ast.AugAssign():
            yield ast.Pass


def _with(node: ast.AST, **changed: object) -> ast.AST:
    made = copy.copy(node)
    for name, value in changed.items():
        setattr(made, name, value)
    return made


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _short(node: ast.AST) -> str:
    if isinstance(node, ast.comprehension):
        return " ".join(f"if {ast.unparse(each)}" for each in node.ifs) or "(no condition)"
    if isinstance(node, ast.match_case):
        return f"case {ast.unparse(node.pattern)}" + (" if False" if node.guard is not None else "")
    if isinstance(node, ast.keyword):
        return f"{node.arg}={ast.unparse(node.value)}"
    text = ast.unparse(ast.fix_missing_locations(copy.deepcopy(node)))
    return text.split("\n")[0]

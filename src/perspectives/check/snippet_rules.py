"""The snippets: what they may reach, and whether their checks can fail."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from perspectives.check import Problem, Problems
from perspectives.written.files import SourceError, cached, read
from perspectives.written.snippets import sections, snippet_files

# Modules in which no snippet finds the time, the host, the network or another program.
_MODULES = {
    *("bisect", "bz2", "collections", "contextlib", "copy", "dataclasses", "fractions"),
    *("functools", "gzip", "itertools", "json", "lzma", "math", "operator", "pathlib", "random"),
    *("re", "statistics", "string", "typing", "yaml", "zlib"),
    *("matplotlib", "numpy", "scipy", "torch", "transformers"),
    *(f"perspectives.{name}" for name in ("figure", "inside", "measure", "model", "output")),
}
# What leads from a path to this machine, and what differs from run to run.
_ATTRIBUTES = {
    *("absolute", "cwd", "datetime64", "environ", "expanduser", "home", "os", "resolve", "stat"),
    *("sys", "write_bytes", "write_text"),
}
_BUILTINS = {
    *("__builtins__", "__import__", "eval", "exec", "globals", "hash", "id", "input"),
    *("open", "vars"),
}
_PATH = re.compile(r"[/~]\w")  # how the name of a file of this machine begins
# By these a failing assertion is missed.
_NOT_IN_A_CHECK = (
    *(ast.Try, ast.TryStar, ast.If, ast.While, ast.Break, ast.Continue, ast.Raise, ast.ClassDef),
)
_CONTEXTS = {"cut", "no_grad", "nullcontext", "read", "replace"}  # which let an error through

_ANYWHERE = "it would depend on the machine or the moment of the run; do without it"

Faults = Iterator[tuple[int, str]]  # of one snippet: the line, what is wrong and how to fix it


def faults() -> Problems:
    """Every snippet keeps these rules."""
    for snippet in snippet_files():
        for rule in (reach, asserts, tests, failures):
            for line, message in rule(snippet):
                yield Problem(snippet, line, message)


def reach(snippet: Path) -> Faults:
    """A snippet knows neither when, where nor on whose machine it runs."""
    for node in ast.walk(_tree(snippet)):
        for name in _out_of_reach(node):
            yield node.lineno, f"{name} is out of reach of a snippet: {_ANYWHERE}"  # type: ignore[attr-defined]


def _out_of_reach(node: ast.AST) -> list[str]:
    match node:
        case ast.Import(names=aliases):
            names = [alias.name for alias in aliases]
        case ast.ImportFrom(module=module):
            names = [module or "."]
        case ast.Name(id=name):
            return [name] if name in _BUILTINS else []
        case ast.Attribute(attr=name):
            return [name] if name in _ATTRIBUTES else []
        case ast.Constant(value=str() as text):
            return [repr(text)] if _PATH.match(text) else []
        case _:
            return []
    return [name for name in names if not {name, name.partition(".")[0]} & _MODULES]


def asserts(snippet: Path) -> Faults:
    """A check asserts two things or more."""
    tests = {ast.dump(node.test) for node in _check(snippet) if isinstance(node, ast.Assert)}
    if "check" in sections(snippet) and len(tests) < 2:
        fix = "assert what it found, and that its control finds something else"
        yield sections(snippet)["check"][0], f"this check asserts less than two things: {fix}"


def tests(snippet: Path) -> Faults:
    """What is asserted hangs on what an earlier section found."""
    found = _found(snippet)
    for node in _check(snippet):
        match node:
            case ast.Assert(test=test) if not _reads(test, found):
                yield node.lineno, "this asserts nothing that an earlier section found: do so"
            case ast.Assert(test=test) if _holds_always(test):
                yield node.lineno, "this holds whatever was found: remove what cannot be false"
            case ast.Assign(targets=targets, value=value):
                names = {name for target in targets for name in _names(target)}
                found = found | names if _reads(value, found) else found - names
            case ast.AugAssign(target=target, value=value) if _reads(value, found):
                found |= _names(target)
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=owner))) if _reads(node, found):
                found |= _names(owner)  # as in `lost.append(...)`
            case ast.For(target=target, iter=values) if _reads(values, found):
                found |= _names(target)
            case ast.With(items=items):
                found |= {name for item in items for name in _names(item.optional_vars)}
            case ast.FunctionDef(name=name) if _reads(node, found):
                found.add(name)


def failures(snippet: Path) -> Faults:
    """Nothing in a check keeps an assertion from being reached or from failing."""
    for node in _check(snippet):
        if isinstance(node, _NOT_IN_A_CHECK) or not _contexts(node) <= _CONTEXTS:
            fix = "assert in the open, or for each of a list"
            yield node.lineno, f"no `{type(node).__name__.lower()}` in a check: {fix}"


def _contexts(node: ast.stmt) -> set[str]:
    """What a `with` enters: the names of the functions that it calls."""
    entered = [item.context_expr for item in node.items] if isinstance(node, ast.With) else []
    functions = [call.func if isinstance(call, ast.Call) else call for call in entered]
    return {ast.unparse(function).rpartition(".")[2] for function in functions}


@cached
def _tree(snippet: Path) -> ast.Module:
    """Raises SourceError if the snippet is not Python."""
    try:
        return ast.parse(read(snippet))
    except SyntaxError as error:
        raise SourceError(snippet, error.lineno or 1, f"invalid Python: {error.msg}") from None


def _check(snippet: Path) -> Iterator[ast.stmt]:
    """The statements of the check, in their order, also those inside of others."""
    first, code = sections(snippet).get("check", (0, ""))
    last = first + code.count("\n")
    yield from _flat([node for node in _tree(snippet).body if first <= node.lineno < last])


def _flat(nodes: list[ast.stmt]) -> Iterator[ast.stmt]:
    for node in nodes:
        yield node
        yield from _flat(getattr(node, "body", []))


def _found(snippet: Path) -> set[str]:
    """What the sections before the check name, but for what they import."""
    first = sections(snippet).get("check", (0, ""))[0]
    before = [node for node in _tree(snippet).body if node.lineno < first]
    stored = [node for part in before for node in ast.walk(part)]
    functions = {node.name for node in stored if isinstance(node, ast.FunctionDef)}
    return functions.union(*(_names(node, ast.Store) for node in before))


def _names(node: ast.AST | None, context: type = ast.expr_context) -> set[str]:
    """The names in a node, or those that it sets."""
    found = [part for part in ast.walk(node) if isinstance(part, ast.Name)] if node else []
    return {name.id for name in found if isinstance(name.ctx, context)}


def _reads(node: ast.AST, names: set[str]) -> bool:
    return bool(_names(node, ast.Load) & names)


def _holds_always(test: ast.expr) -> bool:
    """Is it a thing that is never false, compared with itself, or this or something constant?"""
    never_false = (
        ast.Tuple | ast.List | ast.ListComp | ast.GeneratorExp | ast.Lambda | ast.JoinedStr
    )
    if isinstance(test, never_false):
        return True
    for node in ast.walk(test):
        match node:
            case ast.BoolOp(op=ast.Or(), values=values) if node is test:
                if any(isinstance(value, ast.Constant) for value in values):
                    return True
            case ast.Compare(
                left=left, comparators=[right], ops=[ast.Eq() | ast.LtE() | ast.GtE()]
            ):
                if ast.dump(left) == ast.dump(right):
                    return True
    return False


RULES = [faults]

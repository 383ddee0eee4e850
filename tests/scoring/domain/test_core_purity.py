"""The core is pure: no float, no clock, no files, nothing but the standard library and itself."""

import ast
import sys
from pathlib import Path

import pytest

import scoring.domain

CORE = Path(scoring.domain.__file__).parent
MODULES = sorted(CORE.rglob("*.py"))
FORBIDDEN = {
    "random",
    "time",
    "os",
    "io",
    "pathlib",
    "socket",
    "subprocess",
    "decimal",
    "math.fsum",
}


def nodes(module: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(module.read_text("utf-8"))))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_no_float_comes_in(module: Path) -> None:
    for node in nodes(module):
        assert not (isinstance(node, ast.Name) and node.id in ("float", "complex", "round"))
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float | complex))


# Every place that divides, with what it divides: a Fraction or two integers into a Fraction.
DIVISIONS = {
    ("leaves", "total / sum(counts.values())"),
    ("leaves", "value / ratio.target"),
    ("totals", "100 * points / maximum"),
    ("totals", "total / exact_sum((weight for weight, _ in weighted))"),
    ("ranking", "exact_sum((outcome.published for outcome in outcomes)) / len(outcomes)"),
}


def test_only_fractions_are_divided() -> None:
    found = {
        (module.stem, ast.unparse(node))
        for module in MODULES
        for node in nodes(module)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)
    }

    assert found == DIVISIONS


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_only_the_standard_library_and_the_core_are_imported(module: Path) -> None:
    for node in nodes(module):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
            assert node.level == 0
        for name in names:
            assert (
                name.startswith("scoring.domain") or name.split(".")[0] in sys.stdlib_module_names
            )
            assert name not in FORBIDDEN


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_no_clock_no_file_no_print(module: Path) -> None:
    for node in nodes(module):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called not in ("open", "print", "input", "eval", "exec", "__import__")
            assert not called.endswith((".now", ".today", ".utcnow"))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_modules_are_short_and_say_what_lives_in_them(module: Path) -> None:
    tree = ast.parse(module.read_text("utf-8"))

    assert ast.get_docstring(tree)
    assert len(module.read_text("utf-8").splitlines()) <= 400

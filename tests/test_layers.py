"""The layer rule, the size rule and the start-up rule of ARCHITECTURE.md."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "miaoshu"
LAYERS = {
    0: "records errors __init__",
    1: "facts measures numerals units kinds languages reading wording plugins settings"
    " patterns claims law leaks mending withholding",
    2: "formats tasks engines checks migrations",
    3: "catalog output store",
    4: "writing",
    5: "runners preview checking evaluation",
    7: "commands",
    8: "__main__",
}
LAYER = {name: number for number, names in LAYERS.items() for name in names.split()}
HEAVY = {
    "torch",
    "pandas",
    "polars",
    "pyarrow",
    "openpyxl",
    "lxml",
    "sqlalchemy",
    "alembic",
    "rich",
    "selectolax",
}
FILES = sorted(PACKAGE.rglob("*.py"))


def top(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """The modules of miaoshu that a file imports, as dotted names below the package."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            parts = name.split(".")
            if parts[0] == "miaoshu" and len(parts) > 1 and parts[1] in LAYER:
                found.add(".".join(parts[1:]))
    return found


def test_every_module_has_a_layer():
    assert {top(path) for path in FILES} <= set(LAYER)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_down_and_files_stay_readable(path):
    own = top(path)
    for name in imports(path):
        other = name.split(".")[0]
        if LAYER[own] == 1 or own == other:
            allowed = LAYER[other] <= LAYER[own]
        else:
            allowed = LAYER[other] < LAYER[own] or other == "__init__"
        # A plug-in may use the private helpers of its own folder, never another plug-in.
        if own == other and LAYER[own] == 2:
            allowed = name.split(".")[1:2] == [] or name.split(".")[1].startswith("_")
        assert allowed, f"{path.name} imports miaoshu.{name}"
    assert len(path.read_text("utf-8").splitlines()) <= 500


def test_help_imports_nothing_heavy():
    code = (
        "import sys; from miaoshu.commands import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        f"print(sorted(set(sys.modules) & {HEAVY!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"

"""What the documents show is what the program prints, and what they name is there."""

import re
import shlex
from pathlib import Path

import pytest

from miaoshu import commands, plugins

ROOT = Path(__file__).parent.parent
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
EXAMPLES = [
    (path, command, output)
    for path in READMES
    for block in re.findall(r"```console\n(.*?)```", path.read_text("utf-8"), re.S)
    for command, output in re.findall(r"^\$ (miaoshu .*)\n((?:(?!\$ ).*\n)*)", block, re.M)
]


@pytest.mark.parametrize(
    ("path", "command", "output"), EXAMPLES, ids=lambda v: v[:60] if isinstance(v, str) else v.name
)
def test_the_shown_output_is_the_real_one(path, command, output, capfd, tmp_path, monkeypatch):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    commands.main(shlex.split(command)[1:])
    out, err = capfd.readouterr()
    seconds = re.compile(r"\d+\.\d s$", re.M)
    assert seconds.sub("… s", out + err) == seconds.sub("… s", output)


def test_readmes_show_examples():
    assert {path for path, _, _ in EXAMPLES} == set(READMES)


@pytest.mark.parametrize("path", READMES, ids=lambda p: p.name)
def test_the_tree_in_the_readme_is_complete(path):
    text = path.read_text("utf-8")
    folders = {p.name for p in (ROOT / "miaoshu").iterdir() if p.is_dir() and not p.name.startswith("__")}
    folders |= {
        p.name for p in ROOT.iterdir() if p.is_dir() and p.name in ("examples", "docs", "tests", "benchmarks")
    }
    for folder in folders:
        assert f"{folder}/" in text, folder


def test_the_architecture_lists_every_module():
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    for path in (ROOT / "miaoshu").iterdir():
        if path.suffix == ".py" and not path.name.startswith("__"):
            assert f"`{path.stem}`" in text, path.stem


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.*")), ids=lambda p: p.name)
def test_every_example_is_named_in_its_readme(path):
    if path.name != "README.md":
        assert path.name in (ROOT / "examples" / "README.md").read_text("utf-8")


def test_every_format_has_a_line_in_the_readme():
    for path in READMES:
        text = path.read_text("utf-8").casefold()
        for name in plugins.names("formats"):
            assert name.casefold() in text

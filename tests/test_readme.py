"""The README is tested like code: its commands, options, folders, links and recipes are those that exist."""

from __future__ import annotations

import ast
import importlib.util
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest

from dashboard.chart import Chart
from dashboard.cli import cli
from dashboard.metrics.definition import Metric
from etl.__main__ import main as etl
from etl.source import Source

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
FENCED = re.compile(r"^(`{3,})(\w*)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
PROSE = FENCED.sub("", README)
SPANS = re.findall(r"`([^`\n]+)`", PROSE)
LINES = [part.strip() for line in re.findall(r"^    (.+)$", PROSE, re.MULTILINE) for part in line.split("&&")]
PROGRAMS: dict[str, click.Group] = {"waybill": cli, "python -m dashboard": cli, "python -m etl": etl}
COMMANDS = [(program, name) for program in ("waybill", "python -m etl") for name in PROGRAMS[program].commands]
OPTION = re.compile(r"(?<![\w-])--[a-z-]+")


def options(command: click.Command) -> set[str]:
    return {name for parameter in command.params if isinstance(parameter, click.Option) for name in parameter.opts} | {
        "--help"
    }


def called(text: str) -> tuple[str, click.Command] | None:
    """The command that a piece of code starts, or None when it starts none of ours."""
    for program, group in PROGRAMS.items():
        if text == program or text.startswith(f"{program} "):
            first = (text.removeprefix(program).split() or [""])[0]
            if re.fullmatch(r"[a-z]+", first):
                assert first in group.commands, f"README names `{program} {first}`, which there is not"
                return f"{program} {first}", group.commands[first]
            return program, group
    return None


def test_every_command_named_in_the_readme_exists_with_the_options_named():
    found = [(text, command) for text in (*SPANS, *LINES) if (command := called(text))]
    assert found
    for text, (name, command) in found:
        known = options(command) | (options(cli) if command is cli else set())
        assert set(OPTION.findall(text)) <= known, f"{name}: {text}"


def rows() -> Iterator[tuple[str, click.Command, set[str]]]:
    """The rows of the table of commands: the command's name, the command, and the options named beside it."""
    for line in PROSE.splitlines():
        if line.startswith("| `waybill"):
            start = called(line.split("`")[1])
            assert start
            yield *start, set(OPTION.findall(line))


def test_the_table_of_commands_has_them_all_with_all_their_options():
    table = {name: (command, named) for name, command, named in rows()}
    assert set(table) == {"waybill", *(f"waybill {name}" for name in cli.commands)}
    for name, (command, named) in table.items():
        # What every command has is told once, in the text.
        everywhere = {"--help", "--version", "--data"}
        assert named - everywhere == options(command) - everywhere, name


@pytest.mark.parametrize("option", ["--data", "--help", "--version"])
def test_options_of_every_command_are_told_in_the_text(option: str):
    assert OPTION.findall(PROSE).count(option)


@pytest.mark.parametrize(("program", "name"), COMMANDS)
def test_every_command_is_named(program: str, name: str):
    assert f"`{program} {name}" in PROSE or (program in PROSE and f"`{name}`" in PROSE)


def test_every_module_that_is_run_exists():
    modules = re.findall(r"python -m ([\w.]+)", README)
    assert {"dashboard", "etl", "pytest"} <= set(modules)
    assert [name for name in modules if importlib.util.find_spec(name) is None] == []


def paths() -> list[str]:
    """Code in the text that looks like a path of ours; what is in <…> is for the reader to fill in."""
    return [span for span in SPANS if re.fullmatch(r"[\w.][\w./-]*/[\w./-]*", span)]


def ignored(path: str) -> bool:
    """What only a build makes."""
    return f"/{path.rstrip('/')}/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_every_path_named_exists():
    assert paths()
    # Folders of one's own data are told as they lie in the data folder.
    found = {path: (ROOT / path).exists() or (ROOT / "data" / path).exists() or ignored(path) for path in paths()}
    assert [path for path, exists in found.items() if not exists] == []


def test_every_folder_of_code_and_data_is_named():
    folders = [
        path.name for path in ROOT.iterdir() if path.is_dir() and path.name in ("dashboard", "etl", "data", "tests")
    ]
    folders += [
        f"{top}/{path.parent.name}" for top in ("dashboard", "etl") for path in (ROOT / top).glob("*/__init__.py")
    ]
    folders += [
        f"data/{path.name}" for path in (ROOT / "data").iterdir() if path.is_dir() and not ignored(f"data/{path.name}")
    ]
    assert len(folders) > 8
    assert [name for name in sorted(folders) if f"{name}/" not in README] == []


def test_every_link_to_a_file_leads_somewhere():
    targets = re.findall(r"\]\(([^)\s]+)\)", PROSE)
    local = [target.partition("#")[0] for target in targets if "://" not in target and not target.startswith("#")]
    assert [target for target in local if not (ROOT / target).exists()] == []


def test_the_screenshot_is_there_and_small():
    (picture,) = re.findall(r"!\[[^\]]{20,}\]\(([^)]+)\)", README)
    assert picture.startswith("dashboard/")
    assert 10_000 < (ROOT / picture).stat().st_size < 500_000


@pytest.mark.parametrize(
    ("kind", "needed"), [(Source, {"name", "into", "recognises", "tidy"}), (Chart, {"topic", "query"})]
)
def test_a_recipe_uses_fields_that_there_are(kind: type, needed: set[str]):
    trees = [ast.parse(code) for _, language, code in FENCED.findall(README) if language == "python"]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    (call,) = [node for node in calls if isinstance(node.func, ast.Name) and node.func.id == kind.__name__]
    given = {keyword.arg for keyword in call.keywords}
    assert needed <= given <= {field.name for field in fields(kind)}


def test_the_recipe_of_a_metric_names_its_fields():
    (named,) = re.findall(r"`metric = Metric\(([^)]*)\)`", README)
    assert {name.strip() for name in named.split(",")} <= {field.name for field in fields(Metric)}


def test_the_readme_stays_short_enough_to_be_read():
    assert len(README.split()) < 3000

"""Wrong input is told what, where and why, all at once, with status 2; nothing is written, nothing breaks."""

from __future__ import annotations

import importlib.resources
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

from .cases import BROKEN, SOUND, TYPED, CommandCase, FileCase, Mistake, Words

LIMIT_S = 120
FIRST_RUN_LIMIT_S = 600  # the first run on a machine compiles
BOX = re.compile("[\u2500-\u257f]")  # frames drawn around a message

Tree = dict[str, bytes | str]


@pytest.fixture(scope="session")
def article() -> str:
    """The shipped regime that the cases change."""
    shipped = importlib.resources.files("scorewatch") / "regimes" / "article.toml"
    return shipped.read_bytes().decode("utf-8").replace("\r\n", "\n")


@pytest.fixture(scope="session")
def finished_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small finished run of `article`, made once; the tests copy it."""
    folder = tmp_path_factory.mktemp("finished") / "run"
    args = ("run", "article", "--people", "40", "--months", "2", "--out", str(folder), "--quiet")
    done = scorewatch(args, folder.parent, limit_s=FIRST_RUN_LIMIT_S)
    assert done.returncode == 0, told(args, done, "the run that the cases need should have ended with status 0")
    return folder


def scorewatch(
    args: Iterable[str], cwd: Path, env: Iterable[tuple[str, str]] = (), limit_s: float = LIMIT_S
) -> subprocess.CompletedProcess[bytes]:
    """What the command line answers, typed in the folder `cwd`."""
    return subprocess.run(
        [sys.executable, "-m", "scorewatch", *args],
        cwd=cwd,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "200", **dict(env)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=limit_s,
        check=False,
    )


def text(output: bytes) -> str:
    return output.decode("utf-8", errors="replace")


def flat(output: str) -> str:
    """The words of a message without its frame and its line breaks."""
    return " ".join(BOX.sub(" ", output).split())


def told(args: Iterable[str], done: subprocess.CompletedProcess[bytes], expected: str) -> str:
    """What was expected, and what came, for whoever reads the failure."""
    return (
        f"\nexpected: {expected}"
        f"\ntyped:    scorewatch {' '.join(map(repr, args))}"
        f"\nstatus:   {done.returncode}"
        f"\n--- standard error\n{text(done.stderr)}"
        f"\n--- standard output\n{text(done.stdout)[:2000]}\n---"
    )


def tree(folder: Path) -> Tree:
    """Every file (its bytes), link (its target) and folder below `folder`, by relative path."""
    found: Tree = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = f"link to {path.readlink()}"
        else:
            found[name] = "folder" if path.is_dir() else path.read_bytes()
    return found


def changed(before: Tree, after: Tree) -> str:
    """The names that appeared, vanished or changed; empty if none did."""
    names = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    return ", ".join(
        f"{name} ({'new' if name not in before else 'gone' if name not in after else 'changed'})" for name in names
    )


def holds(message: str, words: Words) -> bool:
    """Whether one of the words stands in the message, not merely as a part of a longer word."""
    choice = (words,) if isinstance(words, str) else words
    return any(
        re.search(
            (r"(?<!\w)" if word[:1].isalnum() else "") + re.escape(word) + (r"(?!\w)" if word[-1:].isalnum() else ""),
            message,
        )
        for word in choice
    )


def line_of(marker: str, offered: str) -> int:
    """The line on which the marker ends; it stands in the text exactly once."""
    assert offered.count(marker) == 1, f"the marker {marker!r} stands {offered.count(marker)} times in the file"
    return offered.count("\n", 0, offered.index(marker) + len(marker.rstrip("\n"))) + 1


def lines_of(mistake: Mistake, offered: str) -> set[int]:
    return {line_of(marker, offered) for marker in mistake.at}


def ids(cases: Iterable[FileCase | CommandCase]) -> list[str]:
    return [case.id for case in cases]


# --- the cases themselves -----------------------------------------------------------------------------------
def test_every_case_has_a_name_of_its_own() -> None:
    names = [*ids(BROKEN), *ids(SOUND), *ids(TYPED)]
    assert len(names) == len(set(names)), sorted(name for name in names if names.count(name) > 1)


def test_every_change_of_the_regime_is_the_one_meant(article: str) -> None:
    """A find text that is not there, or there twice, would make a case of nothing."""
    wrong = []
    for case in (*BROKEN, *SOUND):
        for edit in case.edits:
            if article.count(edit.find) != 1:
                wrong.append(f"{case.id}: {edit.find!r} stands {article.count(edit.find)} times in article.toml")
        offered = case.text(article)
        markers = [marker for mistake in case.mistakes for marker in mistake.at] + list(case.also)
        for marker in markers:
            if offered.count(marker) != 1:
                wrong.append(f"{case.id}: the marker {marker!r} stands {offered.count(marker)} times in the file")
        if case.raw is None and case.toml is not None and reads(offered) is not case.toml:
            wrong.append(f"{case.id}: valid TOML: {reads(offered)}, meant: {case.toml}")
    assert not wrong, "\n".join(wrong)


def reads(offered: str) -> bool:
    """Whether the text is valid TOML."""
    try:
        tomllib.loads(offered)
    except tomllib.TOMLDecodeError:
        return False
    return True


# --- broken and sound files ---------------------------------------------------------------------------------
@pytest.mark.parametrize("case", BROKEN, ids=ids(BROKEN))
def test_a_broken_file_is_refused_with_its_place(case: FileCase, article: str, tmp_path: Path) -> None:
    args = lay_out(case, article, tmp_path)
    before = tree(tmp_path)
    done = scorewatch(args, tmp_path, case.env)

    refused(args, done, (2,), before, tmp_path, case.never, silent=True)
    error = flat(text(done.stderr))
    assert case.file in error, told(args, done, f"the file's name, {case.file}")
    offered = case.text(article) if case.raw is None else ""
    named = list(re.finditer(re.escape(case.file) + r":(\d+)", error))
    for mistake in case.mistakes:
        lines = lines_of(mistake, offered)
        here = [at for at, match in enumerate(named) if int(match[1]) in lines]
        where = " or ".join(f"{case.file}:{line}" for line in sorted(lines))
        if lines:
            assert here, told(args, done, f"a mistake at {where}")
        message = around(error, named, here) if len(case.mistakes) > 1 else error
        for words in mistake.says:
            assert holds(message, words), told(args, done, f"a message at {where or case.file} that names {words!r}")
    if all(mistake.at for mistake in case.mistakes):
        right = {line_of(marker, offered) for marker in case.also}.union(*(lines_of(m, offered) for m in case.mistakes))
        innocent = sorted({int(match[1]) for match in named} - right)
        assert not innocent, told(args, done, f"no word about line {innocent}, which is right")


@pytest.mark.parametrize("case", SOUND, ids=ids(SOUND))
def test_a_file_that_only_looks_wrong_is_accepted(case: FileCase, article: str, tmp_path: Path) -> None:
    args = lay_out(case, article, tmp_path)
    before = tree(tmp_path)
    done = scorewatch(args, tmp_path, case.env)

    assert "Traceback" not in text(done.stderr), told(args, done, "no traceback")
    assert done.returncode == 0, told(args, done, "status 0: nothing is wrong with this file")
    assert tree(tmp_path) == before, told(args, done, f"nothing written, but: {changed(before, tree(tmp_path))}")


def lay_out(case: FileCase, article: str, folder: Path) -> tuple[str, ...]:
    """Write the case's files into the folder; what is typed there."""
    for name, content in case.beside:
        (folder / name).write_bytes(content.encode())
    (folder / case.file).write_bytes(case.content(article))
    return (case.command, case.file, *case.options)


def around(error: str, named: list[re.Match[str]], here: list[int]) -> str:
    """What is said at the places `here`: from the place named before each to the place named after it."""
    return " ".join(
        error[named[at - 1].end() if at else 0 : named[at + 1].start() if at + 1 < len(named) else len(error)]
        for at in here
    )


# --- broken command lines -----------------------------------------------------------------------------------
@pytest.mark.parametrize("case", TYPED, ids=ids(TYPED))
def test_a_broken_command_line_is_refused(case: CommandCase, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    for name in case.folders:
        (tmp_path / name).mkdir(parents=True)
    for name, content in case.files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content.encode())
    for name, target in case.links:
        (tmp_path / name).symlink_to(target)
    if case.run:
        finished: Path = request.getfixturevalue("finished_run")
        tamper(case, shutil.copytree(finished, tmp_path / "run"))
    before = tree(tmp_path)
    done = scorewatch(case.args, tmp_path)

    refused(case.args, done, case.status, before, tmp_path, case.never, silent=not case.chatty)
    message = flat(text(done.stderr) + (text(done.stdout) if case.chatty else ""))
    assert message, told(case.args, done, "a message")
    for words in case.says:
        assert holds(message, words), told(case.args, done, f"a message that names {words!r}")


def tamper(case: CommandCase, run: Path) -> None:
    """Change the files of a run folder as the case says."""
    if case.manifest:
        path = run / "manifest.json"
        path.write_text(json.dumps({**json.loads(path.read_bytes()), **dict(case.manifest)}), encoding="utf-8")
    for name, source in case.swap:
        (run / name).write_bytes((run / source).read_bytes())
    for name, content in case.overwrite:
        assert (run / name).exists(), f"a run folder should hold {name}"
        (run / name).write_bytes(content)
    for name in case.drop:
        (run / name).unlink()


def refused(
    args: Iterable[str],
    done: subprocess.CompletedProcess[bytes],
    status: tuple[int, ...],
    before: Tree,
    folder: Path,
    never: tuple[str, ...],
    *,
    silent: bool,
) -> None:
    """What holds of every refusal: its status, no traceback, nothing on standard output, nothing written."""
    both = text(done.stderr) + text(done.stdout)
    assert "Traceback" not in both, told(args, done, "no traceback")
    assert done.returncode in status, told(args, done, f"status {' or '.join(map(str, status))}")
    after = tree(folder)
    assert after == before, told(args, done, f"nothing written, but: {changed(before, after)}")
    if silent:
        assert not done.stdout, told(args, done, "nothing on standard output")
    assert "\x1b" not in both, told(args, done, "no control sequence for the terminal")
    for secret in never:
        assert secret not in both, told(args, done, f"no word of what the file says ({secret!r})")

"""Nothing in the package can look at a real person: what it may import, read and ship is written down here.

A change that needs something new adds it to a list below, with the reason why no person can come in by it.
"""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from .command import script
from .source import PROJECT, ROOT, calls, files, imports, modules, names, tree

LIBRARIES = {
    "numpy": "words of a step at once, and the arithmetic of intervals",
    "polars": "the tables of a run",
    "pydantic": "what a regime file may say",
    "tree-sitter": "line numbers of a regime file",
    "tree-sitter-toml": "the grammar for it",
    "typer": "the command line",
    "rich": "tables and progress on a terminal",
    "numba": "compiles the arithmetic of the fast engine; it sees arrays of integers and nothing else",
    "platformdirs": "the name of the folder in which compiled code is kept",
    "psutil": "how much memory is free",
    "jinja2": "lays the page of a run out; it sees figures and sentences, and reads the package's own template",
    "altair": "charts as data: it sees counts and names of groups",
    "vl-convert-python": "draws these charts as SVG; it is told to fetch nothing",
}
COME_WITH_THEM = {
    "pydantic_core": "the errors of pydantic",
    "llvmlite": "numba's: which processor code is compiled for",
    "markupsafe": "jinja2's: text that is escaped, and text that need not be",
    "vl_convert": "the module of vl-convert-python",
}

FORBIDDEN = {
    "the network": (
        "socket ssl http urllib urllib3 requests httpx httpx2 aiohttp ftplib smtplib imaplib poplib telnetlib xmlrpc "
        "socketserver websockets webbrowser asyncio paramiko selenium playwright scrapy bs4"
    ),
    "other programs": "subprocess multiprocessing pty ctypes cffi",
    "images and video": (
        "cv2 PIL imageio skimage face_recognition dlib insightface deepface mediapipe moviepy av tkinter pytesseract "
        "easyocr imghdr"
    ),
    "sound": "wave audioop aifc sndhdr sunau librosa soundfile pyaudio sounddevice whisper speech_recognition pydub",
    "learned models": (
        "torch torchvision tensorflow keras jax flax sklearn xgboost lightgbm catboost transformers onnx onnxruntime "
        "statsmodels pycaret openai anthropic"
    ),
    "language": "spacy nltk gensim textblob langdetect sentence_transformers jieba flair stanza",
    "records of persons": (
        "pandas csv sqlite3 dbm shelve pickle marshal xml mailbox email openpyxl xlrd pyarrow fastparquet duckdb "
        "sqlalchemy psycopg pymongo redis faker presidio_analyzer recordlinkage dedupe phonenumbers geopy geopandas "
        "dask zipfile tarfile mmap fileinput getpass pwd grp ldap3 vobject"
    ),
    "optimisers": (
        "scipy cvxpy pulp ortools highspy gurobipy cplex optuna hyperopt nevergrad skopt bayes_opt ax gymnasium gym "
        "stable_baselines3 ray deap pygad pyomo nlopt SALib"
    ),
}

READS = {
    "open", "fdopen", "read", "readline", "readlines", "read_text", "read_bytes", "load", "fromfile", "loadtxt",
    "genfromtxt", "memmap", "frombuffer", "reader", "DictReader", "input", "getenv", "getoutput", "files", "iterdir",
    "glob", "rglob", "walk", "scandir", "listdir", "open_text", "open_binary", "recv", "urlopen",
}  # fmt: skip
MAY_READ = {
    ("regime/text.py", "open"): "a regime file, at most 4 MiB, refused where it is a table of records",
    ("regime/text.py", "read"): "the same",
    ("regime/read.py", "read"): "it calls regime/text.py",
    ("regime/read.py", "files"): "the shipped regimes",
    ("regime/read.py", "iterdir"): "the shipped regimes",
    ("regime/read.py", "read_text"): "the shipped regimes",
    ("populations/__init__.py", "files"): "the shipped populations",
    ("populations/__init__.py", "iterdir"): "the shipped populations",
    ("populations/__init__.py", "read_text"): "the shipped populations",
    ("study/folder.py", "read_text"): "the manifest of a run",
    ("study/folder.py", "read_parquet"): "the tables of a run, refused where the columns are others",
    ("study/folder.py", "iterdir"): "names of files, so that nothing is overwritten",
    ("study/figures.py", "read_parquet"): "figures of a run that was interrupted, which it wrote itself",
    ("study/verify.py", "read"): "it calls study/folder.py",
    ("cli/compare.py", "read"): "it calls study/folder.py",
    ("cli/folders.py", "read"): "it calls study/folder.py",
    ("report/page/file.py", "read_bytes"): "the page of a run, to compare it with what its tables give",
    ("tile/compiled.py", "glob"): "the package's own source, which compiled code is kept under a hash of",
    ("tile/compiled.py", "read_bytes"): "the same",
    ("report/page/page.py", "files"): "the page's template and style, shipped with the package",
    ("report/page/page.py", "read_text"): "the same",
    ("engine/memory.py", "read_text"): "how much memory a control group may take",
}

SHIPPED = {
    "py.typed": "an empty mark",
    "regimes/article.toml": "a regime",
    "regimes/article-with-safeguards.toml": "a regime",
    "regimes/defaulter-list.toml": "a regime",
    "regimes/no-regime.toml": "a regime",
    "regimes/article.facts.toml": "what must be true of it, which a test runs",
    "regimes/article-with-safeguards.facts.toml": "the same",
    "regimes/defaulter-list.facts.toml": "the same",
    "regimes/no-regime.facts.toml": "the same",
    "populations/china-2020.toml": "aggregates with their sources",
    "populations/china-2020.csv": "the template made from them",
    "report/page/page.html.j2": "the layout of the page of a run",
    "report/page/page.css": "its style",
}


def _forbidden() -> dict[str, str]:
    return {name: kind for kind, words in FORBIDDEN.items() for name in words.split()}


@pytest.mark.parametrize("module", modules())
def test_imports_nothing_that_could_look_at_a_person(module: str) -> None:
    """Catches an import of a network, picture, sound, language, learning, records or optimising library."""
    forbidden = _forbidden()
    roots = {name.partition(".")[0] for name in imports(module)}
    found = {root: forbidden[root] for root in roots if root in forbidden}
    assert not found, f"{module} imports what could look at a real person: {found}"


def test_imports_only_libraries_that_are_on_the_list() -> None:
    """Catches a new library that nobody has thought about, whatever its name."""
    import sys

    allowed = {name.replace("-", "_") for name in LIBRARIES} | set(COME_WITH_THEM) | {"scorewatch"}
    used = {name.partition(".")[0] for module in modules() for name in imports(module)}
    assert used - set(sys.stdlib_module_names) <= allowed


def test_imports_what_is_found_at_run_time_from_the_package_alone() -> None:
    """Catches an import by a computed name or executed text, which the scan above could not see."""
    hidden = {
        (module, name)
        for module in modules()
        for name, node in calls(module)
        if (name in ("import_module", "__import__", "run_path", "run_module"))
        or (name in ("eval", "exec", "compile") and isinstance(node.func, ast.Name))
    }
    assert hidden <= {("__init__.py", "import_module")}, "only the façade looks its own names up when first used"
    import scorewatch

    assert all(module.startswith("scorewatch.") for module, _ in scorewatch._WHERE.values())


def _writes(node: ast.Call) -> bool:
    """Whether a call of open says a mode that only writes, or opens the null device."""
    texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    texts += [str(k.value.value) for k in node.keywords if k.arg == "mode" and isinstance(k.value, ast.Constant)]
    null = any(isinstance(arg, ast.Attribute) and arg.attr == "devnull" for arg in node.args)
    return null or any(re.fullmatch("[wxa]b?t?", text) for text in texts)


def _is_read(name: str, node: ast.Call) -> bool:
    if name in ("open", "fdopen"):
        return not _writes(node)
    of_polars = isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") in ("pl", "polars")
    own = name in ("read", "load") and isinstance(node.func, ast.Name)  # a function of the package, seen where it is
    return (name in READS and not own) or (of_polars and name.startswith(("read_", "scan_")))


def _asks_for_our_own(node: ast.Call) -> bool:
    """os.environ.get("SCOREWATCH_…"): a switch of the package's own, and nothing about whoever sits there."""
    asked = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
    return isinstance(node.func, ast.Attribute) and str(asked[:1]).startswith("['SCOREWATCH_")


@pytest.mark.parametrize("module", modules())
def test_reads_files_only_in_the_rooms_that_may(module: str) -> None:
    """Catches a file, folder, pipe or environment read anywhere else than regime text, populations and run folders."""
    found = {(module, name) for name, node in calls(module) if _is_read(name, node)}
    assert found <= set(MAY_READ), f"{module} reads: {found - set(MAY_READ)}"
    own = {id(getattr(node.func, "value", None)) for _, node in calls(module) if _asks_for_our_own(node)}
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Attribute) and id(node) not in own:
            assert node.attr not in ("environ", "stdin"), f"{module}:{node.lineno} reads {node.attr}"


def test_depends_only_on_what_is_listed() -> None:
    """Catches a dependency without a place on the list, and one that stands in the project without its reason."""
    text = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    needed = [Requirement(line).name for line in project["dependencies"]]
    assert sorted(needed) == sorted(LIBRARIES)
    forbidden = _forbidden()
    for extra, lines in project.get("optional-dependencies", {}).items():
        for line in lines:
            name = Requirement(line).name.replace("-", "_")
            assert name not in forbidden, f"the extra {extra} brings {forbidden.get(name)}: {name}"
    for line in project["dependencies"]:
        reason = re.search(re.escape(f'"{line}",') + r"\s*#\s*(\S.*)", text)
        assert reason, f"{line} has no reason beside it"


def test_ships_no_other_data() -> None:
    """Catches a data set, picture or model that slips into the package beside the regimes and populations."""
    other = [p.relative_to(ROOT).as_posix() for p in files() if p.suffix != ".py"]
    assert set(other) == set(SHIPPED), "a new file needs a line in SHIPPED that says what it is"
    packed = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    globs = packed["tool"]["setuptools"]["package-data"]["scorewatch"]
    shipped = {"py.typed", "regimes/*.toml", "populations/*.toml", "populations/*.csv"}
    assert set(globs) == shipped | {"report/page/*.j2", "report/page/*.css"}


OBEDIENCE = re.compile(
    r"optimi[sz]|minimi[sz]|maximi[sz]|obedien|obey|conformity|gradient|reward|objective|tune_|argmax"
)


@pytest.mark.parametrize("module", modules())
def test_optimises_nothing(module: str) -> None:
    """Catches a function, class or variable that sets out to find what people obey best."""
    found = {name for name in names(module) if OBEDIENCE.search(name.lower())}
    called = {name for name, _ in calls(module) if OBEDIENCE.search(name.lower()) or name == "milp"}
    assert not found | called


WATCHED = """
import os, sys
seen = []
def hook(event, args):
    if event == "open" and isinstance(args[0], (str, bytes, os.PathLike)):
        seen.append((event, os.path.realpath(os.fsdecode(args[0])), args[1]))
    elif event.startswith(("socket.", "subprocess.", "urllib.", "http.", "ftplib.", "smtplib.")) or event in (
        "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "webbrowser.open",
    ):
        seen.append((event, str(args), None))
sys.addaudithook(hook)
sys.stdout = sys.stderr = open(os.devnull, "w")
from scorewatch.cli.main import main
for line in sys.argv[2:]:
    try:
        main(line.split())
    except SystemExit as ended:
        assert not ended.code, line
with open(sys.argv[1], "w") as out:
    out.writelines(f"{event}\\t{what}\\t{mode}\\n" for event, what, mode in seen)
"""


def test_touches_nothing_but_its_own_files_while_it_works(tmp_path: Path) -> None:
    """Catches any connection, other program, or file opened outside the package, its libraries and the run folder."""
    import sys
    import sysconfig

    from scorewatch.tile import compiled

    log, run = tmp_path / "log", tmp_path / "a" / "run"
    run.parent.mkdir()
    said = script(
        WATCHED,
        log,
        "check article",
        "describe article",
        f"run article --people 60 --months 2 --out {run}",
        f"life {run} 3",
        f"verify {run}",
    )
    assert said.status == 0, said.err
    own = [ROOT, run.parent, *(Path(p) for p in {*sysconfig.get_paths().values(), sys.base_prefix, sys.prefix})]
    own += [compiled.FOLDER] if compiled.FOLDER else []
    own += [ROOT.parent / "scorewatch.egg-info"]  # numba asks all that is installed whether it extends numba
    own = [path.resolve() for path in own]
    for line in log.read_text().splitlines():
        event, what, mode = line.split("\t")
        assert event == "open", f"{event}: {what}"
        path = Path(what)
        # the machine itself: its time zone, its memory and cores, the null device
        machine = any(path.is_relative_to(p) for p in ("/dev", "/proc", "/sys", "/etc", "/usr"))
        assert machine or path == log or any(path.is_relative_to(o) for o in own), f"opened {path} ({mode})"

"""A regime file cannot hold a person: no field for one, and what would identify one is refused with the reason."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from scorewatch.errors import InputError
from scorewatch.regime.read import parse
from support import HEADER

from .command import typed

NAME, NUMBER, PHONE, MAIL = "Zhang Weiguo", "110101199003077777", "13900001111", "zwg@example.org"
SECRETS = (NAME, "Weiguo", NUMBER, PHONE, MAIL)
REASON = "Scorewatch reads no records of persons"

IDENTIFYING = {
    "name", "surname", "forename", "id", "ids", "identifier", "identity", "passport", "ssn", "person", "persons",
    "individual", "citizen", "face", "faces", "photo", "picture", "portrait", "image", "video", "audio", "voice",
    "fingerprint", "iris", "dna", "biometric", "biometrics", "plate", "plates", "vin", "address", "street", "postcode",
    "zip", "phone", "telephone", "mobile", "email", "mail", "birth", "birthdate", "born", "dob", "document", "file",
    "path", "url", "uri", "link", "href", "ip", "mac", "device", "imei", "account", "iban", "card", "gps", "latitude",
    "longitude", "location", "username", "login", "nickname", "key", "uuid", "hash", "employer",
}  # fmt: skip
FREE_TEXT = {
    "says": "a part in words",
    "title": "the regime in words",
    "about": "the regime in words",
    "source": "where a number was published",
}
NAMES_OF_PARTS = {
    "use": "a shipped population",
    "list": "a list of the file",
    "sees": "behaviours of the file",
    "on": "behaviours of the file",
    "subject": "age bands of the population and traits of the file",
}
OPEN_TABLES = {"set": "leaves of the file, each judged as if it stood there"}


def _properties(schema: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """(model, property, its schema) of every model; also of models written in place."""
    for model, declared in [("file", schema), *schema.get("$defs", {}).items()]:
        yield from _below(model, declared)


def _below(model: str, declared: Any) -> Iterator[tuple[str, str, Any]]:
    if isinstance(declared, list):
        for one in declared:
            yield from _below(model, one)
    elif isinstance(declared, dict):
        properties = declared.get("properties")
        for name, inner in properties.items() if isinstance(properties, dict) else ():
            yield model, name, inner
        for key, inner in declared.items():
            if key not in ("$defs", "default"):
                yield from _below(model, inner)


def _free(declared: Any) -> bool:
    """Whether any text at all may stand here."""
    if not isinstance(declared, dict):
        return False
    if declared.get("type") == "string" and not {"enum", "const", "pattern"} & declared.keys():
        return True
    inner = [*declared.get("anyOf", ()), *declared.get("oneOf", ()), *declared.get("allOf", ()), declared.get("items")]
    return any(_free(one) for one in inner)


@pytest.fixture
def schema(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """The JSON Schema that a user gets."""
    said = typed(capsys, "schema")
    assert said.status == 0
    found: dict[str, Any] = json.loads(said.out)
    return found


def test_no_field_could_identify_a_person(schema: dict[str, Any]) -> None:
    """Catches a new word of the format such as `name`, `plate_number` or `photo_url`."""
    words = {name: set(name.lower().split("_")) for _, name, _ in _properties(schema)}
    assert len(words) > 60, "the walk sees the whole format"
    assert {name: parts & IDENTIFYING for name, parts in words.items() if parts & IDENTIFYING} == {}


def test_free_text_is_a_description_and_nothing_else(schema: dict[str, Any]) -> None:
    """Catches a new field that takes any text: where a person could be written down."""
    free = {name for _, name, declared in _properties(schema) if _free(declared)}
    assert free == {*FREE_TEXT, *NAMES_OF_PARTS}


def test_unknown_words_are_refused_everywhere(schema: dict[str, Any]) -> None:
    """Catches a table that would take any key: only a phase's leaves are open, and they are judged."""
    models = {**schema["$defs"], "file": schema}
    for model, declared in models.items():
        if declared.get("type") == "object":
            assert declared.get("additionalProperties") is False, f"{model} takes any word"
    open_tables = {
        name
        for _, name, declared in _properties(schema)
        if isinstance(declared, dict) and declared.get("additionalProperties") in (True, {})
    }
    assert open_tables <= set(OPEN_TABLES)


PLACES = {
    "the file": '{}\n',
    "population": "[population]\n{}\n",
    "trait": "[trait.t]\n{}\n",
    "score": "[score]\n{}\n",
    "behaviour": "[behaviour.b]\n{}\n",
    "a number": "[behaviour.b.acts_per_year]\n{}\n",
    "sensor": "[sensor.s]\n{}\n",
    "list": "[list.l]\n{}\n",
    "ground": "[list.l.ground.g]\n{}\n",
    "review": "[due_process.review]\n{}\n",
    "sanction": "[sanction.x]\n{}\n",
    "phase": "[[phase]]\n{}\n",
    "a phase's set": "[[phase]]\n[phase.set]\n{}\n",
    "a table of its own": "[somebody]\n{}\n",
    "an array of tables": "[[somebody]]\n{}\n",
}  # fmt: skip
KEYS = {
    "name": NAME, "full_name": NAME, "Surname": NAME, "姓名": NAME, "id_number": NUMBER, "national_id": NUMBER,
    "ssn": NUMBER, "passport": NUMBER, "face": "a.jpg", "face_image": "a.jpg", "photo": "a.jpg", "image": "a.jpg",
    "number_plate": "A-12345", "plate": "A-12345", "address": "7 Main Street", "home-address": "7 Main Street",
    "phone": PHONE, "mobile": PHONE, "email": MAIL, "E-Mail": MAIL, "date_of_birth": "7 March 1990",
    "fingerprint": "ab12", "iban": NUMBER, "gps": "30.1, 120.2",
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_a_key_that_identifies_is_refused_with_the_reason(place: str) -> None:
    """Catches a key for a person's name, number, face, plate or address that is taken, or refused without the why."""
    lines = "\n".join(f"{json.dumps(key, ensure_ascii=False)} = {json.dumps(value)}" for key, value in KEYS.items())
    text = (HEADER.format(top="") if place not in ("population", "the file") else "") + PLACES[place].format(lines)
    with pytest.raises(InputError) as refused:
        parse(text, "x.toml", "x")
    for key, value in KEYS.items():
        about = [m for m in refused.value.mistakes if m.what.endswith(f"{key} would identify a person")]
        assert about, f"{key} in {place} is not refused as what it is"
        assert all(m.why.startswith(REASON) and m.do for m in about)
        assert value not in str(refused.value), f"the message repeats what {key} holds"


@pytest.mark.parametrize("kind", ["trait", "behaviour", "sensor", "list", "sanction"])
@pytest.mark.parametrize(
    "name", [NAME, NUMBER, "+86 139 0000", MAIL, "https://example.org/p/1", "../photo.jpg", "张伟"]
)
def test_a_part_is_not_called_like_a_person(kind: str, name: str) -> None:
    """Catches names of parts that could be a name, a number, an address or a path."""
    with pytest.raises(InputError, match=f"cannot be the name of a {kind}"):
        parse(HEADER.format(top="") + f'[{kind}.{json.dumps(name, ensure_ascii=False)}]\nsays = "x"\n', "x.toml", "x")


@pytest.mark.parametrize(
    "path", ["behaviour.b.name", "list.l.id_number", "population.phone", "name", "trait.zhang.share"]
)
def test_a_set_brings_nobody_in(path: str) -> None:
    """Catches --set or Regime.set as a way round the format."""
    sound = parse(HEADER.format(top="") + '[behaviour.b]\nsays = "b"\nacts_per_year = 1\ndomain = "civic"\n', "x", "x")
    with pytest.raises(InputError, match="is called"):
        sound.set(path, "x")


def _xlsx() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as book:
        book.writestr("xl/sharedStrings.xml", f"<si><t>{NAME}</t></si><si><t>{NUMBER}</t></si>")
    return data.getvalue()


def _parquet() -> bytes:
    data = io.BytesIO()
    pl.DataFrame({"name": [NAME], "id": [NUMBER], "phone": [PHONE]}).write_parquet(data)
    return data.getvalue()


_ROWS = [("name", "id", "phone"), (NAME, NUMBER, PHONE), ("Li Na", "1", MAIL)]


def _rows(mark: str) -> bytes:
    return "".join(mark.join(row) + "\n" for row in _ROWS).encode()


_RECORD = {"name": NAME, "id": NUMBER, "phone": PHONE}
RECORDS = {
    "persons.csv": _rows(","),
    "semicolons.csv": _rows(";"),
    "persons.tsv": _rows("\t"),
    "quoted.csv": b'"name","note"\n' + f'"{NAME}","a = b, {MAIL}"\n'.encode(),
    "one-column.csv": f"name\n{NAME}\n{NUMBER}\n".encode(),
    "excel.csv": _rows("\t").decode().encode("utf-16"),
    "bom.csv": b"\xef\xbb\xbf" + _rows(","),
    "persons.json": json.dumps([_RECORD]).encode(),
    "table.json": json.dumps({"persons": [_RECORD]}, indent=1).encode(),
    "persons.jsonl": (json.dumps(_RECORD) + "\n").encode() * 2,
    "persons.xml": f"<?xml version='1.0'?><p><name>{NAME}</name></p>".encode(),
    "persons.xlsx": _xlsx(),
    "persons.parquet": _parquet(),
    "persons.sqlite": b"SQLite format 3\0" + NAME.encode(),
    "face.jpg": b"\xff\xd8\xff\xe0" + NAME.encode(),
}
UNRECOGNISED = {  # what a table in another guise is not called by its name for: it is refused as no TOML all the same
    "quoted.csv",
    "one-column.csv",
    "persons.json",
}


@pytest.mark.parametrize("guise", ["itself", "persons.toml", "persons"])
@pytest.mark.parametrize("file", RECORDS)
@pytest.mark.parametrize("command", ["check", "run"])
def test_a_table_of_persons_is_no_regime(
    command: str, file: str, guise: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Catches records that are read as a regime, refused without the reason, or repeated in the message."""
    path = tmp_path / (file if guise == "itself" else guise)
    path.write_bytes(RECORDS[file])
    out = ("--out", tmp_path / "out") if command == "run" else ()
    said = typed(capsys, command, path, *out)
    assert (said.status, said.out) == (2, "")
    assert not [secret for secret in SECRETS if secret in said.err]
    assert not (tmp_path / "out").exists()
    if guise == "itself" or file not in UNRECOGNISED:
        assert REASON in said.err


@pytest.mark.parametrize("file", RECORDS)
def test_a_table_of_persons_is_no_population(
    file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches records taken, opened or repeated as a population, in the file or by --set; the reason is said."""
    monkeypatch.chdir(tmp_path)
    Path(file).write_bytes(RECORDS[file])
    sound = HEADER.format(top="") + '[behaviour.b]\nsays = "b"\nacts_per_year = 1\ndomain = "civic"\n'
    Path("sound.toml").write_text(sound)
    Path("use.toml").write_text(sound.replace("china-2020", file))
    Path("file.toml").write_text(sound.replace("people = 1000", f'file = "{file}"'))
    for arguments in (("use.toml",), ("file.toml",), ("sound.toml", "--set", f"population.use={tmp_path / file}")):
        said = typed(capsys, "check", *arguments)
        assert (said.status, said.out) == (2, "")
        assert REASON in said.err
        assert not [secret for secret in SECRETS if secret in said.err]


def test_a_table_of_persons_is_no_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Catches records that `life` or `verify` would open in place of a run folder, or repeat."""
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "manifest.json").write_bytes(RECORDS["table.json"])
    for name in ("measures.parquet", "parts.parquet", "response.parquet"):
        (folder / name).write_bytes(RECORDS["persons.parquet"])
    (tmp_path / "persons.csv").write_bytes(RECORDS["persons.csv"])
    for command in ("life", "verify"):
        for path in (folder, tmp_path / "persons.csv"):
            said = typed(capsys, command, path)
            assert (said.status, said.out) == (2, "")
            assert not [secret for secret in SECRETS if secret in said.err]


@pytest.mark.parametrize("table", ["measures", "parts", "response", "inputs"])
def test_a_table_of_persons_is_no_table_of_a_run(
    table: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Catches records that pass as one table of an otherwise sound run folder."""
    folder = tmp_path / "run"
    assert typed(capsys, "run", "article", "--people", "5", "--months", "1", "--out", folder, "--quiet").status == 0
    (folder / f"{table}.parquet").write_bytes(RECORDS["persons.parquet"])
    for arguments in (("life", folder), ("verify", folder), ("report", folder), ("compare", folder, folder)):
        said = typed(capsys, *arguments)
        assert said.status in (1, 2), arguments
        assert not [secret for secret in SECRETS if secret in said.err + said.out]

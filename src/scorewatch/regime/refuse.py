"""What no regime may hold: records of persons, and words that identify one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from scorewatch.regime.finding import Finding
from scorewatch.regime.places import Path, dotted

WHY = (
    "Scorewatch reads no records of persons: a regime is a TOML file of rules, "
    "and its people are invented from published aggregates that it ships."
)
DO = "Leave it out. What people are and do stands in a regime as shares and rates."

_TABLES = {
    **dict.fromkeys((".csv", ".tsv", ".psv"), "a table of records"),
    **dict.fromkeys((".xls", ".xlsx", ".xlsm", ".ods"), "a spreadsheet"),
    **dict.fromkeys((".parquet", ".feather", ".arrow", ".orc", ".avro"), "a table of records"),
    **dict.fromkeys((".json", ".jsonl", ".ndjson", ".xml"), "a file of records"),
    **dict.fromkeys((".db", ".sqlite", ".sqlite3", ".mdb", ".sql", ".dump"), "a database"),
    **dict.fromkeys((".sav", ".dta", ".sas7bdat", ".rds", ".rdata", ".pkl", ".pickle"), "a table of records"),
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp", ".heic"), "a picture"),
    **dict.fromkeys((".mp4", ".mov", ".avi", ".mkv", ".mp3", ".wav"), "a recording"),
}
_BEGINNINGS = {
    b"PK\x03\x04": "a spreadsheet or an archive",
    b"\xd0\xcf\x11\xe0": "a spreadsheet",
    b"PAR1": "a table of records",
    b"ARROW1": "a table of records",
    b"SQLite format 3": "a database",
    b"\xff\xd8\xff": "a picture",
    b"\x89PNG": "a picture",
}
# Keys that would tell one person from another. They are refused wherever they stand.
_WORDS = (
    "name names full_name first_name last_name given_name family_name surname nickname "
    "id ids id_number id_card id_no identity identity_number identity_card national_id citizen_id "
    "person_id user_id "
    "passport passport_no passport_number ssn social_security_number tax_number tax_id driving_licence "
    "plate plates number_plate licence_plate license_plate plate_number vin "
    "face faces face_id face_image facial_image photo photos photograph portrait picture image images "
    "fingerprint fingerprints iris voiceprint dna biometric biometrics gait "
    "address addresses home_address street house_number postcode postal_code zip zip_code "
    "phone phones phone_number telephone mobile mobile_number email e_mail email_address "
    "date_of_birth birth_date birthdate birthday dob born place_of_birth "
    "ip ip_address mac_address device_id imei imsi account_number bank_account iban card_number "
    "gps latitude longitude coordinates "
    "person persons individual individuals members records record citizens suspects "
    "姓名 身份证 身份证号 车牌 电话 地址 "
)
_IDENTIFYING = frozenset(_WORDS.split())
_NAMED_PARTS = ("trait", "behaviour", "sensor", "list", "sanction")


def kind_of_records(name: str) -> str:
    """What sort of file of records this name says it is, or ""."""
    return _TABLES.get(PurePath(name).suffix.lower(), "")


def kind_of_content(data: bytes) -> str:
    """What sort of file of records this is by its beginning, or ""."""
    for beginning, kind in _BEGINNINGS.items():
        if data.startswith(beginning):
            return kind
    lines = [line.strip() for line in data[:4000].splitlines() if line.strip()][:2]
    if lines and lines[0].startswith((b"{", b"<?xml")):
        return "a file of records"
    for mark in (b",", b";", b"\t"):
        counts = {line.count(mark) for line in lines}
        if len(lines) == 2 and len(counts) == 1 and counts != {0} and not any(b"=" in line for line in lines):
            opens = lines[0].startswith((b"[", b"#"))
            return "" if opens else "a table of records"
    return ""


def identifying(raw: Any, path: Path = ()) -> Iterator[Finding]:
    """Every key of a file that would identify a person."""
    if isinstance(raw, list):
        for number, item in enumerate(raw):
            yield from identifying(item, (*path, number))
    if not isinstance(raw, dict):
        return
    for key, given in raw.items():
        here = (*path, key)
        if _plain(key) in _IDENTIFYING and not _names_a_part(here):
            yield Finding(here, f"{dotted(here)} would identify a person", WHY, DO)
        else:
            yield from identifying(given, here)


def _plain(key: str) -> str:
    return key.strip().lower().replace("-", "_").replace(" ", "_")


def _names_a_part(path: Path) -> bool:
    """Whether a key is the name that a user gave a sensor or a behaviour: [sensor.plates] knows no plate."""
    return len(path) == 2 and path[0] in _NAMED_PARTS and path[1] in ("plates", "faces", "records", "members")

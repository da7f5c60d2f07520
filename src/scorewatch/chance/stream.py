"""Streams: one purpose, one number."""

from __future__ import annotations

import hashlib


def stream(purpose: str) -> int:
    """The 32-bit number of a purpose such as "behaviour.smoking/acts"."""
    return int.from_bytes(hashlib.blake2s(purpose.encode("utf-8")).digest()[:4], "little")

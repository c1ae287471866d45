"""Damage as it happens to files, and as people do it on purpose; the same for the same seed."""

import io
import random
import zipfile
from collections.abc import Callable, Sequence

#: Numbers at which programs miscount.
_EDGES = [0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF]
_WORDS = [
    b"\x00", b"\xff" * 8, b"-1", b"99999999999999999999", b"<", b"</", b"<!--", b"]]>", b"&#0;",
    b"&#xD800;", b"<!DOCTYPE x>", b"endobj", b"endstream", b"stream\n", b"obj", b"<<" * 50,
    b"[" * 200, b"(" * 200, b"<div>" * 500, b"<table><tr><td>" * 50, b"%1" * 20,
    b"\xf4\x90\x80\x80", b"/Kids[1 0 R]", b"/Length 2147483647", b"w:val='-99999999'",
    b"\n- " * 300, b"> " * 300,
]  # fmt: skip


def mutated(chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    """One of `seeds`, damaged in one to eight places."""
    data = bytearray(chance.choice(seeds))
    for _ in range(chance.choice([1, 1, 2, 4, 8])):
        if not data:
            break
        chance.choice(_DAMAGES)(chance, data)
    return bytes(data)


def mutated_inside(chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    """A zip whose parts were damaged before they were packed, so that the parsers see them."""
    with zipfile.ZipFile(io.BytesIO(chance.choice(seeds))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    victims = [name for name in parts if parts[name]]
    for name in chance.sample(victims, min(2, len(victims))):
        parts[name] = mutated(chance, [parts[name]])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return packed.getvalue()


def _flip(chance: random.Random, data: bytearray) -> None:
    place = chance.randrange(len(data))
    data[place] ^= 1 << chance.randrange(8)


def _overwrite(chance: random.Random, data: bytearray) -> None:
    place = chance.randrange(len(data))
    data[place : place + 4] = chance.choice(_EDGES).to_bytes(4, chance.choice(["big", "little"]))


def _insert(chance: random.Random, data: bytearray) -> None:
    place = chance.randrange(len(data))
    data[place:place] = chance.choice(_WORDS)


def _noise(chance: random.Random, data: bytearray) -> None:
    place = chance.randrange(len(data))
    data[place : place + 16] = chance.randbytes(chance.randrange(32))


def _remove(chance: random.Random, data: bytearray) -> None:
    place = chance.randrange(len(data))
    del data[place : place + chance.choice([1, 8, 64, 512])]


def _repeat(chance: random.Random, data: bytearray) -> None:
    place = chance.randrange(len(data))
    data[place:place] = data[place : place + 256] * chance.choice([1, 3, 20])


def _truncate(chance: random.Random, data: bytearray) -> None:
    del data[chance.randrange(len(data)) :]


_DAMAGES: list[Callable[[random.Random, bytearray], None]] = [
    _flip,
    _flip,
    _overwrite,
    _insert,
    _noise,
    _remove,
    _repeat,
    _truncate,
]

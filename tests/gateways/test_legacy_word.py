"""Old Word files: through LibreOffice where it is, with a clear word where it is not."""

import stat
import tempfile
from pathlib import Path

import pytest

from handbook_api.gateways.text_extraction import Limits, extract
from handbook_api.gateways.text_extraction import errors as refusals
from tests.gateways.sample_files import paragraph, word

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "WordDocument".encode("utf-16-le")


@pytest.fixture
def old(tmp_path) -> Path:
    path = tmp_path / "cũ.doc"
    path.write_bytes(OLD_WORD)
    return path


@pytest.fixture
def own_temp(tmp_path, monkeypatch) -> Path:
    """A temporary folder whose emptiness can be checked."""
    folder = tmp_path / "temp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def libreoffice(tmp_path, monkeypatch, own_temp):
    """A stand-in for LibreOffice that runs the given shell lines; $out and $in are its files."""

    def install(script: str) -> None:
        program = tmp_path / "bin" / "soffice"
        program.parent.mkdir()
        program.write_text(
            '#!/bin/sh\nout=""; previous=""\n'
            'for word in "$@"; do\n'
            '  [ "$previous" = --outdir ] && out="$word"; previous="$word"\n'
            "done\n"
            f'in="$previous"; mkdir -p "$out"\n{script}\n'
        )
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", str(program.parent))

    return install


def test_without_libreoffice_the_refusal_says_what_is_missing(old, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(refusals.ConverterMissing) as caught:
        extract(old)

    assert caught.value.facts == {"name": "cũ.doc", "format": "doc"}


@pytest.mark.parametrize(("name", "data"), [("a.doc", OLD_WORD), ("a.rtf", b"{\\rtf1 x}")])
def test_an_old_file_is_converted_and_read(libreoffice, own_temp, tmp_path, name, data):
    (tmp_path / "modern.docx").write_bytes(word(paragraph("Đảng viên")))
    libreoffice(f'cp "{tmp_path}/modern.docx" "$out/document.docx"')
    path = tmp_path / name
    path.write_bytes(data)

    extracted = extract(path)

    assert (extracted.format, extracted.lines[0].text) == ("doc", "Đảng viên")
    assert list(own_temp.iterdir()) == []


def test_the_converter_sees_only_its_own_folder_and_no_secret_of_ours(
    libreoffice, own_temp, old, tmp_path, monkeypatch
):
    monkeypatch.setenv("HANDBOOK_SECRET_KEY", "x")
    libreoffice(f'env > "{tmp_path}/env"; pwd >> "{tmp_path}/env"; exit 1')

    with pytest.raises(refusals.FileCorrupt):
        extract(old)

    told = (tmp_path / "env").read_text()
    assert "HANDBOOK" not in told
    assert f"HOME={own_temp}/handbook-word-" in told
    assert list(own_temp.iterdir()) == []


def test_a_converter_that_hangs_is_killed_with_its_helpers(libreoffice, own_temp, old, tmp_path):
    libreoffice(f'sleep 600 & echo $! > "{tmp_path}/helper"; sleep 600')

    with pytest.raises(refusals.ReadingTooSlow):
        extract(old, limits=Limits(converter_seconds=1))

    helper = int((tmp_path / "helper").read_text())
    state = Path(f"/proc/{helper}/stat")
    assert not state.exists() or ") Z " in state.read_text()
    assert list(own_temp.iterdir()) == []


def test_a_converter_cannot_fill_the_disk(libreoffice, own_temp, old):
    libreoffice('head -c 9000000 /dev/zero > "$out/document.docx"; exit 0')

    with pytest.raises(refusals.FileRefused):
        extract(old, limits=Limits(file_bytes=1_000_000))

    assert list(own_temp.iterdir()) == []

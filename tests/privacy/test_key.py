"""The key of the pseudonyms: drawn once, read by its owner alone, never in the report."""

import stat

import pytest

from dermcohort.errors import StudyFileError
from dermcohort.privacy import key_path, read_key


def test_it_is_drawn_once_and_readable_by_its_owner_alone(tmp_path):
    path = tmp_path / "deep" / "keys" / "one.key"
    first = read_key(path)
    assert len(first) == 32
    assert read_key(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_key(tmp_path / "other.key") != first


def test_where_it_lies(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    default = tmp_path / "home" / ".config" / "dermcohort" / "pseudonyms.key"
    assert key_path("", tmp_path) == default
    assert key_path("secret.key", tmp_path) == tmp_path / "secret.key"
    assert key_path("~/a.key", tmp_path) == tmp_path / "home" / "a.key"


def test_not_in_the_report(tmp_path):
    with pytest.raises(StudyFileError, match="inside the report's folder"):
        read_key(tmp_path / "report" / ".." / "report" / "a.key", out=tmp_path / "report")
    assert not (tmp_path / "report").exists()


@pytest.mark.parametrize("content", ["", "secret", "g" * 64, "0" * 63, "é" * 64])
def test_another_file_is_refused(tmp_path, content):
    path = tmp_path / "a.key"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(StudyFileError, match="key"):
        read_key(path)
    assert path.read_text(encoding="utf-8") == content


def test_a_folder_is_no_key(tmp_path):
    with pytest.raises(StudyFileError, match="cannot be read or written"):
        read_key(tmp_path)

"""``manage.py`` before the app is there: keys, stamps, and the words it says."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import manage
from tests.browser import ROOT

posix = pytest.mark.skipif(os.name != "posix", reason="Windows 没有文件权限位")


def keys_in(folder):
    return {path.name: path.read_text() for path in (folder / "keys").iterdir()}


def test_the_first_start_creates_two_different_keys(tmp_path):
    manage.ensure_keys(tmp_path / "instance")
    keys = keys_in(tmp_path / "instance")
    assert keys.keys() == {"session.key", "audit.key"}
    assert len(set(keys.values())) == 2
    assert all(len(bytes.fromhex(key)) == 32 for key in keys.values())


@posix
def test_nobody_else_can_read_the_keys(tmp_path):
    manage.ensure_keys(tmp_path)
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()} == {0o600}


def test_the_second_start_keeps_the_keys(tmp_path):
    manage.ensure_keys(tmp_path)
    before = keys_in(tmp_path)
    manage.ensure_keys(tmp_path)
    assert keys_in(tmp_path) == before


def test_it_does_not_replace_one_lost_key(tmp_path):
    manage.ensure_keys(tmp_path)
    (tmp_path / "keys" / "audit.key").unlink()
    with pytest.raises(SystemExit, match=r"缺少密钥 audit\.key"):
        manage.ensure_keys(tmp_path)


def test_it_makes_no_new_keys_for_old_data(tmp_path):
    (tmp_path / "house.db").touch()
    with pytest.raises(SystemExit, match="从备份恢复密钥"):
        manage.ensure_keys(tmp_path)
    assert not (tmp_path / "keys").exists()


def test_a_stamped_environment_is_left_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(manage, "VENV", tmp_path)
    monkeypatch.setattr(manage, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(manage, "_create_venv", lambda: pytest.fail("installed again"))
    (tmp_path / ".installed-run").write_text(manage._digest("run"))
    manage.ensure_installed("run")


def test_a_changed_lock_is_installed_and_stamped(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(manage, "VENV", tmp_path)
    monkeypatch.setattr(manage, "WHEELS", tmp_path)
    monkeypatch.setattr(manage, "_create_venv", lambda: None)
    monkeypatch.setattr(manage, "_succeeds", lambda *words, **_: asked.append(words) or True)
    (tmp_path / ".installed-test").write_text("yesterday's lock")
    manage.ensure_installed("test")
    assert "--no-index" in asked[0]
    assert (tmp_path / ".installed-test").read_text() == manage._digest("test")
    assert (tmp_path / ".installed-run").read_text() == manage._digest("run")


def test_a_failed_installation_is_not_stamped(tmp_path, monkeypatch):
    monkeypatch.setattr(manage, "VENV", tmp_path)
    monkeypatch.setattr(manage, "WHEELS", tmp_path)
    monkeypatch.setattr(manage, "_create_venv", lambda: None)
    monkeypatch.setattr(manage, "_succeeds", lambda *words, **_: False)
    with pytest.raises(SystemExit, match="wheels"):
        manage.ensure_installed("run")
    assert not list(tmp_path.glob(".installed-*"))


def test_every_requirement_is_pinned():
    for lock in manage.SETS["test"]:
        lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
        names = [line for line in lines if line and line[0] not in " #-"]
        assert names
        assert [line for line in names if "==" not in line] == []


def test_it_explains_itself_in_chinese():
    told = subprocess.run([sys.executable, str(ROOT / "manage.py")], capture_output=True, encoding="utf-8", check=True)
    assert "DEMO=0" in told.stdout
    assert "wheels" in told.stdout

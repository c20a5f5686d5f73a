"""The app refuses to start on a configuration that makes no sense or protects nothing. Source: security.md 8."""

from __future__ import annotations

import os
import secrets
from datetime import date

import pytest

from blueprints.core.config import Config, ConfigError


@pytest.fixture
def instance(tmp_path):
    keys = tmp_path / "keys"
    keys.mkdir()
    for name in ("session", "audit"):
        write(keys / f"{name}.key", secrets.token_hex(32))
    return tmp_path


def write(path, text: str, mode: int = 0o600) -> None:
    path.write_text(text)
    path.chmod(mode)


def config(instance, **env) -> Config:
    return Config.from_env({"ZW_INSTANCE": str(instance), **env})


def test_defaults_are_a_production_house_on_sqlite(instance):
    made = config(instance)
    assert (made.mode, made.bind, made.database_url) == (
        "production",
        "127.0.0.1:8000",
        f"sqlite:///{instance}/house.db",
    )


def test_postgresql_gets_the_driver_we_ship(instance):
    assert config(instance, DATABASE_URL="postgres://u@h/d").database_url == "postgresql+psycopg://u@h/d"


@pytest.mark.parametrize(
    ("env", "sentence"),
    [
        ({"ZW_MODUS": "demo"}, "不认识的环境变量：ZW_MODUS"),
        ({"ZW_MODE": "debug"}, "ZW_MODE 只能是"),
        ({"ZW_TODAY": "2026-01-01"}, "只能在 demo 和 test"),
        ({"ZW_MODE": "demo", "ZW_TODAY": "gestern"}, "2026-11-22 的样子"),
    ],
)
def test_it_says_which_variable_is_wrong(instance, env, sentence):
    with pytest.raises(ConfigError, match=sentence):
        config(instance, **env)


def test_the_day_can_be_pinned_in_a_demonstration(instance):
    assert config(instance, ZW_MODE="demo", ZW_TODAY="2026-02-17").today == date(2026, 2, 17)


@pytest.mark.parametrize("key", ["", "short", "0" * 64, "changeme" * 8, "secret" + "a1b2c3d4" * 8])
def test_a_weak_key_is_refused(instance, key):
    write(instance / "keys" / "session.key", key)
    with pytest.raises(ConfigError, match="密钥"):
        config(instance)


def test_a_missing_key_is_refused(instance):
    (instance / "keys" / "audit.key").unlink()
    with pytest.raises(ConfigError, match="缺少密钥文件"):
        config(instance)


@pytest.mark.skipif(os.name != "posix", reason="modes of files exist on POSIX only")
def test_a_key_that_others_can_read_is_refused(instance):
    (instance / "keys" / "audit.key").chmod(0o644)
    with pytest.raises(ConfigError, match="可被其他用户读取"):
        config(instance)

"""What the environment says, read once, refused when it makes no sense."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from click import ClickException

MODES = ("production", "demo", "test")
KNOWN = frozenset(
    {"ZW_INSTANCE", "ZW_MODE", "ZW_BIND", "ZW_HOSTS", "ZW_TLS", "ZW_LOG", "ZW_BENCH", "ZW_METRICS", "ZW_TODAY"}
)
KEY_CHARACTERS = 64  # 32 random bytes in hexadecimal
WELL_KNOWN = ("secret", "changeme", "dev", "test", "password", "flask", "0123456789", "abcdef")


class ConfigError(ClickException):
    """The configuration cannot be used; the message says which line of it and what to do."""


@dataclass(frozen=True, slots=True)
class Config:
    """Everything the app is told from outside. Source: commands.md."""

    database_url: str
    instance: Path
    session_key: str
    audit_key: str
    mode: str = "production"
    bind: str = "127.0.0.1:8000"
    hosts: tuple[str, ...] = ()
    tls: bool = False
    log: str = "-"
    bench: bool = False
    metrics: str = ""
    today: date | None = None

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Config:
        """Read the environment and the key files. Raises ConfigError."""
        env = os.environ if env is None else env
        if unknown := sorted(name for name in env if name.startswith("ZW_") and name not in KNOWN):
            raise ConfigError(f"不认识的环境变量：{'、'.join(unknown)}")
        instance = Path(env.get("ZW_INSTANCE") or Path(__file__).resolve().parents[2] / "instance").resolve()
        return cls(
            database_url=driver_url(env.get("DATABASE_URL") or f"sqlite:///{instance / 'house.db'}"),
            instance=instance,
            session_key=read_key(instance / "keys" / "session.key"),
            audit_key=read_key(instance / "keys" / "audit.key"),
            mode=_mode(env.get("ZW_MODE", "production")),
            bind=env.get("ZW_BIND", "127.0.0.1:8000"),
            hosts=tuple(host.strip() for host in env.get("ZW_HOSTS", "").split(",") if host.strip()),
            tls=env.get("ZW_TLS", "") == "1",
            log=env.get("ZW_LOG", "-"),
            bench=env.get("ZW_BENCH", "") == "1",
            metrics=env.get("ZW_METRICS", ""),
            today=_today(env.get("ZW_TODAY", ""), env.get("ZW_MODE", "production")),
        )

    @property
    def trusted_hosts(self) -> list[str]:
        """The host names a request may carry: the bound address, this machine, and those named in ZW_HOSTS."""
        return [self.bind.rsplit(":", 1)[0], "127.0.0.1", "localhost", "[::1]", *self.hosts]


def read_key(path: Path) -> str:
    """Return the key in ``path``. Raises ConfigError: missing, short, well known, or readable by others."""
    if not path.is_file():
        raise ConfigError(f"缺少密钥文件 {path}。请用 manage.py 启动，首次启动时会生成。")
    if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ConfigError(f"密钥文件 {path} 可被其他用户读取，请改为仅本人可读（chmod 600）。")
    key = path.read_text(encoding="ascii", errors="replace").strip()
    check_key(key, str(path))
    return key


def check_key(key: str, where: str) -> None:
    """Raise ConfigError unless ``key`` is long and not one that everybody knows."""
    if len(key) < KEY_CHARACTERS:
        raise ConfigError(f"密钥 {where} 太短，至少 {KEY_CHARACTERS} 个字符。")
    if any(word in key.lower() for word in WELL_KNOWN) or len(set(key)) < 8:
        raise ConfigError(f"密钥 {where} 是众所周知的或过于简单，请删除后重新生成。")


def driver_url(url: str) -> str:
    """Name the driver that we ship for PostgreSQL."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _mode(mode: str) -> str:
    if mode not in MODES:
        raise ConfigError(f"ZW_MODE 只能是 {'、'.join(MODES)}。")
    return mode


def _today(text: str, mode: str) -> date | None:
    if not text:
        return None
    if mode == "production":
        raise ConfigError("ZW_TODAY 只能在 demo 和 test 中使用。")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ConfigError("ZW_TODAY 请写成 2026-11-22 的样子。") from None

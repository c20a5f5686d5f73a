#!/usr/bin/env python3
"""站务通的唯一入口，只用标准库，Linux 与 Windows 通用：

python3 manage.py run              建好环境、更新数据库、启动服务（默认演示，DEMO=0 为正式）
python3 manage.py test [参数…]     全部测试；参数原样交给 pytest
python3 manage.py soak             长时间的断电、故障、负载测试
python3 manage.py lint | format    检查 | 整理代码格式
python3 manage.py wheels [参数…]   把依赖下载到 wheels/，带到没有网络的站上安装
python3 manage.py <flask 命令>     其余一律交给 flask，例如 user create-admins、audit verify
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
WINDOWS = os.name == "nt"
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
WHEELS = ROOT / "wheels"
SETS = {"run": ["requirements.txt"], "test": ["requirements.txt", "requirements-test.txt"]}
KEYS = ("session.key", "audit.key")
OLDEST = (3, 11)


# The virtual environment


def ensure_installed(wanted: str) -> None:
    """Make ``.venv`` hold exactly the pinned set ``wanted``; a stamp of the locks makes the next call free."""
    if PYTHON.exists() and _stamp(wanted).is_file() and _stamp(wanted).read_text() == _digest(wanted):
        return
    if sys.version_info < OLDEST:
        sys.exit("需要 Python 3.11 或更高版本，当前是 " + sys.version.split()[0])
    _create_venv()
    print("正在安装依赖，首次约需一分钟…", flush=True)
    locks = [word for lock in SETS[wanted] for word in ("-r", str(ROOT / lock))]
    if not (_install_offline(locks) if WHEELS.is_dir() else _install_with_uv(locks) or _install_with_pip(locks)):
        sys.exit("依赖安装失败，原因见上。没有网络时，请把 wheels 文件夹放在 manage.py 旁边再试。")
    for name in SETS if wanted == "test" else ["run"]:
        _stamp(name).write_text(_digest(name))


def _create_venv() -> None:
    """Create ``.venv``, also over one that was left half made."""
    if PYTHON.exists() and (VENV / "pyvenv.cfg").is_file() and _succeeds(PYTHON, "-m", "pip", "--version", quiet=True):
        return
    if not _succeeds(sys.executable, "-m", "venv", "--clear", VENV):
        sys.exit("无法创建虚拟环境。Debian、Ubuntu 请先执行：apt-get install python3-venv")


def _install_offline(locks: list[str]) -> bool:
    return _succeeds(PYTHON, "-m", "pip", "install", "-q", "--no-index", "--find-links", WHEELS, *locks)


def _install_with_uv(locks: list[str]) -> bool:
    """Install with uv, ten times faster than pip; False where uv or its index cannot be reached."""
    uv = [shutil.which("uv")]
    if uv == [None]:
        uv = [PYTHON, "-m", "uv"]
        if not _succeeds(PYTHON, "-m", "pip", "install", "-q", "uv", quiet=True):
            return False
    return _succeeds(*uv, "pip", "install", "-q", "--python", PYTHON, *locks, quiet=True, env=_uv_environment())


def _uv_environment() -> dict[str, str]:
    """uv does not read pip's configuration: pass on the mirror that is set there, if any."""
    command = [str(PYTHON), "-m", "pip", "config", "get", "global.index-url"]
    mirror = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False).stdout.strip()
    return {"UV_LINK_MODE": "copy", **({"UV_DEFAULT_INDEX": mirror} if mirror else {}), **os.environ}


def _install_with_pip(locks: list[str]) -> bool:
    return _succeeds(PYTHON, "-m", "pip", "install", "-q", *locks)


def _stamp(name: str) -> Path:
    return VENV / f".installed-{name}"


def _digest(name: str) -> str:
    return hashlib.sha256(b"".join((ROOT / lock).read_bytes() for lock in SETS[name])).hexdigest()


# The secret keys


def ensure_keys(instance: Path) -> None:
    """Create the two secret keys at the first start, readable by this user only.

    Refuses when data exists but a key is gone: a new audit key would make every old entry look forged.
    """
    folder = instance / "keys"
    missing = [name for name in KEYS if not (folder / name).exists()]
    if not missing:
        return
    if len(missing) < len(KEYS) or any(instance.glob("*.db")):
        sys.exit(f"{folder} 中缺少密钥 {'、'.join(missing)}，但已有数据。请从备份恢复密钥，不要新建。")
    instance.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    for name in missing:
        _write_key(folder / name)


def _write_key(path: Path) -> None:
    """Write 32 random bytes as hex; when another start was faster, its key stays."""
    try:
        key = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(key, "w") as file:
        file.write(secrets.token_hex(32))
        file.flush()
        os.fsync(file.fileno())


# The commands


def run(*arguments: str) -> int:
    """Serve; one process does the rest (schema, first data, jobs), see blueprints/core/serve.py."""
    os.environ.setdefault("ZW_MODE", "production" if os.environ.get("DEMO", "").strip() == "0" else "demo")
    return flask("serve", *arguments)


def flask(*arguments: str) -> int:
    ensure_installed("run")
    ensure_keys(Path(os.environ.get("ZW_INSTANCE") or ROOT / "instance"))
    return become("-m", "flask", "--app", "app", *arguments)


def test(*arguments: str) -> int:
    """Everything, on all cores, when called without arguments; else what pytest is told."""
    ensure_installed("test")
    return become(
        "-m",
        "pytest",
        *(
            arguments
            or ("-m", "not soak", "-n", "auto", "--maxprocesses=4", "--dist=loadfile", "--no-loadscope-reorder")
        ),
    )


def soak(*arguments: str) -> int:
    ensure_installed("test")
    return become("-m", "pytest", "-m", "soak", *arguments)


def lint() -> int:
    ensure_installed("test")
    checks = [("ruff", "check"), ("ruff", "format", "--check"), ("djlint", "templates", "--lint", "--quiet")]
    return sum([not _succeeds(PYTHON, "-m", *check) for check in checks])


def format() -> int:
    ensure_installed("test")
    steps = [("ruff", "check", "--select", "I", "--fix", "-q"), ("ruff", "format")]
    return sum([not _succeeds(PYTHON, "-m", *step) for step in steps])


def wheels(*arguments: str) -> int:
    """Fill ``wheels/``; for other machines add e.g. ``--platform win_amd64 --only-binary=:all:``."""
    _create_venv()
    return become("-m", "pip", "download", "-q", "-d", str(WHEELS), "-r", str(ROOT / "requirements.txt"), *arguments)


def become(*arguments: str) -> int:
    """Hand over to the Python of ``.venv``, in this very process where the system can (signals then reach it)."""
    os.chdir(ROOT)
    os.environ.update(PYTHONUTF8="1", PYTHONUNBUFFERED="1")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else every start compiles the house anew, for seconds
    command = [str(PYTHON), *arguments]
    if not WINDOWS:
        sys.stdout.flush()
        os.execv(command[0], command)  # noqa: S606
    return subprocess.call(command)


def _succeeds(*command: object, quiet: bool = False, env: dict[str, str] | None = None) -> bool:
    silence = subprocess.DEVNULL if quiet else None
    return subprocess.call([str(word) for word in command], cwd=ROOT, env=env, stdout=silence, stderr=silence) == 0


def main(arguments: list[str]) -> int:
    if arguments[:1] in ([], ["-h"], ["--help"], ["help"]):
        print(__doc__)
        return 0
    name, *rest = arguments
    own = {command.__name__: command for command in (run, test, soak, lint, format, wheels)}
    return own[name](*rest) if name in own else flask(name, *rest)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)

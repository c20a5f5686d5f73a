"""Keeps templates as Python has translated them: all of them take seconds, those of the first page a third of one.

What is kept counts only while the source is the same; the folder may be thrown away at any time.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

FOLDER = "templates"  # in the instance folder


class Kept(FileSystemBytecodeCache):
    """A folder that may be full, forbidden or torn by a power cut: the template is translated anew then."""

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            super().load_bytecode(bucket)
        except Exception:  # whatever half a file makes of a pickle
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)


def init_app(app: Flask) -> None:
    folder = Path(app.instance_path) / FOLDER
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    app.jinja_env.bytecode_cache = Kept(str(folder))

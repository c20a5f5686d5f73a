"""Several papers as one PDF for the printer: the very pages of the store, one after the other."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from models.core import attachments
from models.core.attachments import Attachment
from models.core.errors import RuleBroken

MOST_PAGES = 200


def merged(papers: Iterable[Attachment]) -> bytes:
    """Return one PDF with the pages of all. Raises RuleBroken: none, too many, or a file of the store is damaged."""
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415  (heavy, and only this needs it)

    chosen = list(papers)
    if not chosen:
        raise RuleBroken("没有可以打印的证书，请换个条件。")
    if len(chosen) > MOST_PAGES:
        raise RuleBroken(f"一次最多打印 {MOST_PAGES} 张，请缩小范围。")
    writer = PdfWriter()
    for paper in chosen:
        if attachments.digest_of(paper.sha256) != paper.sha256:
            raise RuleBroken(f"{paper.caption}的存档文件缺失或被改动，不能打印，请联系系统管理员。")
        with attachments.open_stored(paper) as file:
            writer.append(PdfReader(BytesIO(file.read())))
    writer.write(out := BytesIO())
    return out.getvalue()

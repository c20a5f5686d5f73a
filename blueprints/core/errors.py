"""The pages of refusal: one handler per kind of no."""

from __future__ import annotations

import logging
import secrets
from urllib.parse import urlsplit

from flask import Flask, current_app, flash, g, render_template
from flask_wtf.csrf import CSRFError
from htmx_flask import make_response, request
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from blueprints.core.safety import local_path
from models.core.db import db, open_for
from models.core.errors import Overtaken, RuleBroken

log = logging.getLogger("zw.errors")

SENTENCES = {
    400: ("无法识别的请求", "浏览器发来的内容不完整或不能识别。请返回上一页重试。"),
    403: ("您没有此项权限", "如果工作需要，请联系安全管理员授权。"),
    404: ("没有这个页面", "地址可能写错了，或者记录不在您的范围内。"),
    405: ("不能这样打开", "请从页面上的按钮进入。"),
    409: ("情况已有变化", "请刷新页面，核对后再操作。"),
    413: (
        "文件太大",
        "一次提交不能超过 16 MB，单个文件不能超过 10 MB，本次没有保存。请返回上一页，分几次上传，或把照片缩小后再传。",
    ),
    429: ("操作太频繁", "请稍后再试。"),
    500: ("系统出错", "问题已记录，已填内容请先不要关闭页面。"),
    503: ("暂时无法保存", "数据库忙或磁盘已满，没有保存任何内容。请稍后重试，已填内容还在本页。"),
}


def init_app(app: Flask) -> None:
    app.register_error_handler(RuleBroken, refuse)
    app.register_error_handler(StaleDataError, stale)
    app.register_error_handler(CSRFError, expired)
    app.register_error_handler(HTTPException, show)
    app.register_error_handler(OperationalError, unavailable)
    app.register_error_handler(DBAPIError, broken)
    app.register_error_handler(PoolTimeout, unavailable)
    app.register_error_handler(OSError, unavailable)
    app.register_error_handler(Exception, broken)


def refuse(refusal: RuleBroken):
    """A one-click step was refused: say why in a toast and leave the page as it is."""
    db.session.rollback()
    if request.htmx:
        flash(str(refusal), "refused")
        return make_response(render_template("ui/toasts.html", oob=True), 409, reswap="none")
    tried = "不能办理" if request.method == "GET" else "没有办成"
    title = "" if isinstance(refusal, Overtaken) else tried
    return _page(409, str(refusal), title=title, back=page_before())


def stale(_error: StaleDataError):
    """Two people edited the same row and the form did not catch it: nothing was saved."""
    return refuse(Overtaken("您打开这一页之后，别人改过这条记录，本次没有保存。请刷新后核对再提交。"))


def expired(error: CSRFError):
    return _page(400, "页面停留太久，安全校验已过期。请刷新页面后重试。", str(error.description))


def show(error: HTTPException):
    if error.response is not None:  # made by abort(response)
        return error.response
    is_ours = error.code and error.description != type(error).description and not isinstance(error, SecurityError)
    own_words = error.description if is_ours else None
    return _page(error.code or 500, own_words)


def unavailable(error: Exception):
    """The database is locked, gone or full: nothing is half done, and reading goes on."""
    log.error("unavailable: %s", type(error).__name__, exc_info=error)
    open_for(False)
    return _page(503)


def broken(error: Exception):
    """Ours: log it under a number that the page shows too; a connection that broke is not ours."""
    if getattr(error, "connection_invalidated", False):
        return unavailable(error)
    number = secrets.token_hex(4)
    log.error("incident %s", number, exc_info=error)
    return _page(500, f"{SENTENCES[500][1]}报修时请说明编号 {number}。")


def page_before() -> str:
    """Return the page the person came from if it is ours, another one, and opens by itself; else ""."""
    before = local_path(request.referrer or "", request.host)
    path = urlsplit(before).path
    opens = before and path != request.path and current_app.create_url_adapter(request).test(path, "GET")
    return before if opens else ""


def _page(code: int, sentence: str | None = None, detail: str = "", title: str = "", back: str = ""):
    """Answer with the page of ``code``; where not even the menu can be read, with one that needs no database."""
    try:
        return _whole_page(code, sentence, detail=detail, title=title, back=back)
    except SQLAlchemyError:
        g._login_user = current_app.login_manager.anonymous_user()
        unavailable_title, usual = SENTENCES[503]
        return render_template("unavailable.html", title=unavailable_title, sentence=usual), 503


def _whole_page(code: int, sentence: str | None, *, title: str, **told):
    db.session.rollback()
    head, usual = SENTENCES.get(code, SENTENCES[400 if code < 500 else 500])
    answer = render_template("error.html", code=code, title=title or head, sentence=sentence or usual, **told)
    return answer, code

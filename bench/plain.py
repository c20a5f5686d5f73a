"""The measure: sign-in, quiz, list and detail with Flask and its extensions, text queries, and nothing else.

The same pages as ours to the eye: the same menu with its numbers, the same filters, the same cells. Without scope,
trail, keyset, form keys, policies and macros. Reads the same database; ``python -m bench.plain PORT`` serves it.
"""

from __future__ import annotations

import json
import os
import sys

from argon2 import PasswordHasher
from flask import Flask, redirect, render_template, request
from flask_login import LoginManager, UserMixin, current_user, login_required, login_user
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect, FlaskForm
from waitress import serve
from wtforms import PasswordField, SearchField, SelectField, StringField

NEWEST = "SELECT id, paper, question_count FROM quiz_attempts WHERE user_id = :id ORDER BY id DESC LIMIT 1"
UNREAD = "SELECT count(*) FROM messages WHERE user_id = :id AND read_at IS NULL"
WAITING = """
SELECT count(*) FROM approval_tasks t JOIN approvals a ON a.id = t.approval_id
WHERE a.state = 'running' AND t.state = 'waiting' AND a.drafted_by_id <> :id AND t.role_code IN (
    SELECT r.code FROM roles r JOIN role_grants g ON g.role_id = r.id WHERE g.user_id = :id)
"""
MAY = """
SELECT p.permission FROM role_permissions p JOIN role_grants g ON g.role_id = p.role_id
WHERE g.user_id = :id AND (g.to_on IS NULL OR g.to_on >= CURRENT_DATE)
"""
SEEN = 'SELECT count(*) AS asked, sum(is_right) AS "right" FROM quiz_answers WHERE question_id = :id'
LISTED = "SELECT id, stem, topic, kind, state, difficulty FROM questions ORDER BY id DESC LIMIT 26"
KINDS = {"single": "单选", "multiple": "多选", "judge": "判断", "fill": "填空", "short": "简答"}
STATES = {"draft": ("草稿", "", "edit"), "active": ("在用", "ok", "check"), "retired": ("停用", "", "archive")}
LEVELS = {"easy": "易", "medium": "中", "hard": "难"}
MENU = [  # title; address, words, sign, permission
    ("", [("/", "今日", "home", ""), ("/inbox/", "待办消息", "bell", ""), ("/roster/mine", "我的班次", "clock", "")]),
    (
        "业务",
        [("/handover/", "交接班", "arrows-exchange", "handover.read"), ("/training/crew", "本班答题", "list", "")],
    ),
    ("", [("/complaints/", "投诉受理", "message-circle", "complaint.list"), ("/roster/", "班表", "calendar", "")]),
    ("", [("/inspections/", "督查整改", "list-check", ""), ("/approvals/", "审批", "stamp", "approval.decide")]),
    ("管理", [("/penalties/", "违规处罚", "gavel", "penalty.list"), ("/admin/people", "人员", "users", "user.list")]),
]
TABS = [("/", "今日", "home"), ("/handover/", "交接班", "arrows"), ("/complaints/", "投诉受理", "message")]
TABS += [("/inspections/", "督查整改", "list-check"), ("/me", "我的", "user")]

app = Flask(__name__, template_folder="plain_pages")
app.config.update(SECRET_KEY=os.urandom(16), SQLALCHEMY_DATABASE_URI=os.environ["DATABASE_URL"])
db, logins, csrf = SQLAlchemy(app), LoginManager(app), CSRFProtect(app)
hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


class SignInForm(FlaskForm):
    staff_no = StringField()
    password = PasswordField()


class Filters(FlaskForm):
    class Meta:
        csrf = False

    word = SearchField("题干、答案、依据")
    kind = SelectField("题型", choices=[("", "全部题型"), *KINDS.items()])
    state = SelectField("状态", choices=[("", "全部状态"), *((key, words[0]) for key, words in STATES.items())])
    topic = SelectField("专题")
    difficulty = SelectField("难度", choices=[("", "全部难度"), *LEVELS.items()])
    sort = SelectField("排序", choices=[("new", "新题在前"), ("old", "旧题在前"), ("topic", "按专题")])


class Person(UserMixin):
    def __init__(self, row) -> None:
        self.id, self.name, self.post = row.id, row.name, row.post_title
        self.may = set(ask(MAY, id=row.id).scalars())


def ask(statement: str, **values):
    return db.session.execute(db.text(statement), values)


@logins.user_loader
def load(user_id):
    row = ask("SELECT id, name, post_title FROM users WHERE id = :id", id=int(user_id)).first()
    return Person(row) if row else None


def framed(template: str, **context):
    """Render a page with the menu of its reader."""
    counts = {"/inbox/": (ask(UNREAD, id=current_user.id).scalar(), "")}
    if "approval.decide" in current_user.may:
        counts["/approvals/"] = (ask(WAITING, id=current_user.id).scalar(), "danger")
    menu = [
        (title, [(href, *words, *counts.get(href, (0, ""))) for href, *words, may in links if _open(may)])
        for title, links in MENU
    ]
    context |= {"menu": menu, "tabs": TABS, "kinds": KINDS, "states": STATES, "here": request.path}
    return render_template(template, station="昌南收费所", **context)


def _open(permission: str) -> bool:
    return not permission or permission in current_user.may


@app.route("/sign-in", methods=["GET", "POST"])
def sign_in():
    form = SignInForm()
    if form.validate_on_submit():
        row = ask("SELECT id, password_hash FROM users WHERE staff_no = :no", no=form.staff_no.data).first()
        hasher.verify(row.password_hash, form.password.data)
        login_user(load(row.id))
        return redirect("/training/today", 303)
    return render_template("sign_in.html", form=form)


@app.get("/training/today")
@login_required
def quiz():
    attempt = ask(NEWEST, id=current_user.id).first()
    given = ask("SELECT position FROM quiz_answers WHERE attempt_id = :id", id=attempt.id).all()
    asked = json.loads(attempt.paper)[len(given)]
    told = {"n": len(given) + 1, "count": attempt.question_count, "attempt": attempt.id}
    return render_template("quiz.html", form=FlaskForm(), **told, **asked)


@app.get("/training/questions")
@login_required
def index():
    form = Filters(formdata=request.args)
    topics = ask("SELECT DISTINCT topic FROM questions ORDER BY topic").scalars()
    form.topic.choices = [("", "全部专题"), *((one, one) for one in topics)]
    total = ask("SELECT count(*) FROM questions").scalar()
    return framed("list.html", form=form, rows=ask(LISTED).all()[:25], total=total)


@app.get("/training/questions/<int:question_id>")
@login_required
def detail(question_id: int):
    row = ask("SELECT * FROM questions WHERE id = :id", id=question_id).first()
    seen = ask(SEEN, id=question_id).first()
    return framed("detail.html", r=row, options=json.loads(row.options), seen=seen)


@app.get("/healthz")
def healthz():
    return {"alive": request.path == "/healthz"}


if __name__ == "__main__":
    serve(app, host="127.0.0.1", port=int(sys.argv[1]), threads=16)

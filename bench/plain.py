"""The measure: sign-in, quiz, list and detail with Flask and its extensions, text queries, and nothing else.

Reads the same database as the house; ``python -m bench.plain PORT`` serves it. No scope, no trail, no menu.
"""

from __future__ import annotations

import json
import os
import sys

from argon2 import PasswordHasher
from flask import Flask, redirect, render_template_string, request
from flask_login import LoginManager, UserMixin, current_user, login_required, login_user
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import FlaskForm
from waitress import serve
from wtforms import PasswordField, StringField

FRAME = (
    "<!doctype html><html lang=zh-CN><meta charset=utf-8><title>{% block title %}站务通{% endblock %}</title><body>"
    "<nav>{{ current_user.name }} {% for n in range(12) %}<a href='/{{ n }}'>房间 {{ n }}</a>{% endfor %}</nav>"
)
FORM = (
    FRAME
    + """<form method=post>{{ form.hidden_tag() }}{{ form.staff_no }}{{ form.password }}
<button>登录</button></form>"""
)
QUIZ = (
    FRAME
    + """<form method=post>{{ form.hidden_tag() }}<h1>{{ n }}</h1><p>{{ stem }}</p>{% for o in options %}
<label><input type=radio name=choice value={{ loop.index }}>{{ o }}</label>{% endfor %}</form>"""
)
LIST = (
    FRAME
    + """<table>{% for r in rows %}<tr><td><a href='/questions/{{ r.id }}'>{{ r.stem }}</a>
<td>{{ r.topic }}<td>{{ r.kind }}<td>{{ r.state }}{% endfor %}</table>"""
)
DETAIL = (
    FRAME
    + """<h1>{{ r.stem }}</h1>
<dl>{% for k, v in r._mapping.items() %}<dt>{{ k }}<dd>{{ v }}{% endfor %}</dl>"""
)
NEWEST = "SELECT id, paper FROM quiz_attempts WHERE user_id = :id ORDER BY id DESC LIMIT 1"

app = Flask(__name__)
app.config.update(SECRET_KEY=os.urandom(16), SQLALCHEMY_DATABASE_URI=os.environ["DATABASE_URL"])
db, logins = SQLAlchemy(app), LoginManager(app)
hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


class SignInForm(FlaskForm):
    staff_no = StringField()
    password = PasswordField()


class Person(UserMixin):
    def __init__(self, row) -> None:
        self.id, self.name = row.id, row.name


def ask(statement: str, **values):
    return db.session.execute(db.text(statement), values)


@logins.user_loader
def load(user_id):
    row = ask("SELECT id, name FROM users WHERE id = :id", id=int(user_id)).first()
    return Person(row) if row else None


@app.route("/sign-in", methods=["GET", "POST"])
def sign_in():
    form = SignInForm()
    if form.validate_on_submit():
        row = ask("SELECT id, name, password_hash FROM users WHERE staff_no = :no", no=form.staff_no.data).first()
        hasher.verify(row.password_hash, form.password.data)
        login_user(Person(row))
        return redirect("/training/today", 303)
    return render_template_string(FORM, form=form)


@app.get("/training/today")
@login_required
def quiz():
    attempt = ask(NEWEST, id=current_user.id).first()
    given = ask("SELECT position FROM quiz_answers WHERE attempt_id = :id", id=attempt.id if attempt else 0).all()
    asked = json.loads(attempt.paper)[len(given)] if attempt else {"stem": "", "options": []}
    return render_template_string(QUIZ, form=FlaskForm(), n=len(given) + 1, **asked)


@app.get("/training/questions")
@login_required
def index():
    rows = ask("SELECT id, stem, topic, kind, state FROM questions ORDER BY id DESC LIMIT 51").all()
    ask("SELECT COUNT(*) FROM questions").scalar()
    return render_template_string(LIST, rows=rows)


@app.get("/training/questions/<int:question_id>")
@login_required
def detail(question_id: int):
    return render_template_string(DETAIL, r=ask("SELECT * FROM questions WHERE id = :id", id=question_id).first())


@app.get("/healthz")
def healthz():
    return {"alive": request.path == "/healthz"}


if __name__ == "__main__":
    serve(app, host="127.0.0.1", port=int(sys.argv[1]), threads=16)

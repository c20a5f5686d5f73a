"""Putting one message on the wire. Only addresses that an administrator set, certificates checked, time limited."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import smtplib
import socket
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import quote, urlsplit

from models.core import clock
from models.relays.tables import ChannelKind, Security

SECONDS = 8.0  # for one connection
ANSWER = 20_000  # bytes of a robot's answer


class Refused(Exception):
    """The receiver said no for good: trying again would not help."""


class Unsent(Exception):
    """It may work later: no connection, no answer, a busy receiver."""


class Busy(Unsent):
    """One mailbox cannot take it now, such as a full one; the server is well, and others need not wait."""


@dataclass(frozen=True, slots=True)
class Way:
    """A channel with its secret, apart from the database: nothing here waits for a lock."""

    kind: ChannelKind
    security: Security
    host: str
    port: int
    sender: str
    username: str
    secret: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What is said; ``to`` is an e-mail address, "" for a group."""

    to: str
    title: str
    text: str
    message_id: str
    at: datetime


def send(way: Way, letter: Letter) -> None:
    """Send one letter. Raises Unsent or Refused, whose words hold neither secret nor address of a robot."""
    try:
        _mail(way, letter) if way.kind is ChannelKind.EMAIL else _post(way, letter)
    except smtplib.SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()))[0]
        raise (Refused("收件地址被拒收") if code >= 500 else Busy(f"收件邮箱暂时不能接收（{code}）")) from None
    except smtplib.SMTPResponseException as error:
        raise _said(error.smtp_code) from None
    except smtplib.SMTPServerDisconnected as error:
        late = isinstance(error.__context__, TimeoutError)
        raise Unsent("超时没有应答" if late else "邮件服务器中断了连接") from None
    except ssl.SSLCertVerificationError:
        raise Unsent("服务器证书不受信任") from None
    except ssl.SSLError:
        raise Unsent("不能建立加密连接") from None
    except TimeoutError:
        raise Unsent("超时没有应答") from None
    except (OSError, smtplib.SMTPException, http.client.HTTPException) as error:
        raise Unsent(_why(error)) from None


def _why(error: Exception) -> str:
    """Say what to look at when no connection stands, or nothing understandable comes back."""
    match error:
        case socket.gaierror():
            return "找不到这台服务器，请核对服务器名称"
        case ConnectionRefusedError():
            return "服务器拒绝连接，请核对端口，或对方没有启动"
        case ConnectionError():
            return "对方中断了连接"
        case smtplib.SMTPNotSupportedError():
            return "邮件服务器不支持所选的加密或登录方式"
        case OSError():
            return "网络不通，请核对服务器名称和网络"
    return "对方的答复看不懂，请核对端口和加密方式"


def _said(code: int) -> Exception:
    """4xx of SMTP means later, 5xx never; a wrong password (535) is mended by the administrator."""
    if code in (530, 535):
        return Unsent(f"邮件服务器不接受登录用户名或口令（{code}）")
    return (Refused if 500 <= code < 600 else Unsent)(f"邮件服务器答复 {code}")


def _mail(way: Way, letter: Letter) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = way.sender, letter.to, " ".join(letter.title.split())
    mail["Message-ID"], mail["Date"] = f"<{letter.message_id}@zhanwutong>", format_datetime(letter.at)
    mail.set_content(letter.text)
    context = ssl.create_default_context()
    if way.security is Security.TLS:
        server = smtplib.SMTP_SSL(way.host, way.port, timeout=SECONDS, context=context)
    else:
        server = smtplib.SMTP(way.host, way.port, timeout=SECONDS)
    try:
        if way.security is Security.STARTTLS:
            server.starttls(context=context)
        if way.username:
            server.login(way.username, way.secret)
        server.send_message(mail)
    finally:
        server.close()


def _post(way: Way, letter: Letter) -> None:
    """Post to a group's robot; redirects are not followed. The secret is ``address`` or ``address key``."""
    address, _, key = way.secret.partition(" ")
    parts = urlsplit(address)
    target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}{_signature(key, letter.at) if key else ''}"
    body = json.dumps({"msgtype": "text", "text": {"content": f"{letter.text}\n编号 {letter.message_id[:8]}"}})
    if way.security is Security.PLAIN:
        line = http.client.HTTPConnection(way.host, way.port, timeout=SECONDS)
    else:
        line = http.client.HTTPSConnection(way.host, way.port, timeout=SECONDS, context=ssl.create_default_context())
    try:
        heads = {"Content-Type": "application/json; charset=utf-8", "X-Message-Id": letter.message_id}
        line.request("POST", target, body.encode(), heads)
        answer = line.getresponse()
        _judge(answer.status, answer.read(ANSWER))
    finally:
        line.close()


def _judge(status: int, body: bytes) -> None:
    if status != 200:
        kind = Refused if 400 <= status < 500 and status not in (401, 403, 404, 408, 429) else Unsent
        raise kind(f"机器人答复 {status}")
    try:
        code = json.loads(body).get("errcode")
    except (ValueError, AttributeError):
        raise Unsent("机器人的答复看不懂") from None
    if code:
        raise Unsent(f"机器人答复错误 {code}")


def _signature(key: str, at: datetime) -> str:
    """Source: DingTalk, custom robot, 加签: HMAC-SHA256 of the time in milliseconds and the key."""
    stamp = str(int(clock.now().timestamp() * 1000))
    digest = hmac.new(key.encode(), f"{stamp}\n{key}".encode(), hashlib.sha256).digest()
    return f"&timestamp={stamp}&sign={quote(base64.b64encode(digest).decode(), safe='')}"

"""Pictures come in as they are and stay as we draw them; only who sees the case sees its files."""

from __future__ import annotations

import hashlib
import io
import os
import struct
import time
import zlib

import pytest
from PIL import Image
from sqlalchemy import select

from models.core import attachments, checks, digest
from models.core.attachments import Attachment, keep, of, open_stored, prepare, retire
from models.core.audit import AuditEntry
from models.core.errors import RuleBroken


def picture(size=(800, 600), kind="JPEG", colour=(200, 30, 30), **options) -> io.BytesIO:
    Image.new(options.pop("mode", "RGB"), size, colour).save(out := io.BytesIO(), kind, **options)
    out.seek(0)
    return out


def noise(size) -> Image.Image:
    return Image.frombytes("RGB", size, os.urandom(size[0] * size[1] * 3))


def heic(size=(640, 480)) -> io.BytesIO:
    import pillow_heif

    pillow_heif.from_pillow(Image.new("RGB", size, (10, 120, 40))).save(out := io.BytesIO(), quality=60)
    out.seek(0)
    return out


def with_position() -> io.BytesIO:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "PhoneMaker"  # rotated by 90 degrees
    exif.get_ifd(0x8825)[2] = (28.0, 41.0, 0.0)
    return picture((800, 600), exif=exif, comment=b"taken at home")


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def claiming(width: int, height: int) -> io.BytesIO:
    """A PNG of a few bytes that claims to be large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + head + body)


@pytest.fixture
def files(tmp_path):
    attachments.use_folder(tmp_path)
    return tmp_path / "files"


def test_position_maker_and_comment_are_gone_and_the_picture_is_upright():
    prepared = prepare(with_position())
    kept = opened(prepared.content)
    assert kept.size == (prepared.width, prepared.height) == (600, 800)
    assert not kept.getexif() and "comment" not in kept.info
    assert b"PhoneMaker" not in prepared.content and b"taken at home" not in prepared.content


def test_what_hides_behind_the_picture_is_gone():
    polyglot = picture().getvalue() + b"PK\x03\x04<script>alert(1)</script>"
    assert b"script" not in prepare(io.BytesIO(polyglot)).content


@pytest.mark.parametrize("size", [(4000, 3000), (3000, 4000), (5000, 100)])
def test_a_large_picture_is_kept_at_1600_pixels(size):
    prepared = prepare(picture(size))
    assert max(prepared.width, prepared.height) == 1600


def test_a_small_picture_is_not_blown_up():
    assert (prepare(picture((300, 200))).width, prepare(picture((300, 200))).height) == (300, 200)


def test_even_the_thumbnail_of_noise_fits_forty_kilobytes():
    noise((2000, 1500)).save(out := io.BytesIO(), "JPEG", quality=90)
    out.seek(0)
    prepared = prepare(out)
    assert len(prepared.small) <= 40 * 1024 and max(opened(prepared.small).size) == 480


@pytest.mark.parametrize(
    "upload",
    [
        lambda: picture(kind="PNG"),
        lambda: picture(kind="PNG", mode="RGBA", colour=(0, 0, 0, 0)),
        lambda: picture(kind="PNG", mode="LA", colour=(0, 0)),
        lambda: picture(kind="PNG", mode="P", colour=3),
        lambda: picture(kind="PNG", mode="I;16", colour=40000),
        lambda: picture(kind="PNG", mode="1", colour=1),
        lambda: picture(kind="JPEG", mode="L", colour=9),
        lambda: picture(kind="JPEG", mode="CMYK", colour=(1, 2, 3, 4)),
        heic,
    ],
)
def test_honest_pictures_of_every_kind_are_taken(upload):
    prepared = prepare(upload())
    assert prepared.media_type == "image/jpeg" and opened(prepared.content).mode == "RGB"


def test_transparent_becomes_white():
    prepared = prepare(picture(kind="PNG", mode="RGBA", colour=(0, 0, 0, 0)))
    assert opened(prepared.content).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (io.BytesIO(b""), "空的"),
        (io.BytesIO(b"GIF89a" + b"\0" * 100), "只能上传照片"),
        (io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"), "只能上传照片"),
        (io.BytesIO(b"PK\x03\x04" + b"\0" * 100), "只能上传照片"),
        (io.BytesIO(b"<html>"), "只能上传照片"),
        (io.BytesIO(b"\xff\xd8\xff" + b"\0" * 100), "已损坏"),
        (io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"\0" * 100), "已损坏"),
        (io.BytesIO(b"\0\0\0\x18ftypheic" + b"\0" * 100), "已损坏"),
        (io.BytesIO(b"\xff\xd8\xff" + b"\0" * 10 * 2**20), "超过 10 MB"),
        (claiming(5001, 5000), "2500 万像素"),
        (claiming(60000, 60000), "2500 万像素"),
        (claiming(2**31 - 1, 2**31 - 1), "2500 万像素"),
        (claiming(4000, 4000), "已损坏"),
        (io.BytesIO(picture().getvalue()[:2000]), "已损坏"),
        (io.BytesIO(b"%PDF-1.7 no end"), "PDF 不完整"),
        (io.BytesIO(b"%PDF-1.7 /JavaScript (x) %%EOF"), "PDF 不完整"),
    ],
)
def test_everything_else_is_refused_with_a_sentence(upload, said):
    upload.seek(0)
    with pytest.raises(RuleBroken, match=said) as refusal:
        prepare(upload)
    assert refusal.value.field == "photo"


def test_a_huge_claim_is_refused_before_anything_is_decoded():
    started = time.process_time()
    with pytest.raises(RuleBroken):
        prepare(claiming(60000, 60000))
    assert time.process_time() - started < 1


def test_a_file_is_on_disk_under_its_hash_before_its_row(cast, db, files):
    row = keep(prepare(picture()), cast["wang"], cast["liu"], caption="工装不整")
    db.session.commit()
    path = files / row.sha256[:2] / row.sha256[2:4] / row.sha256
    assert hashlib.sha256(path.read_bytes()).hexdigest() == row.sha256
    assert not list(files.rglob("*.tmp"))
    assert row.name == f"照片-{row.sha256[:8]}.jpg" and row.unit_id == cast["wang"].unit_id
    with open_stored(row, small=True) as small:
        assert max(Image.open(small).size) == 480


def test_the_same_picture_is_stored_once(cast, db, files):
    for person in ("wang", "zhao"):
        keep(prepare(picture()), cast[person], cast["liu"])
    db.session.commit()
    assert len([path for path in files.rglob("*") if path.is_file()]) == 2  # and its thumbnail


def test_a_retired_file_is_out_of_sight_but_on_disk_and_on_record(cast, db, files):
    row = keep(prepare(picture()), cast["wang"], cast["liu"])
    retire(row, cast["liu"], "拍错人")
    db.session.commit()
    assert db.session.scalars(of(cast["wang"])).all() == [] and attachments.path_of(row.sha256).is_file()
    actions = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id.desc()).limit(2)).all()
    assert actions == ["attachment.retire", "attachment.keep"]


def test_the_sweep_takes_old_orphans_only(cast, db, files):
    row = keep(prepare(picture()), cast["wang"], cast["liu"])
    db.session.commit()
    for name, age in (("a" * 64, 90_000), ("b" * 64, 60), (f"{'c' * 64}.0.tmp", 90_000)):
        path = files / "00" / "00" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
        os.utime(path, (time.time() - age,) * 2)
    os.utime(attachments.path_of(row.sha256), (0, 0))
    assert attachments.sweep_orphans() == 2
    assert (files / "00" / "00" / ("b" * 64)).is_file() and attachments.path_of(row.sha256).is_file()


def test_a_changed_or_missing_file_fails_the_check_and_changes_the_digest(cast, db, files):
    row = keep(prepare(picture()), cast["wang"], cast["liu"])
    db.session.commit()
    whole = digest.state_digest()
    attachments.path_of(row.sha256).write_bytes(b"other")
    broken = dict(checks.run())["每个附件的文件都在，内容与登记一致"]
    assert broken == [f"附件 {row.id}（{row.name}）的文件缺失或被改动"]
    assert digest.state_digest() != whole


@pytest.fixture
def photo(cast, db, files) -> Attachment:
    row = keep(prepare(picture()), cast["mei"], cast["mo"])
    db.session.commit()
    return row


@pytest.mark.one_engine
@pytest.mark.parametrize(("who", "status"), [("mei", 200), ("mo", 200), ("liu", 404), ("wang", 404), ("shen", 404)])
@pytest.mark.parametrize("ending", ["", "/small"])
def test_only_who_sees_the_owner_sees_the_file(as_, cast, photo, who, status, ending):
    assert as_(cast[who]).get(f"/files/{photo.id}{ending}").status_code == status


def test_a_stranger_is_sent_to_sign_in(client, photo):
    assert client.get(f"/files/{photo.id}").status_code == 303


def test_a_picture_is_shown_but_can_do_nothing(as_, cast, photo):
    answer = as_(cast["mei"]).get(f"/files/{photo.id}")
    assert answer.mimetype == "image/jpeg" and opened(answer.data).size == (800, 600)
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_pdf_is_handed_over_never_shown(as_, cast, db, files):
    row = keep(prepare(io.BytesIO(b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n")), cast["mei"], cast["mo"])
    answer = as_(cast["mei"]).get(f"/files/{row.id}")
    assert answer.status_code == 200 and answer.headers["Content-Disposition"].startswith("attachment")
    assert as_(cast["mei"]).get(f"/files/{row.id}/small").status_code == 404


def test_retired_unknown_and_unscoped_files_are_not_there(as_, cast, db, photo):
    retire(photo, cast["mo"], "拍错")
    stray = keep(prepare(picture()), db.session.scalars(select(AuditEntry)).first(), cast["mo"])
    db.session.commit()
    browser = as_(cast["mei"])
    assert [browser.get(f"/files/{i}").status_code for i in (photo.id, stray.id, 999_999)] == [404, 404, 404]

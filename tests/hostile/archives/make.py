"""Makes hostile archives, messages and pages: name → bytes. Nothing here is taken from elsewhere."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import lzma
import random
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache

from guard.reading import limits
from tests.support.archives import (
    encrypted_zip_of,
    mail_of,
    outlook_message_of,
    rar_of,
    seven_zip_of,
    tar_of,
    zip_of,
)
from tests.support.pictures import encode, render_document

Case = tuple[str, bytes]
_MEGABYTE = 1 << 20
_TOO_MUCH = limits.DOCUMENT_BYTES // _MEGABYTE + 64
"""Megabytes, more than is unpacked of one item."""

_TOO_MANY = 2 * limits.DOCUMENT_MEMBERS
"""Members, more than are read of one archive."""

_FILE = {"名单.txt": "食堂菜单".encode() * 200, "回执.txt": "收到".encode()}
_WHOLE = {"zip": zip_of(_FILE), "7z": seven_zip_of(_FILE), "rar": rar_of(_FILE), "tar.gz": tar_of(_FILE, "w:gz"),
          "tar": tar_of(_FILE), "gz": gzip.compress(_FILE["名单.txt"]), "bz2": bz2.compress(_FILE["名单.txt"]),
          "xz": lzma.compress(_FILE["名单.txt"]), "eml": mail_of("函", "正文", _FILE),
          "msg": outlook_message_of("函", "正文", _FILE)}


def bombs() -> Iterator[Case]:
    """Small outside, huge inside."""
    zeros = bytes(_MEGABYTE)
    yield "too-much.zip", _zip_of_zeros(_TOO_MUCH)
    packer = zlib.compressobj(1, wbits=31)
    yield "too-much.gz", b"".join(packer.compress(zeros) for _ in range(_TOO_MUCH)) + packer.flush()
    bz = bz2.BZ2Compressor()
    yield "200-mb.bz2", b"".join(bz.compress(zeros) for _ in range(200)) + bz.flush()
    xz = lzma.LZMACompressor(preset=0)
    yield "too-much.xz", b"".join(xz.compress(zeros) for _ in range(_TOO_MUCH)) + xz.flush()
    yield "gz-in-gz.gz", gzip.compress(gzip.compress(bytes(_TOO_MUCH * _MEGABYTE), 1))
    yield "100-mb.7z", seven_zip_of({"zeros": bytes(100 * _MEGABYTE)})
    yield "42.zip", _like_42()
    yield "overlapping.zip", _overlapping(2000)
    yield "sparse-1-tb.tar", _sparse()


def nests() -> Iterator[Case]:
    """Deep, endless or many."""
    for depth in (20, 300):
        inner = b"x"
        for _ in range(depth):
            inner = zip_of({"a.zip": inner})
        yield f"nested-{depth}.zip", inner
    inner = b"x"
    for _ in range(100):
        inner = gzip.compress(inner)
    yield "nested-100.gz", inner
    yield "quine.gz", _quine()
    yield "quine.zip", _quine_zip()
    yield "too-many.zip", many_members()
    yield "too-many.tar.gz", tar_of({f"{number}": b"" for number in range(_TOO_MANY)}, "w:gz")
    yield "too-many.7z", seven_zip_of({f"{number}": b"x" for number in range(_TOO_MANY)})
    yield "10000-deep.eml", _deep_mail(10_000)
    yield "5000-messages.eml", _messages_in_messages(5_000)
    yield "100000-deep.rtf", b"{\\rtf1 " + b"{" * 100_000 + b"x"
    yield "1000000-tags.html", b"<html>" + b"<div>" * 1_000_000
    yield "half-open-tags.html", b"<html>" + b"<a " * 300_000
    yield "half-open-comments.html", b"<html>" + b"<!--" * 300_000
    yield "half-open-declarations.html", b"<html>" + b"<![" * 300_000


@cache
def many_members() -> bytes:
    """An archive of twice as many empty members as are read."""
    return zip_of({f"{number}": b"" for number in range(_TOO_MANY)})


def behind() -> Iterator[Case]:
    """Files with a second format appended to a picture or drawing."""
    picture = encode(render_document("办公室值班表"))
    bomb = _zip_of_zeros(_TOO_MUCH)
    yield "bomb-behind-a-picture.png", picture + bomb
    inner = bomb
    for _ in range(12):
        inner = picture + zip_of({"a.png": inner})
    yield "pictures-behind-pictures.png", inner
    yield "end-of-a-zip-only.png", picture + _WHOLE["zip"][-22:]
    yield "cut-behind-a-picture.png", picture + _WHOLE["7z"][:90]
    yield "locked-behind-a-picture.png", picture + encrypted_zip_of(_FILE)
    laughs = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 10))
    yield "billion-laughs.svg", f'<!DOCTYPE svg [<!ENTITY l0 "lol">{laughs}]><svg><text>&l9;</text></svg>'.encode()
    yield "picture-in-itself.svg", (b'<svg><image href="data:image/svg+xml;base64,' + base64.b64encode(
        b'<svg><image href="#"/></svg>' * 20_000) + b'"/><text>' + b"<tspan y='1'>" * 200_000)


def lies() -> Iterator[Case]:
    """Headers with false values."""
    whole = _WHOLE["zip"]
    yield "index-points-outside.zip", whole.replace(b"PK\x01\x02", b"PK\x01\x02", 1)[:-6] + b"\xff\xff\xff\x7f\0\0"
    start = whole.find(b"PK\x01\x02")
    yield "member-is-4-gb.zip", whole[:start + 20] + b"\xff\xff\xff\xff\xff\xff\xff\xff" + whole[start + 28:]
    yield "method-99.zip", whole[:start + 10] + b"\x63\0" + whole[start + 12:]
    yield "wrong-sum.zip", whole[:start + 16] + b"\1\2\3\4" + whole[start + 20:]
    yield "zip-as.txt", encrypted_zip_of(_FILE)
    yield "rar-header.7z", b"Rar!\x1a\x07\x01\x00" + random.Random(1).randbytes(4000)
    yield "7z-endless-header.7z", _seven_zip_header(1 << 62)
    yield "7z-header-outside.7z", _seven_zip_header(1 << 30)
    yield "gz-name-without-end.gz", b"\x1f\x8b\x08\x08" + bytes(6) + b"a" * 100_000
    yield "tar-of-headers.tar", _whole_tar_header(0o77777777777) * 100
    yield "negative-size.tar", _whole_tar_header(-1) + bytes(1024)
    yield "pax-1-mb-of-names.tar", _long_names()
    yield "rtf-endless-binary.rtf", b"{\\rtf1 a\\bin2147483647 b}"
    yield "rtf-strange-numbers.rtf", b"{\\rtf1\\ansicpg99999\\f-1\\u-9999999999 ?\\uc99999999 a\\'zz\\ansicpg1 \\'80"
    yield "html-strange-references.html", b"<html>&#x110000;&#0;&#xD800;&#99999999999999999999;<img src='data:,%zz'>"
    yield "mail-unknown-charset.eml", (b"From: a@b.cn\nSubject: =?x-none?B?/////w==?=\nMIME-Version: 1.0\n"
                                       b"Content-Type: text/plain; charset=\"../../etc\"\n\n\xff\xfe\xfd")
    yield "mail-strange-headers.eml", (b"From: <<<>>>;;\nTo: " + b"a@" * 10_000 + b"\nSubject: =?utf-8?Q?=?=?\n"
                                       b"MIME-Version: 1\nContent-Type: multipart/mixed; boundary=\n\n--\n")


def names() -> Iterator[Case]:
    """Members whose names lead outside."""
    elsewhere = {"../../../../etc/passwd": b"x", "/etc/passwd": b"x", "C:\\Windows\\x.dll": b"x", "..\\..\\x": b"x",
                 "a\nb\x1b[2J": b"x", "名" * 5000: b"x"}
    for kind, pack in (("zip", zip_of), ("tar", tar_of), ("rar", rar_of)):
        yield f"elsewhere.{kind}", pack(elsewhere)
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for number, target in enumerate(("/etc/passwd", "../../etc/shadow", "link-0")):
            for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE):
                info = tarfile.TarInfo(f"link-{number}")
                info.type, info.linkname = kind, target
                archive.addfile(info)
        device = tarfile.TarInfo("zero")
        device.type, device.devmajor, device.devminor = tarfile.CHRTYPE, 1, 5
        archive.addfile(device)
    yield "links-and-devices.tar", buffer.getvalue()
    yield "elsewhere.eml", mail_of("x", "y", {"../../../etc/passwd": b"x", "/etc/passwd": b"x"})


def truncated() -> Iterator[Case]:
    """Cut off: the reading must say that something is missing."""
    for kind, whole in _WHOLE.items():
        for share in (3, 6, 9):
            yield f"{share}-tenths.{kind}", whole[:len(whole) * share // 10]


def changed(seed: int, count: int) -> Iterator[Case]:
    """Valid files with some bytes changed, cut out or doubled."""
    chance = random.Random(seed)
    kinds = list(_WHOLE)
    for number in range(count):
        kind = chance.choice(kinds)
        content = bytearray(_WHOLE[kind])
        for _ in range(chance.randint(1, 8)):
            place = chance.randrange(len(content))
            match chance.randrange(3):
                case 0:
                    content[place] = chance.randrange(256)
                case 1:
                    del content[place:place + chance.randint(1, 20)]
                case _:
                    content[place:place] = content[place:place + chance.randint(1, 200)]
        yield f"changed-{number}.{kind}", bytes(content)


FAMILIES = (bombs, nests, behind, lies, names, truncated)


@cache
def _zip_of_zeros(megabytes: int) -> bytes:
    buffer = io.BytesIO()
    packed = zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
    with packed as archive, archive.open("zeros.txt", "w") as member:
        for _ in range(megabytes):
            member.write(bytes(_MEGABYTE))
    return buffer.getvalue()


def _like_42() -> bytes:
    """Sixteen archives in sixteen archives, and so on: 16 to the fifth times 40 MB."""
    inner = _zip_of_zeros(40)
    for _ in range(5):
        inner = zip_of({f"lib {number}.zip": inner for number in range(16)})
    return inner


def _overlapping(count: int) -> bytes:
    """Many entries of the index that lead to one and the same member of 10 MB."""
    single = _zip_of_zeros(10)
    start, end = single.find(b"PK\x01\x02"), single.find(b"PK\x05\x06")
    entry = single[start:end]
    return single[:start] + entry * count + struct.pack("<4s4HIIH", b"PK\x05\x06", 0, 0, count, count,
                                                       len(entry) * count, start, 0)


def _quine() -> bytes:
    """gzip data that begins to unpack to itself again and again, as far as a script can make it."""
    inner = b""
    for _ in range(50):
        inner = gzip.compress(inner + b"\x1f\x8b\x08")
    return inner


def _quine_zip() -> bytes:
    """A member that contains the whole file as it was before, forty times over."""
    whole = zip_of({"r.zip": b""})
    for _ in range(40):
        whole = zip_of({"r.zip": whole, "s.zip": whole})
        if len(whole) > 8 * _MEGABYTE:
            break
    return whole


def _sparse() -> bytes:
    """A GNU sparse file of a terabyte, of which no byte is stored."""
    header = bytearray(_whole_tar_header(0))
    header[156:157] = b"S"
    header[386:410] = b"%011o\0%011o\0" % (0, 0)
    header[483:495] = b"%011o\0" % ((1 << 33) - 1)
    return _summed(header) + bytes(1024)


def _whole_tar_header(size: int) -> bytes:
    header = bytearray(tarfile.TarInfo("a").tobuf(tarfile.GNU_FORMAT))
    header[124:136] = b"%011o\0" % size if size >= 0 else b"\xff" * 12
    return _summed(header)


def _summed(header: bytearray) -> bytes:
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header)


def _long_names() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
        archive.addfile(tarfile.TarInfo("名" * (_MEGABYTE // 3)))
    return buffer.getvalue()


def _seven_zip_header(size: int) -> bytes:
    start = struct.pack("<QQI", 0, size, 0)
    return b"7z\xbc\xaf\x27\x1c\0\4" + struct.pack("<I", zlib.crc32(start)) + start


def _deep_mail(depth: int) -> bytes:
    lines = ["From: a@b.cn", "Subject: x", "MIME-Version: 1.0"]
    for number in range(depth):
        lines += [f"Content-Type: multipart/mixed; boundary=b{number}", "", f"--b{number}"]
    return "\n".join([*lines, "", "x"]).encode()


def _messages_in_messages(depth: int) -> bytes:
    return b"From: a@b.cn\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n" * depth + b"x"

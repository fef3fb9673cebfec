"""Makes archives and messages for tests. The people in them are invented."""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Mapping
from email.message import EmailMessage

import py7zr

from guard.reading.containers import libarchive
from guard.reading.documents.ole.compound_writing import Tree, compound_file

Members = Mapping[str, bytes]


def zip_of(members: Members, *, raw_names: str = "", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP. With ``raw_names`` names are stored in this encoding without the UTF-8 flag, as old programs do."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name)
            if raw_names:
                info = _RawName(name.encode(raw_names))
            info.compress_type = method
            archive.writestr(info, content)
    return buffer.getvalue()


def damaged_in(archive: bytes, name: str) -> bytes:
    """Return a ZIP with thirty wrong bytes in this member, behind the beginning of what was compressed."""
    with zipfile.ZipFile(io.BytesIO(archive)) as read:
        info = read.getinfo(name)
    begins = info.header_offset + 30 + len(info.filename.encode()) + 4
    return archive[:begins] + b"\xff" * 30 + archive[begins + 30:]


METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
"""Ways in which a member may be compressed."""


class _RawName(zipfile.ZipInfo):
    def __init__(self, name: bytes) -> None:
        super().__init__(name.decode("cp437"))
        self._raw = name

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802  zipfile asks this
        return self._raw, self.flag_bits


def encrypted_zip_of(members: Members) -> bytes:
    """A ZIP whose members have the encryption flag set."""
    untrusted_bytes = bytearray(zip_of(members))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = untrusted_bytes.find(mark)
        while place >= 0:
            untrusted_bytes[place + offset] |= 1
            place = untrusted_bytes.find(mark, place + 4)
    return bytes(untrusted_bytes)


def tar_of(members: Members, mode: str = "w", encoding: str = "utf-8") -> bytes:
    """A tar; ``mode`` w:gz, w:bz2 or w:xz compresses it."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode, encoding=encoding, format=tarfile.GNU_FORMAT) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def seven_zip_of(members: Members, password: str | None = None, *, hide_names: bool = False,
                 stored: bool = False) -> bytes:
    """A 7z archive, compressed or with its members as they are."""
    buffer = io.BytesIO()
    with py7zr.SevenZipFile(buffer, "w", password=password, header_encryption=hide_names,
                            filters=[{"id": py7zr.FILTER_COPY}] if stored else None) as archive:
        for name, content in members.items():
            archive.writestr(content, name)
    return buffer.getvalue()


def rar_is_read_here() -> bool:
    """True where the system has the library that reads RAR."""
    try:
        return bool(list(libarchive.entries(rar_of({"a": b"b"}))))
    except libarchive.MissingError:
        return False


def rar_of(members: Members) -> bytes:
    """A RAR 5 archive whose members are stored as they are."""
    blocks = [_rar_block(1, 0, _number(0))]
    for name, content in members.items():
        stored = name.encode()
        # File flags 4: a CRC is there. Compression 0: stored, by version 0. Made on Unix (1).
        body = b"".join((_number(4), _number(len(content)), _number(0o100644), struct.pack("<I", zlib.crc32(content)),
                         _number(0), _number(1), _number(len(stored)), stored))
        blocks.append(_rar_block(2, 2, body, content))
    return b"Rar!\x1a\x07\x01\x00" + b"".join(blocks) + _rar_block(5, 0, _number(0))


def _rar_block(kind: int, flags: int, body: bytes, data: bytes = b"") -> bytes:
    header = _number(kind) + _number(flags) + (_number(len(data)) if flags & 2 else b"") + body
    sized = _number(len(header)) + header
    return struct.pack("<I", zlib.crc32(sized)) + sized + data


def _number(value: int) -> bytes:
    """A whole number as RAR 5 stores it: seven bits per byte, the lowest first."""
    digits = bytearray()
    while value > 0x7F:
        digits.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*digits, value))


def mail_of(subject: str, body: str, attachments: Members, html: str = "") -> bytes:
    """A message as it is sent."""
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, "周明远 <zhou@example.cn>", "office@example.cn"
    message.set_content(body, cte="base64")
    if html:
        message.add_alternative(html, subtype="html")
    for name, content in attachments.items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def outlook_message_of(subject: str, body: str, attachments: Members, inside: Tree | None = None) -> bytes:
    """An Outlook message; ``inside`` is a message that is attached to it."""
    return compound_file(outlook_tree(subject, body, attachments, inside))


def outlook_tree(subject: str, body: str, attachments: Members, inside: Tree | None = None) -> Tree:
    """The streams of an Outlook message."""
    tree: dict[str, bytes | Tree] = {"__properties_version1.0": bytes(32),
                                     "__substg1.0_0037001F": subject.encode("utf-16-le"),
                                     "__substg1.0_1000001F": body.encode("utf-16-le")}
    for number, (name, content) in enumerate(attachments.items()):
        tree[f"__attach_version1.0_#{number:08X}"] = {"__properties_version1.0": bytes(8),
                                                      "__substg1.0_3707001F": name.encode("utf-16-le"),
                                                      "__substg1.0_37010102": content}
    if inside is not None:
        tree["__attach_version1.0_#000000FF"] = {"__properties_version1.0": bytes(8), "__substg1.0_3701000D": inside}
    return tree

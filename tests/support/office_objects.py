"""Adds parts to office files beside their words: parts of other names, packaged files, objects in storages."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

import olefile

from guard.reading.documents.ole.compound_writing import Tree, compound_file
from tests.support.archives import zip_of
from tests.support.office_files import part, repacked

_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
MAINS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}


def related(untrusted_bytes: bytes, source: str, kind: str, name: str, content: bytes) -> bytes:
    """Return the package with one more part, referenced by ``source`` with a relation of this kind."""
    folder, _, base = source.rpartition("/")
    relations = f"{folder}/_rels/{base}.rels"
    line = f'<Relationship Id="rId900" Type="{_TYPE}{kind}" Target="/{name}"/></Relationships>'
    return repacked(untrusted_bytes, {relations: part(untrusted_bytes, relations).replace(
        b"</Relationships>", line.encode()), name: content})


def moved(untrusted_bytes: bytes, folder: str, new: str) -> bytes:
    """Return the package with the parts of one folder in another, with relations and content types adapted."""
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(untrusted_bytes)) as package:
        for name in package.namelist():
            content = package.read(name)
            if name.endswith((".xml", ".rels")):
                for before in ("/", '"'):
                    content = content.replace(f"{before}{folder}/".encode(), f"{before}{new}/".encode())
            parts[f"{new}/{name.removeprefix(f'{folder}/')}" if name.startswith(f"{folder}/") else name] = content
    return zip_of(parts)


def wrapped(name: str, content: bytes) -> bytes:
    """Return an object as Windows' packager stores a file ([MS-OLEDS] 2.3.6 and the packager's own content)."""
    stored = name.encode("gb18030")
    path = b"C:\\" + stored + b"\0"
    body = (struct.pack("<H", 2) + stored + b"\0" + path + struct.pack("<HHI", 0, 3, len(path)) + path
            + struct.pack("<I", len(content)) + content)
    return compound_file({"\x01CompObj": b"\0" * 80, "\x01Ole10Native": struct.pack("<I", len(body)) + body})


def with_streams(untrusted_bytes: bytes, more: Tree) -> bytes:
    """Return a compound file with more streams and storages."""
    with olefile.OleFileIO(io.BytesIO(untrusted_bytes)) as file:
        return compound_file({**_tree(file), **more})


def tree_of(untrusted_bytes: bytes) -> Tree:
    """Return the contents of a compound file."""
    with olefile.OleFileIO(io.BytesIO(untrusted_bytes)) as file:
        return _tree(file)


def _tree(file: olefile.OleFileIO) -> Mapping[str, bytes | Tree]:
    tree: dict[str, bytes | Tree] = {}
    for path in file.listdir():
        branch = tree
        for name in path[:-1]:
            branch = branch.setdefault(name, {})  # type: ignore[assignment]
        branch[path[-1]] = file.openstream(path).read()
    return tree

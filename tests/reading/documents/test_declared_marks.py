"""Tests classifications that documents and files declare in their properties, from the file to the verdict."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from guard.files.items import name_of, names_of
from guard.markup.declared_marks import mark_of
from guard.reading.documents.ole.compound import _own_properties
from rules.judge.judge import Judge
from rules.model import Action
from rules.text import Text
from tests.support.ofd_parts import FILLER, file_of, words, xml
from tests.support.office_files import document, letter, repacked
from tests.support.open_document_files import letter as open_letter
from tests.support.pdf_parts import TEXT, page, stream, string

Read = Callable[[bytes], Text]

_CUSTOM = ('<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://'
           'schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{}</Properties>')
_RDF = ('<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:a="urn:a" {}>{}</rdf:Description></rdf:RDF></x:xmpmeta>')


def with_property(name: str, value: str, path: Path) -> bytes:
    """Return a letter with a property of an office's own."""
    plain = document(path, "各科室按分工做好本周工作。").read_bytes()
    told = f'<property fmtid="{{D5CDD505}}" pid="2" name="{name}"><vt:lpwstr>{value}</vt:lpwstr></property>'
    return repacked(plain, {"docProps/custom.xml": _CUSTOM.format(told).encode()})


def stops(judge: Judge, found: Text) -> bool:
    return judge.judge(found).action is Action.BLOCK


@pytest.mark.parametrize(("name", "value", "mark"), [
    ("密级", "机密★1年", "密级：机密★1年"), ("秘密等级", "秘密", "密级：秘密"), ("SecretLevel", "绝密", "密级：绝密"),
    ("MSIP_Label_2096f6a2-d2f7-48be-b329-b73aaa526e5d_Name", "机密", "密级：机密"),
    ("密级和保密期限", "秘密 ★ 长期", "密级：秘密★长期"),
    ("密级", "机密★2020年12月31日至2030年12月31日", "密级：机密★2020年12月31日至2030年12月31日"),
    ("contentStatus", "【机密】", "密级：机密"), ("Security Classification", "机密级", "密级：机密"),
    ("category", "机密", "密级：机密"), ("keywords", "机密★5年", "密级：机密★5年"),
    ("xdg.tags", "秘密级", "密级：秘密"), ("Keywords", "[绝密]", "密级：绝密"),
])
def test_a_property_that_names_a_level_is_a_mark(name: str, value: str, mark: str) -> None:
    assert mark_of(name, value) == mark


@pytest.mark.parametrize(("name", "value"), [
    ("密级", "公开"), ("密级", "非涉密"), ("密级", ""), ("密级", "本机密级以上人员可看"), ("标题", "机密"),
    ("作者", "秘密"), ("SecretLevel", "3"),
    ("MSIP_Label_2096f6a2_SetDate", "机密"), ("Classification", "Confidential"),
    ("Sensitivity", "秘密武器"), ("", "机密"),
    ("keywords", "秘密"), ("Keywords", " 机密 "), ("xdg.tags", "绝密"), ("tags", "秘密"),
])
def test_other_properties_and_other_values_are_none(name: str, value: str) -> None:
    assert mark_of(name, value) == ""


@pytest.mark.timeout(20)
def test_a_long_value_takes_no_longer_than_its_length() -> None:
    """A pattern that goes back over each space took 1.7 s for the first of these, and the square of it for more."""
    for padding in (16_000, 4_000_000):
        assert mark_of("密级", "秘密" + " " * padding + "x") == ""
    assert mark_of("密级", " " * 9_000 + "秘密" + " " * 9_000) == "密级：秘密"


@pytest.mark.parametrize(("name", "value"), [
    ("密级", "机密"), ("SecurityLevel", "秘密★3年"), ("MSIP_Label_1_Name", "机密")])
def test_a_property_of_an_office_s_own_in_a_letter_stops_it(text: Read, judge: Judge, tmp_path: Path, name: str,
                                                            value: str) -> None:
    found = text(with_property(name, value, tmp_path / "a.docx"))
    assert mark_of(name, value) in found.original
    assert stops(judge, found)
    assert not stops(judge, text(with_property(name, "公开", tmp_path / "b.docx")))


def test_a_letter_without_such_a_property_says_nothing_new(text: Read) -> None:
    assert "密级：" not in text(letter()).original


def test_a_field_of_an_open_document_stops_it(text: Read, judge: Judge) -> None:
    plain = open_letter()
    meta = ('<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"><office:meta><meta:user-defined '
            'meta:name="密级">机密</meta:user-defined></office:meta></office:document-meta>')
    found = text(repacked(plain, {"meta.xml": meta.encode()}))
    assert "密级：机密" in found.original


@pytest.mark.parametrize("name", ["密级", "SecretLevel"])
def test_custom_data_of_an_ofd_stops_it(text: Read, judge: Judge, name: str) -> None:
    found = text(file_of(words(FILLER), body="<ofd:DocInfo><ofd:Keywords><ofd:Keyword>甲</ofd:Keyword></ofd:Keywords>"
                         f'<ofd:CustomDatas><ofd:CustomData Name="{name}">机密★1年</ofd:CustomData></ofd:CustomDatas>'
                         "</ofd:DocInfo>"))
    assert "密级：机密★1年" in found.original
    assert stops(judge, found)


@pytest.mark.parametrize("inside", [
    '<ofd:Extension AppName="甲" RefId="1"><ofd:Property Name="密级" Value="秘密"/></ofd:Extension>',
    '<ofd:Extension AppName="甲" RefId="1"><ofd:Property Name="密级">秘密</ofd:Property></ofd:Extension>',
    '<ofd:Extension AppName="甲" RefId="1"><ofd:Data><密标><密级>秘密</密级></密标></ofd:Data></ofd:Extension>',
], ids=["attributes", "text", "elements"])
def test_the_mark_of_a_program_in_an_extension_of_an_ofd_stops_it(text: Read, judge: Judge, inside: str) -> None:
    found = text(file_of(words(FILLER), document="<ofd:Extensions>Extensions.xml</ofd:Extensions>", parts={
        "Doc_0/Extensions.xml": xml("Extensions", inside)}))
    assert "密级：秘密" in found.original
    assert stops(judge, found)


@pytest.mark.parametrize("packet", [
    _RDF.format("", "<a:SecurityLevel>机密</a:SecurityLevel>"), _RDF.format('a:密级="机密"', ""),
    _RDF.format("", "<a:classification><rdf:Bag><rdf:li>机密</rdf:li></rdf:Bag></a:classification>"),
    _RDF.format("", "<a:Keywords>通知,机密★5年</a:Keywords>"),
], ids=["element", "attribute", "list", "keyword"])
def test_xmp_of_a_pdf_stops_it(text: Read, judge: Judge, packet: str) -> None:
    made = page(TEXT, [stream(packet.encode(), b"/Type/Metadata/Subtype/XML")], catalog=b"/Metadata 6 0 R")
    found = text(made)
    assert "密级：机密" in found.original
    assert stops(judge, found)


def test_a_key_of_the_properties_of_a_pdf_stops_it(text: Read, judge: Judge) -> None:
    found = text(page(TEXT, [b"<</SecretLevel %s/Title %s>>" % (string("机密"), string("通知"))], info=6))
    assert "密级：机密" in found.original
    assert stops(judge, found)


@pytest.fixture
def marked(tmp_path: Path) -> Path:
    path = tmp_path / "通知.txt"
    path.write_text("各科室：本周五下午开会。", "utf-8")
    try:
        os.setxattr(path, "user.密级", "机密".encode())
        os.setxattr(path, "user.xdg.tags", "会议,秘密,绝密级".encode())
        os.setxattr(path, "user.comment", b"\xff\xfe" + bytes(3000))
    except (OSError, AttributeError):
        pytest.skip("no extended attributes here")
    return path


def test_attributes_of_a_file_are_judged_with_its_name(judge: Judge, marked: Path) -> None:
    for item in (name_of(marked), names_of(marked, marked.parent)):
        assert item.name == "通知.txt"
        said = item.untrusted_text or ""
        assert said.splitlines()[-2:] == ["密级：机密", "密级：绝密"]
        assert stops(judge, Text(said))
    marked.rename(marked.with_name("b.txt"))
    assert name_of(marked).untrusted_text == "通知.txt", "a file that is gone has its name alone"


@pytest.mark.parametrize("named", [1, 2], ids=["whole", "its end is missing"])
def test_a_property_of_an_old_letter_declares_its_level(named: int) -> None:
    """The second section of [MS-OLEPS], with one name for one property."""
    name, value = "密级\0".encode("gb18030"), "机密\0".encode("gb18030")
    names = struct.pack("<III", named, 2, len(name)) + name
    told = struct.pack("<II", 30, len(value)) + value
    head = struct.pack("<IIIIII", 0, 2, 0, 24 + len(told), 2, 24)
    stream_of = bytes(24) + struct.pack("<I", 2) + bytes(36) + struct.pack("<I", 68) + head + told + names
    assert list(_own_properties(stream_of)) == ["密级", "机密", "密级：机密"]


@pytest.mark.parametrize("level", ["秘密", "机密", "绝密"])
def test_a_level_as_a_topic_among_keywords_stops_no_document(text: Read, judge: Judge, tmp_path: Path,
                                                            level: str) -> None:
    plain = document(tmp_path / "课件.docx", "各科室按分工做好本周工作。").read_bytes()
    core = ('<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties">'
            "<cp:keywords>{}</cp:keywords></cp:coreProperties>")
    for keywords, stopped in ((level, False), (f"保密教育，{level}，定密", False), (f"{level}★5年", True)):
        found = text(repacked(plain, {"docProps/core.xml": core.format(keywords).encode()}))
        assert keywords in found.original
        assert stops(judge, found) == stopped, keywords

"""Tests the visible and hidden words of mails, Outlook messages, pages and RTF in a real reader process."""

from __future__ import annotations

import base64
import mailbox
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from guard.core.model import Item, Kind
from guard.pipeline.judging import read_item
from guard.reading.client import ReaderClient
from rules.model import Place
from rules.text import Text
from tests.support.archives import mail_of, outlook_message_of, outlook_tree, zip_of
from tests.support.metafiles import emf, wmf
from tests.support.pictures import encode, render_document
from tests.support.texts import whole

SUBJECT, BODY, ATTACHED = "关于报送名单的函", "请于周五前报送", "附件里的一句话"
PAGE = f"<html><body><p>正文&#x91CC;</p><!-- 注释里 --><div style='display:none'>藏起来的</div>{ATTACHED}</body></html>"
PICTURE = encode(render_document("办公室值班表"))


def read(reader: ReaderClient, untrusted_bytes: bytes) -> Text:
    """Read as the guard does, which reads plain text itself."""
    reading = read_item(Item("附件", Kind.FILES, untrusted_bytes), reader)
    assert isinstance(reading, Text), reading
    return reading


def test_a_mail_is_read_with_subject_people_bodies_and_attachments(reader: ReaderClient) -> None:
    inner = mail_of("转发的函", "里面的信", {})
    attachments = {"名单.zip": zip_of({"名单.txt": ATTACHED.encode()}), "信.eml": inner}
    text = read(reader, mail_of(SUBJECT, BODY, attachments, PAGE))
    for words in (SUBJECT, "周明远", BODY, "正文里", "注释里", *attachments, "名单.txt", ATTACHED, "转发的函"):
        assert words in text.original
    assert whole(text)


def test_a_forwarded_message_inside_a_mail_is_read(reader: ReaderClient) -> None:
    inner = mail_of("转发的函", "里面的信", {})
    outer = (b"From: a@example.cn\nSubject: x\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n" + inner)
    text = read(reader, outer)
    assert "转发的函" in text.original
    assert "里面的信" in text.original


def test_what_a_person_typed_like_a_mail_stays_plain_text(reader: ReaderClient) -> None:
    typed = "From: 办公室\nSubject: 值班\n\n正文"
    assert read(reader, typed.encode()).original == typed


MIME = b"From: a@example.cn\r\nMIME-Version: 1.0\r\n"


@pytest.mark.parametrize("mail", [
    MIME + "Subject: 机密★5年\r\nContent-Type: text/plain\r\n\r\n见附件".encode("gbk"),
    MIME + b"Content-Type: text/plain\r\nContent-Disposition: attachment; "
    + 'filename="机密★5年.bin"\r\n\r\n见附件'.encode("gbk"),
    MIME + "Content-Type: text/html\r\n\r\n请看<br><b>机</b>密&#9733;5年".encode(),
    MIME + b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + base64.encodebytes(mail_of("转发", "机密★5年", {})),
    MIME + b"Content-Type: text/plain\r\nContent-Transfer-Encoding: BASE64 \r\n\r\n"
    + base64.encodebytes("机密★5年".encode()),
    MIME + "Content-Type: text/plain; charset=iso-8859-1\r\n\r\n机密★5年，请于周五前报送".encode("gbk"),
], ids=["subject in GBK", "file name in GBK", "piece of a page", "packed message", "blank behind", "wrong charset"])
def test_a_mail_as_old_programs_write_it_is_read(reader: ReaderClient, mail: bytes) -> None:
    assert "机密★5年" in read(reader, mail).original


def word(words: str | bytes, charset: str) -> str:
    """An encoded word (RFC 2047)."""
    packed = words.encode("gb18030") if isinstance(words, str) else words
    return f"=?{charset}?B?{base64.b64encode(packed).decode()}?="


NAMED = "赵喆的机密★5年.docx"
SPLIT = NAMED.encode("gb18030")


@pytest.mark.parametrize("said", [
    word(NAMED, "gb2312"), word(NAMED, "x-gbk"), word(NAMED, "GBK"),
    f"{word(SPLIT[:3], 'gb18030')}\r\n {word(SPLIT[3:], 'gb18030')}",
    "\r\n ".join(word(SPLIT[at:at + 1], "gb18030") for at in range(len(SPLIT))),
], ids=["gb2312", "x-gbk", "gbk", "split", "split at each byte"])
def test_headers_with_more_characters_than_their_charset_has_are_read(reader: ReaderClient, said: str) -> None:
    found = read(reader, (
        f"From: {said} <a@example.cn>\r\nSubject: {said}\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: application/octet-stream; name="{said}"\r\n'
        f'Content-Disposition: attachment; filename="{said}"\r\n\r\n' + "见附件").encode()).original
    assert found.replace('"', "").splitlines() == [NAMED, f"{NAMED} <a@example.cn>", NAMED, "见附件"]


def test_words_of_a_header_before_one_that_is_damaged_are_read(reader: ReaderClient) -> None:
    said = f"{word('赵喆', 'gbk')} {word('机密★5年', 'gbk')} =?gbk?B?u?="
    found = read(reader, MIME + f"Subject: {said}\r\n\r\n见附件".encode()).original
    assert "赵喆机密★5年" in found


def test_header_of_many_words_is_read_in_time(reader: ReaderClient) -> None:
    said = "\r\n ".join([word("机", "gbk")] * 100_000)
    text = read(reader, MIME + f"Subject: {said}\r\n\r\n见附件".encode())
    assert text.original.count("机") == 100_000
    assert whole(text)


def test_name_of_an_attachment_in_a_parameter_of_its_own_charset_is_read(reader: ReaderClient) -> None:
    said = "".join(f"%{byte:02X}" for byte in SPLIT)
    head = f"Content-Type: text/plain\r\nContent-Disposition: attachment; filename*=gb2312''{said}\r\n\r\n"
    assert NAMED in read(reader, MIME + (head + "见附件").encode()).original


def test_page_without_its_encoding_is_read_in_that_of_its_part(reader: ReaderClient) -> None:
    page = "<html><body><p>張偉的機密★5年，電話</p></body></html>".encode("big5")
    head = b"Content-Type: text/html; charset=big5\r\n\r\n"
    assert "張偉的機密★5年，電話" in read(reader, MIME + head + page).original


def test_an_outlook_message_is_read_with_the_message_inside_it(reader: ReaderClient) -> None:
    inside = outlook_tree("里面的函", "里面的信", {"回执.txt": ATTACHED.encode()})
    text = read(reader, outlook_message_of(SUBJECT, BODY * 1000, {"名单.txt": ATTACHED.encode("gb18030")}, inside))
    for words in (SUBJECT, BODY, "名单.txt", "里面的函", "里面的信", "回执.txt"):
        assert words in text.original
    assert text.original.count(ATTACHED) == 2
    assert whole(text)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_page_says_what_is_shown_and_what_is_not(reader: ReaderClient, encoding: str) -> None:
    page = f"<!DOCTYPE html>\n<meta charset={encoding}>{PAGE}" if encoding != "utf-16" else PAGE
    text = read(reader, page.encode(encoding))
    for words in ("注释里", "藏起来的", ATTACHED):
        assert words in text.original


def test_words_of_a_page_are_joined_where_only_marks_part_them(reader: ReaderClient) -> None:
    text = read(reader, "<p>机<b>&#23494;</b>\n</p><table><tr><td>姓名</td><td>周明远</td></tr></table>".encode())
    assert text.original == "机密\n姓名\t周明远\n"


def test_a_picture_that_a_page_carries_is_recognised(reader: ReaderClient) -> None:
    page = f"<html><img src='data:image/png;base64,{base64.b64encode(PICTURE).decode()}'></html>"
    assert "值班表" in read(reader, page.encode()).original


def test_a_chat_record_exported_as_a_page_keeps_one_line_per_message(reader: ReaderClient) -> None:
    page = """<!DOCTYPE html><html><head><title>聊天记录</title></head><body>
      <div class="msg"><div class="name">周明远</div><div class="time">2026-03-02 09:12</div>
      <div class="content">名单先发群里</div></div>
      <div class="msg"><span class="name">李静</span> <span class="time">09:13</span><br><p>收到</p></div>
      <script>var more = [{"talker": "\\u5468\\u660e\\u8fdc", "text": "\\u8bf7\\u6838\\u5bf9"}];</script></html>"""
    lines = read(reader, page.encode()).original.splitlines()
    assert lines[:6] == ["聊天记录", "周明远", "2026-03-02 09:12", "名单先发群里", "李静 09:13", "收到"]
    assert '"请核对"' in lines[6]


RTF = (rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 SimSun;}}{\info{\title \'b1\'ea\'cc\'e2}}"
       rb"{\header \u39029?\u30473?}\f0 \'d6\'b5\b \'b0\'e0\b0\u-32424?\par{\v \u34255?}{\pict\pngblip PICTURE}}")


def test_rtf_is_read_with_title_header_hidden_text_and_picture(reader: ReaderClient) -> None:
    text = read(reader, RTF.replace(b"PICTURE", PICTURE.hex().encode()))
    for words in ("标题", "页眉", "值班腘", "藏", "办公室值班表"):
        assert words in text.original
    assert whole(text)


@pytest.mark.parametrize(("rtf", "lines"), [
    (rb"{\rtf1 one{\footnote two}three}", ["one", "two", "three"]),
    (rb"{\rtf1 one{\*\annotation two}three}", ["one", "two", "three"]),
    (rb"{\rtf1 one{\shp{\sp{\sn name}{\sv two}}{\shptxt three\par}}four}", ["one", "two", "three", "four"]),
    (rb"{\rtf1\fromhtml1{\*\htmltag p}\htmlrtf {x\u20063?\htmlrtf0 one{\*\mhtmltag b}two\htmlrtf\par}\htmlrtf0 six}",
     ["onetwo", "six"]),
    (rb"{\rtf1\fromhtml1 one\htmlrtf\tab\bullet\~\u20063?\htmlrtf0 two}", ["onetwo"]),
    (rb"{\rtf1 one\htmlrtf two\htmlrtf0{\htmltag three}{\mhtmltag four}}", ["onetwothreefour"]),
], ids=["note", "comment", "shape", "page", "characters of a page", "no page"])
def test_what_is_apart_in_rtf_is_a_line_and_what_represents_a_page_is_none(
        reader: ReaderClient, rtf: bytes, lines: list[str]) -> None:
    assert read(reader, rtf).original.split() == lines


def test_picture_of_rtf_is_read_with_its_properties_before_it(reader: ReaderClient) -> None:
    text = read(reader, rb"{\rtf1\ansi {\*\shppict{\pict{\*\picprop{\sp{\sn fLayoutInCell}{\sv 1}}}\pngblip "
                + PICTURE.hex().encode() + rb"}}\par}")
    assert "办公室值班表" in text.original
    assert whole(text)


@pytest.mark.parametrize(("kind", "drawing"), [
    (b"emfblip", emf(((1, "样例甲"),))), (b"wmetafile8", wmf(((1, "样例甲"),))[22:]),
], ids=["emf", "wmf"])
def test_a_drawing_of_rtf_is_read_as_the_picture_that_it_is(reader: ReaderClient, kind: bytes, drawing: bytes) -> None:
    text = read(reader, rb"{\rtf1\ansi x{\nonshppict{\pict\%s " % kind + drawing.hex().encode() + b"}}}")
    assert "样例甲" in text.original
    assert whole(text)


def test_rtf_that_ends_in_the_middle_is_not_whole(reader: ReaderClient) -> None:
    text = read(reader, RTF[:RTF.index(rb"{\pict")])
    assert "值班" in text.original
    assert not whole(text)


def test_every_message_of_a_mailbox_is_read_with_its_attachments(reader: ReaderClient, tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "导出.mbox")
    for number in (1, 2):
        message = EmailMessage()
        message["Subject"] = f"材料之{number}"
        message["Message-ID"] = f"<{number}@example.invalid>"
        message.set_content(f"From here on: 第{number}份正文\n")
        message.add_attachment(f"附件里的第{number}句".encode(), "text", "plain", filename=f"附件{number}.txt")
        box.add(message)
    box.close()
    text = read(reader, (tmp_path / "导出.mbox").read_bytes())
    for words in ("材料之1", "材料之2", "From here on: 第1份正文", "附件里的第2句"):
        assert words in text.original.splitlines(), words
    start = text.original.index("附件里的第2句")
    assert text.place(start, start + 4)[1] == Place("第 2 封邮件/附件2.txt")
    assert whole(text)


SVG = f"""<?xml version="1.0"?><!-- 编辑器 --><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd" [
<!ENTITY ns "urn:x">]><svg xmlns="http://www.w3.org/2000/svg"><title>图名标记</title><text x="1"><tspan>分</tspan
><tspan x="9">开</tspan>写</text><text><tspan x="0" y="1">第一行</tspan><tspan x="0" dy="9">第二行</tspan></text>
<desc>说明标记</desc><image href="data:image/png;base64,{base64.b64encode(PICTURE).decode()}"/></svg>"""


@pytest.mark.parametrize("drawing", [SVG, SVG.replace("<svg xmlns", "<s:svg xmlns:s").replace("<text", "<s:text")])
def test_drawing_says_its_lines_titles_and_pictures(reader: ReaderClient, drawing: str) -> None:
    found = read(reader, drawing.encode())
    for words in ("图名标记", "分开写", "第一行", "第二行", "说明标记", "办公室值班表"):
        assert words in found.original.splitlines(), (words, found.original)
    assert whole(found)


def signed_mail(*, detached: bool) -> bytes:
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "李四")])
    day = datetime(2026, 1, 5, tzinfo=UTC)
    certificate = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
                   .serial_number(7).not_valid_before(day).not_valid_after(day + timedelta(days=9))
                   .sign(key, hashes.SHA256()))
    builder = pkcs7.PKCS7SignatureBuilder().set_data(f"Content-Type: text/plain; charset=utf-8\n\n{BODY}".encode())
    options = [pkcs7.PKCS7Options.DetachedSignature] if detached else []
    signed = builder.add_signer(certificate, key, hashes.SHA256()).sign(Encoding.SMIME, options)
    return b"Subject: x\nFrom: a@example.org\n" + signed


def test_signature_of_a_mail_is_nothing_unread(reader: ReaderClient) -> None:
    found = read(reader, signed_mail(detached=True))
    assert BODY in found.original
    assert whole(found)


def test_mail_inside_its_signature_and_a_file_that_says_it_is_one_are_not_passed_over(reader: ReaderClient) -> None:
    assert not whole(read(reader, signed_mail(detached=False)))
    message = EmailMessage()
    message["Subject"], message["From"] = SUBJECT, "a@example.org"
    message.set_content(BODY)
    message.add_attachment(zip_of({"a.txt": ATTACHED.encode()}), "application", "pkcs7-signature")
    assert ATTACHED in read(reader, message.as_bytes()).original

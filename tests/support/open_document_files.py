"""Makes OpenDocument files with one marker in every place that can contain words; everybody in them is invented.

Written out here because no library of the tests writes headers, notes, comments, tracked changes and versions.
"""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Mapping

_KINDS = ("office", "text", "table", "draw", "style", "fo", "xlink", "svg", "dc", "meta", "form", "presentation",
          "chart", "manifest")
_NAMES = " ".join(f'xmlns:{kind}="{base}"' for kind, base in (
    *((kind, f"urn:oasis:names:tc:opendocument:xmlns:{kind}:1.0") for kind in _KINDS if kind not in {"xlink", "dc"}),
    ("xlink", "http://www.w3.org/1999/xlink"), ("dc", "http://purl.org/dc/elements/1.1/")))
_TYPE = "application/vnd.oasis.opendocument."
PICTURE_NAME = "Pictures/a.png"

_META = """<office:meta><meta:generator>不该出现</meta:generator><dc:title>属性标记</dc:title>
<meta:keyword>关键词标记</meta:keyword><meta:user-defined meta:name="n">自定义标记</meta:user-defined></office:meta>"""
_PICTURE = f'<draw:frame><draw:image xlink:href="{PICTURE_NAME}"/><svg:desc>替代文字标记</svg:desc></draw:frame>'
_OBJECT = '<draw:frame><draw:object xlink:href="./Object 1"/></draw:frame>'
_CHART = "<office:chart><chart:title><text:p>图表标记</text:p></chart:title></office:chart>"


def letter(picture: bytes = b"") -> bytes:
    """An odt with a marker in each place; the object and the picture are on the second page."""
    styles = """<style:style style:name="P1" style:family="paragraph"><style:paragraph-properties
 fo:break-before="page"/></style:style><style:style style:name="T1"><style:text-properties text:display="none"/>
</style:style>"""
    content = f"""<office:text><text:tracked-changes><text:changed-region text:id="c"><text:deletion>
<office:change-info><dc:creator>李四</dc:creator><dc:date>2026-01-05</dc:date></office:change-info><text:p>删除标记</text:p></text:deletion>
</text:changed-region></text:tracked-changes><text:sequence-decls/>
<text:p>机<text:span>密</text:span>★<text:change text:change-id="c"/><text:span>5</text:span>年</text:p>
<table:table><table:table-row><table:table-cell><text:p>姓名</text:p></table:table-cell><table:table-cell><text:p>电话
</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell><text:p>王小明</text:p>
</table:table-cell><table:table-cell><text:p>13800138000</text:p></table:table-cell></table:table-row></table:table>
<text:p>
 脚注<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>脚注标记</text:p></text:note-body>
</text:note>处</text:p>
<text:p>批注<office:annotation><dc:creator>李四</dc:creator><text:p>批注标记</text:p></office:annotation>处</text:p>
<text:section text:display="none"><text:p text:style-name="T1">隐藏文字标记</text:p></text:section>
<text:p>框<draw:frame><draw:text-box><text:p>文本框标记</text:p><table:table><table:table-row><table:table-cell>
<text:p>框中</text:p></table:table-cell><table:table-cell><text:p>表格</text:p></table:table-cell></table:table-row>
</table:table></draw:text-box></draw:frame>外</text:p>
<text:p>形状<draw:custom-shape><text:p>形状标记</text:p></draw:custom-shape></text:p>
<text:p>域<text:hidden-text text:string-value="隐藏域标记"/><text:title>标题域</text:title>后</text:p>
<text:p>空<text:s text:c="2"/>格<text:tab text:tab-ref="1"/>符<text:line-break/>换行标记</text:p>
<text:p><text:ruby><text:ruby-base>拼</text:ruby-base><text:ruby-text>jue</text:ruby-text></text:ruby>音标记</text:p>
<text:p text:style-name="P1">第二页标记{_PICTURE}{_OBJECT}</text:p>
<text:p>软<text:soft-page-break/>分页</text:p></office:text>"""
    return _package("text", content, styles, picture)


def table(picture: bytes = b"") -> bytes:
    """An ods with a marker in each place."""
    content = f"""<office:spreadsheet><table:content-validations><table:content-validation><table:help-message>
<text:p>提示标记</text:p></table:help-message></table:content-validation></table:content-validations>
<table:table table:name="名册"><table:shapes><draw:frame><draw:text-box><text:p>图形标记</text:p></draw:text-box>
</draw:frame></table:shapes><table:table-column table:number-columns-repeated="16384"/>
{_row("姓名", "电话", "日期")}
<table:table-row><table:table-cell office:value-type="string"><office:annotation><dc:creator>李四</dc:creator>
<text:p>批注标记</text:p></office:annotation><text:p>王小明</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="13800138000"><text:p>1.38001E+10</text:p></table:table-cell>
<table:table-cell office:value-type="date" office:date-value="2026-01-05"><text:p>2026年1月5日</text:p>
</table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="6"><table:table-cell table:number-columns-repeated="3"/></table:table-row>
<table:table-row table:visibility="collapse"><table:table-cell table:number-columns-repeated="2"/>
<table:table-cell><text:p>隔两列</text:p><draw:custom-shape><text:p>形状标记</text:p></draw:custom-shape>
</table:table-cell><table:covered-table-cell><text:p>合并标记</text:p></table:covered-table-cell>
<table:table-cell office:value-type="string" office:string-value="只有值标记"/></table:table-row></table:table>
<table:table table:name="隐藏表">{_row("隐藏表标记")}
<table:table-row table:number-rows-repeated="1048575"><table:table-cell table:number-columns-repeated="16384"/>
</table:table-row></table:table>
<table:table table:name="图表">{_row("两行<text:line-break/>标记")}<table:table-row><table:table-cell>
{_PICTURE}{_OBJECT}</table:table-cell></table:table-row></table:table></office:spreadsheet>"""
    return _package("spreadsheet", content, "", picture)


def slides(picture: bytes = b"") -> bytes:
    """An odp with a marker in each place; the second slide is hidden."""
    content = f"""<office:presentation><presentation:footer-decl presentation:name="f">演示页脚标记
</presentation:footer-decl><draw:page draw:name="1"><draw:frame><draw:text-box><text:p>标题标记</text:p></draw:text-box>
</draw:frame><office:annotation><dc:creator>李四</dc:creator><text:p>批注标记</text:p></office:annotation>
<presentation:notes><draw:page-thumbnail/><draw:frame><draw:text-box><text:p>备注标记</text:p></draw:text-box>
</draw:frame></presentation:notes></draw:page>
<draw:page presentation:visibility="hidden"><draw:frame><draw:text-box><text:p>隐藏页标记</text:p></draw:text-box>
</draw:frame><draw:frame><table:table>{_row("王小明", "13800138000")}</table:table></draw:frame></draw:page>
<draw:page><draw:g><draw:custom-shape><text:p>组合标记</text:p></draw:custom-shape></draw:g>{_PICTURE}{_OBJECT}
</draw:page></office:presentation>"""
    return _package("presentation", content, "", picture)


def flat(untrusted_bytes: bytes) -> bytes:
    """Return a package as a single XML file that contains its picture."""
    with zipfile.ZipFile(io.BytesIO(untrusted_bytes)) as package:
        kind = package.read("mimetype").decode()
        parts = [_inner(package.read(name).decode()) for name in ("meta.xml", "styles.xml", "content.xml")]
        picture = base64.encodebytes(package.read(PICTURE_NAME)).decode() if PICTURE_NAME in package.namelist() else ""
    body = "".join(parts).replace(f'<draw:image xlink:href="{PICTURE_NAME}"/>',
                                  f"<draw:image><office:binary-data>{picture}</office:binary-data></draw:image>")
    root = f'<office:document {_NAMES} office:mimetype="{kind}">{body}</office:document>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n\n{root}'.encode()


def encrypted() -> bytes:
    """An odt with a password: its parts are encrypted, and the manifest says how."""
    return _zip({"mimetype": f"{_TYPE}text".encode(), "content.xml": bytes(range(256)), "META-INF/manifest.xml": (
        f'<manifest:manifest {_NAMES}><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data '
        'manifest:checksum="x"/></manifest:file-entry></manifest:manifest>').encode()})


def _row(*words: str) -> str:
    cells = "".join(f"<table:table-cell><text:p>{one}</text:p></table:table-cell>" for one in words)
    return f"<table:table-row>{cells}</table:table-row>"


def _package(kind: str, body: str, styles: str, picture: bytes) -> bytes:
    edges = """<office:master-styles><style:master-page><style:header><text:p>页眉标记</text:p></style:header>
<style:footer><text:p>页脚标记</text:p></style:footer></style:master-page></office:master-styles>"""
    body = f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>{body}</office:body>"
    parts = {"mimetype": f"{_TYPE}{kind}".encode(), "content.xml": _xml("content", body),
             "styles.xml": _xml("styles", edges), "meta.xml": _xml("meta", _META),
             "Object 1/content.xml": _xml("content", f"<office:body>{_CHART}</office:body>"),
             "META-INF/manifest.xml": f"<manifest:manifest {_NAMES}/>".encode()}
    if picture:
        parts[PICTURE_NAME] = picture
    return _zip(parts)


def _zip(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else None)
    return out.getvalue()


def _xml(root: str, inside: str) -> bytes:
    return f'<?xml version="1.0"?><office:document-{root} {_NAMES}>{inside}</office:document-{root}>'.encode()


def _inner(part: str) -> str:
    """Return the content inside the root element of a part."""
    return part[part.index(">", part.index("<office:document-")) + 1:part.rindex("</office:document-")]

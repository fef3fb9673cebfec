"""Tests words of docx, xlsx and pptx in attributes, in older forms of content, or around a value."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rules.text import Text
from tests.support.office_files import letter, part, repacked, slides, table
from tests.support.texts import whole

Read = Callable[[bytes], Text]
NAMES = ('xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
         'xmlns:v="urn:schemas-microsoft-com:vml" '
         'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"')
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def in_body(xml: str) -> bytes:
    """A letter that begins with this."""
    content = part(letter(), "word/document.xml").decode()
    start = content.index("<w:body>") + len("<w:body>")
    wrapped = f"<w:sdt {NAMES}><w:sdtContent>{xml}</w:sdtContent></w:sdt>"
    return repacked(letter(), {"word/document.xml": (content[:start] + wrapped + content[start:]).encode()})


def either(choice: str, fallback: str) -> str:
    """A line with content in two forms."""
    return (f'<mc:AlternateContent><mc:Choice Requires="wps">{choice}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback>'
            "</mc:AlternateContent>")


def run(words: str) -> str:
    return f"<w:r><w:t>{words}</w:t></w:r>"


@pytest.mark.parametrize("xml", [
    '<w:p><w:r><w:pict><v:shape id="a"><v:textpath string="找到标记"/></v:shape></w:pict></w:r></w:p>',
    '<w:p><w:r><w:pict><v:shape id="a" alt="找到标记"/></w:pict></w:r></w:p>',
    f'<w:p><w:hyperlink w:tooltip="找到标记">{run("链接")}</w:hyperlink></w:p>',
    '<w:sdt><w:sdtPr><w:comboBox><w:listItem w:displayText="找到标记" w:value="1"/></w:comboBox></w:sdtPr></w:sdt>',
    '<w:p><w:fldChar><w:ffData><w:textInput><w:default w:val="找到标记"/></w:textInput></w:ffData></w:fldChar></w:p>'])
def test_words_in_an_attribute_of_a_letter_are_read(text: Read, xml: str) -> None:
    found = text(in_body(xml))
    assert found.original.splitlines().count("找到标记") == 1
    assert whole(found)


def field(code: str, shown: str = "") -> str:
    """A field as a word processor writes it, its code in two pieces."""
    begin, middle, end = (f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>" for kind in ("begin", "separate", "end"))
    codes = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in (code[:5], code[5:]))
    return f"{begin}{codes}{middle}{run(shown)}{end}"


@pytest.mark.parametrize(("xml", "line"), [
    (run("机") + field(" EQ \\o\\ac(○,密)") + run("★5年"), "机○密★5年"),
    (run("机") + field(' EQ \\* jc2 \\* "Font:宋体" \\* hps10 \\o\\ad(\\s\\up 9(jue),密)') + run("★3年"), "机密★3年"),
    (run("见") + field(" PAGEREF a ", "第3页"), "见第3页"),
    (f"{run('机密')}<w:r><w:sym w:font='Wingdings' w:char='F0AB'/></w:r>{run('3年')}", "机密★3年"),
    (f"{run('机密')}<w:r><w:sym w:font='Symbol' w:char='F0B7'/></w:r>{run('5年')}", "机密 5年"),
    (f"{run('机密')}<w:r><w:ptab w:alignment='right'/></w:r>{run('5年')}", "机密\t5年"),
], ids=["laid out field", "reading of a character", "other field", "star", "other character", "tab of a margin"])
def test_characters_of_a_line_that_are_no_text_are_read_where_they_are(text: Read, xml: str, line: str) -> None:
    assert line in text(in_body(f"<w:p>{xml}</w:p>")).original.splitlines()


def test_code_of_a_field_in_many_pieces_is_read_in_time(text: Read) -> None:
    begin, end = (f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>" for kind in ("begin", "end"))
    pieces = "".join(f"<w:instrText>{piece}</w:instrText>" for piece in ("EQ \\o(", *["找到标记" * 4] * 150_000, ")"))
    found = text(in_body(f"<w:p>{begin}<w:r>{pieces}</w:r>{end}</w:p>"))
    assert found.original.count("找到标记") == 600_000
    assert whole(found)


def test_readings_above_characters_do_not_divide_the_words_below(text: Read) -> None:
    read_aloud = "".join(
        f"<w:r><w:ruby><w:rt>{run(reading)}</w:rt><w:rubyBase>{run(character)}</w:rubyBase></w:ruby></w:r>"
        for character, reading in (("找", "zhǎo"), ("到", "dào")))
    lines = text(in_body(f"<w:p>{read_aloud}{run('标记')}</w:p>")).original.splitlines()
    assert "找到标记" in lines
    assert "zhǎo" in lines


def test_older_form_alone_is_read_where_it_is(text: Read) -> None:
    line = f"<w:p>{run('找')}{either('', run('到'))}{run('标记')}</w:p>"
    assert "找到标记" in text(in_body(line)).original.splitlines()


def test_older_form_is_read_beside_the_newer_one_only_where_it_says_something_else(text: Read) -> None:
    lines = text(in_body(f"<w:p>{run('前')}{either(run('新的话'), run('旧的话'))}{run('后')}</w:p>"
                         f"<w:p>{either(run('同样的话'), run('同样') + run('的话'))}</w:p>")).original.splitlines()
    assert [lines.count(words) for words in ("前新的话后", "旧的话", "同样的话")] == [1, 1, 1]


def test_words_of_numbering_are_read_with_a_number(text: Read) -> None:
    numbering = part(letter(), "word/numbering.xml").decode()
    level = '<w:lvlText w:val="找到标记%1年"/></w:lvl>'
    changed = numbering.replace("</w:lvl>", level, 1)
    assert changed != numbering
    assert "找到标记1年" in text(repacked(letter(), {"word/numbering.xml": changed.encode()})).original.splitlines()


@pytest.mark.parametrize("bullet", ["●", "é", "1234567"])
def test_bullets_of_lists_are_no_words(text: Read, bullet: str) -> None:
    numbering = part(letter(), "word/numbering.xml").decode()
    changed = numbering.replace("</w:lvl>", f'<w:lvlText w:val="{bullet}"/></w:lvl>', 1)
    found = text(letter())
    assert "\uf0b7" in numbering
    assert "\uf0b7" not in found.original
    assert text(repacked(letter(), {"word/numbering.xml": changed.encode()})) == found


OUTSIDE_CELLS = (
    ("xl/pivotCache/pivotCacheRecords1.xml", '<pivotCacheRecords><r><s v="找到标记"/></r></pivotCacheRecords>'),
    ("xl/pivotCache/pivotCacheDefinition1.xml",
     '<pivotCacheDefinition><sharedItems><s v="找到标记"/></sharedItems></pivotCacheDefinition>'),
    ("xl/drawings/vmlDrawing1.vml",
     "<xml><v:shape><v:textbox><div style='x'>别的<br><font>找到标记</font></div></v:textbox></v:shape></xml>"),
    ("xl/drawings/vmlDrawing1.vml", '<xml><v:shape><v:textbox><div>找到标记</div></v:textbox></v:shape></xml>'),
    ("xl/tables/table1.xml", f'<table xmlns="{SHEET}"><tableColumn name="a" totalsRowLabel="找到标记"/></table>'),
    ("xl/ctrlProps/ctrlProp1.xml", '<formControlPr><itemLst><item val="找到标记"/></itemLst></formControlPr>'),
    ("xl/slicers/slicer1.xml", '<slicers><slicer name="a" caption="找到标记"/></slicers>'))


@pytest.mark.parametrize(("name", "content"), OUTSIDE_CELLS)
def test_words_of_a_workbook_outside_its_cells_are_read(text: Read, name: str, content: str) -> None:
    found = text(repacked(table(), {name: content.encode()}))
    assert "找到标记" in found.original.splitlines()
    assert whole(found)


@pytest.mark.parametrize("xml", [
    '<dataValidations><dataValidation><formula1>"找到标记,别的"</formula1></dataValidation></dataValidations>',
    '<hyperlinks><hyperlink ref="A1" tooltip="找到标记"/></hyperlinks>',
    '<scenarios><scenario name="a" comment="找到标记"/></scenarios>',
    '<conditionalFormatting><cfRule type="containsText" text="找到标记"/></conditionalFormatting>'])
def test_words_of_a_sheet_outside_its_cells_are_read(text: Read, xml: str) -> None:
    content = part(table(), "xl/worksheets/sheet1.xml").decode().replace("</worksheet>", f"{xml}</worksheet>")
    found = text(repacked(table(), {"xl/worksheets/sheet1.xml": content.encode()}))
    assert found.original.splitlines().count("找到标记") == 1
    assert whole(found)


@pytest.mark.parametrize(("code", "cell", "shown"), [
    ("&quot;找到标记&quot;0&quot;年&quot;", '<c r="A1" s="1"><v>5</v></c>', "找到标记5年"),
    ("0;0;0;&quot;找到标记&quot;@", '<c r="A1" s="1" t="str"><v>五</v></c>', "找到标记五"),
    ("General&quot;万元&quot;", '<c r="A1" s="1"><v>5.5</v></c>', "5.5万元"),
    ("&quot;找到标记&quot;;0", '<c r="A1" s="1"><v>5</v></c>', "找到标记 5"),
    ("0.0%", '<c r="A1" s="1"><v>0.355</v></c>', "35.5%"),
    ("0%", '<c r="A1" s="1"><v>0.285</v></c>', "29%"),
    ("0.0#%", '<c r="A1" s="1"><v>0.35</v></c>', "35.0%"),
    ("0.##%", '<c r="A1" s="1"><v>3.5E-1</v></c>', "35%"),
    (f"0.{'0' * 900}%", '<c r="A1" s="1"><v>0.35</v></c>', f"35.{'0' * 15}%"),
    ("0.0%", '<c r="A1" s="1"><v>1e-99999999</v></c>', "0.0%"),
    ("[&lt;1]0.0%;0", '<c r="A1" s="1"><v>5</v></c>', "5"),
    ("&quot;占&quot;0%;-0%", '<c r="A1" s="1"><v>-0.35</v></c>', "-35%"),
    ("0%", '<c r="A1" s="1"><v>430102199003077</v></c>', "430102199003077"),
    ("0;(0&quot;元&quot;)", '<c r="A1" s="1"><v>-5</v></c>', "(5元)"),
    ("yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;", '<c r="A1" s="1"><v>46027</v></c>', "2026年1月5日"),
    ("&quot;截至&quot;yyyy&quot;年&quot;m&quot;月&quot;", '<c r="A1" s="1"><v>46027</v></c>', "截至2026年1月5日")])
def test_number_is_read_with_the_words_of_its_format(text: Read, code: str, cell: str, shown: str) -> None:
    styles = (f'<styleSheet xmlns="{SHEET}"><numFmts><numFmt numFmtId="170" formatCode="{code}"/></numFmts>'
              '<cellXfs><xf/><xf numFmtId="170"/></cellXfs></styleSheet>')
    sheet = f'<worksheet xmlns="{SHEET}"><sheetData><row r="1">{cell}</row></sheetData></worksheet>'
    found = text(repacked(table(), {"xl/styles.xml": styles.encode(), "xl/worksheets/sheet1.xml": sheet.encode()}))
    start = found.original.index(f"\n{shown}\n") + 1
    assert found.place(start, start + len(shown))[1].cell == "A1"


def test_words_behind_a_name_of_a_workbook_are_read(text: Read) -> None:
    main = part(table(), "xl/workbook.xml").decode().replace(
        "</sheets>", '</sheets><definedNames><definedName name="a">"找到标记"</definedName></definedNames>')
    assert "找到标记" in text(repacked(table(), {"xl/workbook.xml": main.encode()})).original.splitlines()


def test_names_of_sections_and_words_of_diagrams_on_a_layout_are_read(text: Read) -> None:
    main = part(slides(), "ppt/presentation.xml").decode().replace(
        "</p:presentation>", '<p:extLst><p:ext uri="x"><p14:sectionLst xmlns:p14="y"><p14:section name="找到标记"/>'
        "</p14:sectionLst></p:ext></p:extLst></p:presentation>")
    diagram = '<dgm:dataModel xmlns:dgm="x" xmlns:a="y"><dgm:pt><a:t>图示标记</a:t></dgm:pt></dgm:dataModel>'
    found = text(repacked(slides(), {"ppt/presentation.xml": main.encode(),
                                     "ppt/diagrams/data7.xml": diagram.encode()}))
    assert {"找到标记", "图示标记"} <= set(found.original.splitlines())
    assert whole(found)


@pytest.mark.parametrize("cell", ['<c r="A1" t="inlineStr"><is><t>{}</t></is></c>', '<c r="A1" t="str"><v>{}</v></c>',
                                  '<c r="A1" t="s"><v>0</v></c>'], ids=["inline", "formula", "shared"])
def test_escapes_in_a_cell_are_what_they_represent(text: Read, cell: str) -> None:
    words = "找到_x000D_\n标_x005F_记"
    sheet = f'<worksheet xmlns="{SHEET}"><sheetData><row r="1">{cell.format(words)}</row></sheetData></worksheet>'
    strings = f'<sst xmlns="{SHEET}"><si><t>{words}</t></si></sst>'
    lines = text(repacked(table(), {"xl/worksheets/sheet1.xml": sheet.encode(),
                                    "xl/sharedStrings.xml": strings.encode()})).original
    assert "找到\n标_记" in lines


def test_numbers_of_people_in_a_pivot_table_are_read_and_sums_are_not(text: Read) -> None:
    records = (f'<pivotCacheRecords xmlns="{SHEET}"><r><s v="430102199003077396"/><n v="13800138000"/>'
               '<n v="1234567.25"/><n v="12"/><s v="±"/></r></pivotCacheRecords>')
    lines = text(repacked(table(), {"xl/pivotCache/pivotCacheRecords1.xml": records.encode()})).original.splitlines()
    assert [line in lines for line in ("430102199003077396", "13800138000", "1234567.25", "12", "±")] == [
        True, True, False, False, False]


def test_many_words_of_a_pivot_table_are_read_in_time(text: Read) -> None:
    rows = "".join(f'<r><s v="第{number}项"/><s v="同一项"/></r>' for number in range(60_000))
    records = f'<pivotCacheRecords xmlns="{SHEET}">{rows}</pivotCacheRecords>'
    found = text(repacked(table(), {"xl/pivotCache/pivotCacheRecords1.xml": records.encode()}))
    assert found.original.count("同一项") == 1
    assert "第59999项" in found.original
    assert whole(found)

"""Thirty documents of LibreOffice, each with another kind of content for a copy. Runs with the system's Python (UNO).

`DOCUMENTS` maps a name to the program that makes it and to the function that fills an empty document.
"""

import struct
import zlib
from pathlib import Path

import uno
from com.sun.star.awt import Point, Size
from com.sun.star.beans import PropertyValue
from com.sun.star.embed.EmbedStates import RUNNING
from com.sun.star.style.BreakType import PAGE_BEFORE
from com.sun.star.text.ControlCharacter import PARAGRAPH_BREAK

CHART = "12dcae26-281f-416f-a234-c3086127382e"
FORMULA = "078b7aba-54fc-457f-8551-6147e776a997"
SHEET = "47bbb4cb-ce4c-4e80-a591-42d9ae74950f"
WORDS = "第{}段：今天食堂的菜单有红烧茄子、番茄炒蛋和冬瓜汤，请大家按需取用。"
MARKED = "机密★3年　关于某项工作的请示"
PAGES = 200
ROWS = 5000
ENDINGS = {"Writer": "odt", "Calc": "ods", "Impress": "odp", "Draw": "odg"}
FACTORIES = {"Writer": "swriter", "Calc": "scalc", "Impress": "simpress", "Draw": "sdraw"}


def png(number, width=300, height=200):
    """A picture of stripes, different for each number."""
    rows = b"".join(b"\0" + bytes((x * (number + 3) + y * 7 * c) % 256 for x in range(width) for c in (1, 2, 3))
                    for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")))


class Maker:
    """The tools for making documents."""

    def __init__(self, make, context, folder):
        self._provider = make("com.sun.star.graphic.GraphicProvider", context)
        self.folder = Path(folder)

    def picture(self, number):
        """Write a picture and return its path."""
        path = self.folder / f"{number}.png"
        path.write_bytes(png(number))
        return path

    def graphic(self, number):
        return self._provider.queryGraphic((PropertyValue("URL", 0, self.picture(number).as_uri(), 0),))


def paragraphs(document, words):
    text = document.Text
    for number, line in enumerate(words):
        if number:
            text.insertControlCharacter(text.End, PARAGRAPH_BREAK, False)
        text.insertString(text.End, line, False)


def lines(count, start=1):
    return [WORDS.format(number) for number in range(start, start + count)]


def at_end(document, service, **properties):
    content = document.createInstance(service)
    for name, value in properties.items():
        setattr(content, name, value)
    document.Text.insertTextContent(document.Text.End, content, False)
    return content


def in_line():
    return uno.Enum("com.sun.star.text.TextContentAnchorType", "AS_CHARACTER")


def text(maker, document):
    paragraphs(document, lines(3))


def formats(maker, document):
    paragraphs(document, lines(6))
    cursor = document.Text.createTextCursor()
    for number in range(6):
        cursor.gotoEndOfParagraph(True)
        cursor.CharWeight, cursor.CharHeight, cursor.CharColor = 150.0 - 10 * number, 10.0 + number, 0x2040 * number
        cursor.ParaAdjust = uno.Enum("com.sun.star.style.ParagraphAdjust", ("LEFT", "CENTER", "RIGHT")[number % 3])
        cursor.gotoNextParagraph(False)


def pictures(maker, document):
    for number in range(3):
        paragraphs(document, lines(1, number + 1))
        for side in range(2):
            at_end(document, "com.sun.star.text.TextGraphicObject", Graphic=maker.graphic(2 * number + side),
                   AnchorType=in_line())
        document.Text.insertControlCharacter(document.Text.End, PARAGRAPH_BREAK, False)


def table(maker, document, rows=5, columns=4):
    paragraphs(document, lines(1))
    made = document.createInstance("com.sun.star.text.TextTable")
    made.initialize(rows, columns)
    document.Text.insertTextContent(document.Text.End, made, False)
    for number, name in enumerate(made.CellNames):
        made.getCellByName(name).setString(f"{name} 第{number}格")
    document.Text.insertString(document.Text.End, WORDS.format(9), False)
    return made


def picture_in_table(maker, document):
    made = table(maker, document, 2, 2)
    graphic = document.createInstance("com.sun.star.text.TextGraphicObject")
    graphic.Graphic, graphic.AnchorType = maker.graphic(11), in_line()
    cell = made.getCellByName("B2")
    cell.Text.insertTextContent(cell.Text.End, graphic, False)


def footnotes(maker, document):
    for number in range(4):
        paragraphs(document, lines(1, number + 1))
        note = at_end(document, f"com.sun.star.text.{('Footnote', 'Endnote')[number % 2]}")
        note.Text.setString(f"注释{number}")


def embedded(document, identifier):
    """Put an object into a letter and return its document."""
    made = at_end(document, "com.sun.star.text.TextEmbeddedObject", CLSID=identifier, AnchorType=in_line())
    control = made.ExtendedControlOverEmbeddedObject
    control.changeState(RUNNING)
    return control.Component


def formula(maker, document):
    for number in range(2):
        paragraphs(document, lines(1, number + 1))
        embedded(document, FORMULA).Formula = f"x = {{-b +- sqrt{{b^2 - {number} a c}}}} over {{2 a}}"


def chart(maker, document):
    paragraphs(document, lines(1))
    embedded(document, CHART)
    paragraphs(document, lines(1, 2))


def sheet_in_letter(maker, document):
    paragraphs(document, lines(1))
    sheet = embedded(document, SHEET).Sheets.getByIndex(0)
    sheet.getCellRangeByName("A1:B3").setDataArray((("品名", "数量"), ("纸", 3.0), ("笔", 5.0)))


def fields(maker, document):
    style = document.StyleFamilies.getByName("PageStyles").getByName("Standard")
    style.HeaderIsOn = True
    style.HeaderText.setString("页眉")
    paragraphs(document, lines(2))
    at_end(document, "com.sun.star.text.TextField.PageNumber", NumberingType=4)
    at_end(document, "com.sun.star.text.Bookmark").setName("书签")


def comments(maker, document):
    for number in range(3):
        paragraphs(document, lines(1, number + 1))
        at_end(document, "com.sun.star.text.textfield.Annotation", Author="某某", Content=f"批注{number}")


def frame(maker, document):
    paragraphs(document, lines(1))
    made = at_end(document, "com.sun.star.text.TextFrame", AnchorType=in_line(), Width=6000, Height=2000)
    made.Text.setString("框里的话")


def long_letter(maker, document):
    for number in range(PAGES):
        paragraphs(document, lines(3, number))
        document.Text.insertControlCharacter(document.Text.End, PARAGRAPH_BREAK, False)
        cursor = document.Text.createTextCursorByRange(document.Text.End)
        cursor.BreakType = PAGE_BEFORE


def marked(maker, document):
    paragraphs(document, [MARKED, *lines(2)])


def marked_pictures(maker, document):
    marked(maker, document)
    pictures(maker, document)


def mixed(maker, document):
    table(maker, document, 3, 3)
    pictures(maker, document)
    footnotes(maker, document)
    frame(maker, document)


def fill(document, columns, rows, first=1):
    sheet = document.Sheets.getByIndex(0)
    area = sheet.getCellRangeByPosition(0, 0, columns - 1, rows - 1)
    area.setFormulaArray(tuple(
        tuple(f"第{row}行" if not column else f"=ROW()*{column}" if column % 2 else str(row * column + first)
              for column in range(columns)) for row in range(1, rows + 1)))
    return sheet


def cells(maker, document):
    fill(document, 4, 12)


def cell_formats(maker, document):
    sheet = fill(document, 4, 12)
    for number in range(4):
        area = sheet.getCellRangeByPosition(number, 0, number, 11)
        area.CellBackColor, area.CharWeight = 0xFFFF00 - 0x30 * number, 100.0 + 50 * (number % 2)
    sheet.getCellRangeByName("A14:C14").merge(True)
    sheet.getCellRangeByName("A14").setString("合并")


def sheet_chart(maker, document):
    sheet = fill(document, 3, 6)
    sheet.Charts.addNewByName("图", uno.createUnoStruct("com.sun.star.awt.Rectangle", 500, 4000, 8000, 5000),
                              (sheet.getCellRangeByName("B1:C6").RangeAddress,), True, True)


def on_page(document, page, service, **properties):
    shape = document.createInstance(service)
    page.add(shape)
    count = page.getCount()
    shape.setPosition(Point(1000 + 300 * count, 1000 + 1500 * count))
    shape.setSize(Size(6000, 3000))
    for name, value in properties.items():
        setattr(shape, name, value)
    return shape


def sheet_picture(maker, document):
    fill(document, 3, 12)
    on_page(document, document.DrawPages.getByIndex(0), "com.sun.star.drawing.GraphicObjectShape",
            Graphic=maker.graphic(20))


def sheet_notes(maker, document):
    sheet = fill(document, 3, 6)
    for row in range(3):
        sheet.Annotations.insertNew(sheet.getCellByPosition(1, row).CellAddress, f"批注{row}")


def many_rows(maker, document):
    fill(document, 6, ROWS)


def marked_sheet(maker, document):
    fill(document, 3, 6).getCellRangeByName("A8").setString(MARKED)


def page_of(document):
    page = document.DrawPages.getByIndex(0)
    while page.getCount():
        page.remove(page.getByIndex(0))
    return page


def slide_text(maker, document):
    page = page_of(document)
    for number in range(3):
        on_page(document, page, "com.sun.star.drawing.TextShape").setString(WORDS.format(number))


def slide_pictures(maker, document):
    page = page_of(document)
    for number in range(2):
        on_page(document, page, "com.sun.star.drawing.GraphicObjectShape", Graphic=maker.graphic(30 + number))
    on_page(document, page, "com.sun.star.drawing.TextShape").setString(WORDS.format(1))


def slide_table(maker, document):
    model = on_page(document, page_of(document), "com.sun.star.drawing.TableShape").Model
    model.Rows.insertByIndex(0, 2)
    model.Columns.insertByIndex(0, 2)
    for row in range(3):
        for column in range(3):
            model.getCellByPosition(column, row).setString(f"{row}·{column}")


def slide_chart(maker, document):
    page = page_of(document)
    on_page(document, page, "com.sun.star.drawing.OLE2Shape", CLSID=CHART)
    on_page(document, page, "com.sun.star.drawing.TextShape").setString(WORDS.format(1))


def shapes(maker, document):
    page = page_of(document)
    for kind, colour in (("Rectangle", 0x3366FF), ("Ellipse", 0xFF6633), ("Line", 0x33AA33)):
        shape = on_page(document, page, f"com.sun.star.drawing.{kind}Shape")
        if kind != "Line":
            shape.FillColor = colour
            shape.setString(kind)


def drawn_picture(maker, document):
    page = page_of(document)
    on_page(document, page, "com.sun.star.drawing.GraphicObjectShape", Graphic=maker.graphic(40))
    on_page(document, page, "com.sun.star.drawing.RectangleShape").setString("图旁边的话")


def drawn_formula(maker, document):
    page = page_of(document)
    on_page(document, page, "com.sun.star.drawing.OLE2Shape", CLSID=FORMULA)
    on_page(document, page, "com.sun.star.drawing.EllipseShape").setString("公式旁边的话")


DOCUMENTS = {
    "text": ("Writer", text),
    "formats": ("Writer", formats),
    "pictures": ("Writer", pictures),
    "table": ("Writer", table),
    "picture in a table": ("Writer", picture_in_table),
    "footnotes": ("Writer", footnotes),
    "formulas": ("Writer", formula),
    "chart": ("Writer", chart),
    "sheet in a letter": ("Writer", sheet_in_letter),
    "fields and a header": ("Writer", fields),
    "comments": ("Writer", comments),
    "frame": ("Writer", frame),
    "200 pages": ("Writer", long_letter),
    "marked": ("Writer", marked),
    "marked with pictures": ("Writer", marked_pictures),
    "all of it": ("Writer", mixed),
    "cells": ("Calc", cells),
    "cell formats": ("Calc", cell_formats),
    "chart on a sheet": ("Calc", sheet_chart),
    "picture on a sheet": ("Calc", sheet_picture),
    "notes on cells": ("Calc", sheet_notes),
    "5,000 rows": ("Calc", many_rows),
    "marked sheet": ("Calc", marked_sheet),
    "slide of text": ("Impress", slide_text),
    "slide of pictures": ("Impress", slide_pictures),
    "slide of a table": ("Impress", slide_table),
    "slide with a chart": ("Impress", slide_chart),
    "shapes": ("Draw", shapes),
    "picture": ("Draw", drawn_picture),
    "formula": ("Draw", drawn_formula),
}


def build(desktop, make, context, folder, names):
    """Write documents (all where no names are given) into a folder; return name, program and file of each."""
    maker, made = Maker(make, context, folder), []
    for name in names or DOCUMENTS:
        program, put = DOCUMENTS[name]
        path = maker.folder / f"{name.replace(' ', '-')}.{ENDINGS[program]}"
        document = desktop.loadComponentFromURL(f"private:factory/{FACTORIES[program]}", "_blank", 0,
                                                (PropertyValue("Hidden", 0, True, 0),))
        put(maker, document)
        document.storeToURL(path.as_uri(), ())
        document.close(True)
        made.append([name, program, str(path)])
    return made

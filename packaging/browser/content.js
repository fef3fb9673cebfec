// Stops what is pasted, dropped or chosen on a page whose site is judged, before the page sees it, asks the guard, and
// then lets it happen as it would have. Runs in a world of its own: it adds nothing to the page, and answers no page.
"use strict";

(() => {
  const PIECE_BYTES = 1 << 20;
  const UPLOAD_BYTES = 64 * 1024 * 1024;
  const TEXT_CHARACTERS = 1500000;
  const FILES_MOST = 500;
  const PASTES = new Set(["insertFromPaste", "insertFromPasteAsQuotation", "insertFromYank", "insertFromDrop"]);

  const BY_CHROMIUM = chrome.dom !== undefined;
  const RULES = rules();

  // null: not known yet, or nobody can say
  let judged = null;
  let refusesUnjudged = false;
  let passing = null;

  let asking = learn();

  // Asks again where nobody answered before.
  async function learn() {
    const answer = await send({kind: "site"});
    if (answer !== null) {
      judged = answer.judged;
      refusesUnjudged = answer.refuses;
    }
  }

  async function send(message) {
    try {
      return await chrome.runtime.sendMessage(message);
    } catch {
      return null; // the extension was replaced meanwhile
    }
  }

  function stop(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

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

  // ------------------------------------------------------------------ the question
  async function mayPass(content) {
    await asking;
    if (judged === null) {
      asking = learn();
      await asking;
    }
    if (!judged) {
      return true;
    }
    const answer = await verdict(content);
    return answer === null ? !refusesUnjudged : !answer.refused;
  }

  // Once more when the host ended in the middle of it.
  async function verdict(content, last = false) {
    const sent = await upload(content);
    const answer = await send({
      kind: "judge",
      upload: sent.upload,
      text: content.text.slice(0, TEXT_CHARACTERS).toWellFormed(),
      html: content.html.slice(0, TEXT_CHARACTERS).toWellFormed(),
      files: content.files.slice(0, FILES_MOST).map(
        (file) => ({name: file.name.toWellFormed(), type: file.type, size: file.size})),
      whole: sent.whole && !content.folders && content.files.length <= FILES_MOST
        && Math.max(content.text.length, content.html.length) <= TEXT_CHARACTERS,
    });
    return !answer?.again ? answer : last ? null : verdict(content, true);
  }

  // Sends the bytes of the files. whole: all of them could be read and sent.
  async function upload(content) {
    const size = content.files.reduce((sum, file) => sum + file.size, 0);
    if (content.files.length === 0 || content.files.length > FILES_MOST || size > UPLOAD_BYTES) {
      return {upload: undefined, whole: content.files.length === 0 || size > UPLOAD_BYTES};
    }
    const number = await send({kind: "upload"});
    for (const [at, file] of content.files.entries()) {
      for (let from = 0; from < file.size; from += PIECE_BYTES) {
        const data = await inBase64(file.slice(from, from + PIECE_BYTES));
        if (data === null) {
          await send({kind: "drop", upload: number});
          return {upload: undefined, whole: false};
        }
        if (!await send({kind: "piece", upload: number, file: at, data})) {
          return {upload: number, whole: false};
        }
      }
    }
    return {upload: number, whole: true};
  }

  function inBase64(part) {
    return new Promise((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
      reader.onerror = () => resolve(null);
      reader.readAsDataURL(part);
    });
  }

  // ------------------------------------------------------------------ where it goes
  function shadowOf(element) {
    try {
      return chrome.dom?.openOrClosedShadowRoot(element) ?? element.openOrClosedShadowRoot ?? null;
    } catch {
      return null; // no element of HTML
    }
  }

  // The element that has the keyboard, also within closed shadows.
  function focused() {
    let element = document.activeElement;
    for (let root = element && shadowOf(element); root?.activeElement; root = shadowOf(element)) {
      element = root.activeElement;
    }
    return element;
  }

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
      || (element instanceof HTMLInputElement && element.selectionStart !== undefined);
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
    if (!event.isTrusted || (judged === false && passing === null)) {
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
    if (await mayPass(content) && focused() === where) {
      pasteAgain(content, where);
    }
  }

  // Pastes what the clipboard has, as the person's own key does; what it no longer has (a middle click) is given by hand.
  function pasteAgain(content, where) {
    addEventListener("paste", announce);
    during(content, () => document.execCommand("paste"));
    removeEventListener("paste", announce);
    if (content.seen) {
      return;
    }
    const event = new ClipboardEvent("paste", {bubbles: true, cancelable: true, composed: true,
      clipboardData: new DataTransfer()});
    filled(event.clipboardData, content); // Firefox gives the event one of its own
    if ((where ?? document.body).dispatchEvent(event)) {
      during(content, () => insert(content, where));
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
    if (!where.dispatchEvent(before)) {
      event.preventDefault();
    }
  }

  // ------------------------------------------------------------------ dropping
  let dragged = null; // what was dragged last out of this frame: what it gets of that again is nothing new to it
  let ownDrop = false; // while the browser does what follows such a drop

  function dragging(event) {
    dragged = event.isTrusted ? taken(event.dataTransfer) : null;
  }

  async function dropped(event) {
    if (!event.isTrusted || judged === false) {
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
    const where = elementAt(event.clientX, event.clientY, event.target);
    const {clientX, clientY, screenX, screenY, ctrlKey, shiftKey, altKey, metaKey} = event;
    if (!await mayPass(content) || !where.isConnected) {
      return;
    }
    const transfer = filled(new DataTransfer(), content);
    const again = new DragEvent("drop", {bubbles: true, cancelable: true, composed: true, dataTransfer: transfer,
      clientX, clientY, screenX, screenY, ctrlKey, shiftKey, altKey, metaKey});
    if (!where.dispatchEvent(again)) {
      return;
    }
    if (isFileInput(where) && content.files.length > 0) {
      give(where, content.files);
    } else if (isEditable(where)) {
      where.focus();
      placeCaret(where, clientX, clientY);
      during(content, () => insert(content, where));
    }
  }

  function placeCaret(element, x, y) {
    const at = document.caretPositionFromPoint?.(x, y);
    if (element.isContentEditable && at) {
      getSelection().collapse(at.offsetNode, at.offset);
    }
  }

  // ------------------------------------------------------------------ choosing files
  function isFileInput(element) {
    return element instanceof HTMLInputElement && element.type === "file";
  }

  // The inputs that this event may be of: those in closed shadows do not show themselves here.
  function inputsOf(event) {
    const first = event.composedPath()[0];
    if (isFileInput(first)) {
      return [first];
    }
    const root = first instanceof Element ? shadowOf(first) : null;
    return root === null ? [] : within(root).filter((input) => input.files.length > 0);
  }

  function within(root) {
    return [...root.querySelectorAll("*")].flatMap((element) => {
      const inner = shadowOf(element);
      return [...(isFileInput(element) ? [element] : []), ...(inner === null ? [] : within(inner))];
    });
  }

  async function chosen(event) {
    if (!event.isTrusted || judged === false) {
      return;
    }
    const inputs = inputsOf(event);
    if (inputs.length === 0) {
      return;
    }
    stop(event);
    await Promise.all(inputs.filter((input) => input.files.length > 0).map(judgeChosen));
  }

  const last = new WeakMap(); // what was chosen last for each input

  async function judgeChosen(input) {
    const files = [...input.files];
    last.set(input, files);
    input.value = "";
    // A change does not leave its shadow: it is stopped where it begins.
    const root = input.getRootNode();
    root.addEventListener("change", stopOne, {capture: true, once: true});
    setTimeout(() => root.removeEventListener("change", stopOne, true), 0);
    const pass = await mayPass({text: "", html: "", address: "", files, folders: false});
    if (pass && last.get(input) === files) {
      give(input, files);
    }
  }

  function stopOne(event) {
    if (event.isTrusted) {
      stop(event);
    }
  }

  function give(input, files) {
    const transfer = new DataTransfer();
    files.forEach((file) => transfer.items.add(file));
    input.files = transfer.files;
    input.dispatchEvent(new Event("input", {bubbles: true, composed: true}));
    input.dispatchEvent(new Event("change", {bubbles: true}));
  }

  function inserted(event) {
    if (PASTES.has(event.inputType) && !(ownDrop && event.inputType === "insertFromDrop")) {
      pasted(event);
    }
  }

  function listen() {
    const heard = {paste: pasted, drop: dropped, input: chosen, change: chosen, beforeinput: inserted};
    Object.entries(heard).forEach(([type, listener]) => addEventListener(type, listener, true));
    addEventListener("dragstart", dragging); // behind the page, which says there what is dragged
  }

  listen();
  // A document that is opened to be written anew, as editors of mail sites do, forgets every listener (HTML, "document
  // open steps"); its observers stay.
  new MutationObserver(listen).observe(document, {childList: true});
})();

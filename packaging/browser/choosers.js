// Runs in the page's own world, where alone these ways to a file show: a chooser that is in no document, and the pickers
// and handles of the File System Access API. It changes nothing before choosing.js says that the site is judged.
"use strict";

(() => {
  const {apply, set} = Reflect;
  const {isArray} = Array;
  const {addEventListener, dispatchEvent} = EventTarget.prototype;
  const {getRootNode} = Node.prototype;
  // What a page may say of its own objects is not asked: these answer for nodes and events alone, and by themselves.
  const connected = Object.getOwnPropertyDescriptor(Node.prototype, "isConnected").get;
  const typed = Object.getOwnPropertyDescriptor(Event.prototype, "type").get;
  const [Mouse, Custom, Failure, Later] = [MouseEvent, CustomEvent, DOMException, Promise];
  // None of these in a page that does not count as safe; a browser without pickers has no handles but the page's own.
  const PICKS = window.showOpenFilePicker !== undefined;

  // Speaks to choosing.js by events of a node that no script of the page has.
  let link = null;
  let asked = 0;
  const waiting = Object.create(null); // what is to be told the answer to each question

  function hook(owner, name, act) {
    const native = owner?.[name];
    if (native !== undefined) {
      set(owner, name, new Proxy(native, {apply: act})); // not in what a page has frozen
    }
  }

  function follow(node) {
    apply(dispatchEvent, link, [new Mouse("choose", {relatedTarget: node})]);
  }

  // Returns what the getter says of the object, undefined where it is of another kind.
  function told(getter, object) {
    try {
      return apply(getter, object, []);
    } catch {
      return undefined;
    }
  }

  function opened(native, element, given) {
    if (told(connected, element) === false) {
      follow(apply(getRootNode, element, []));
    }
    return apply(native, element, given);
  }

  function begin() {
    hook(HTMLElement.prototype, "click", opened);
    hook(HTMLInputElement.prototype, "showPicker", (native, element, given) => {
      if (told(connected, element) !== undefined) {
        follow(element);
      }
      return apply(native, element, given);
    });
    hook(EventTarget.prototype, "dispatchEvent", (native, target, given) => (
      told(typed, given[0]) === "click" ? opened : apply)(native, target, given));
    hook(window, "showOpenFilePicker", picked);
    hook(window, "showDirectoryPicker", picked);
    hook(PICKS ? FileSystemFileHandle.prototype : undefined, "getFile", read);
  }

  // What is refused is to the page as if its user had closed the dialog.
  async function picked(native, self, given) {
    const found = await apply(native, self, given);
    if (!await mayHave("picked", isArray(found) ? found : [found])) {
      throw new Failure("The user aborted a request.", "AbortError");
    }
    return found;
  }

  // A page may keep a handle for another day, and gets by it what the file is by then. The file is taken first: it can
  // be read no longer when it is changed while it is judged.
  async function read(native, handle, given) {
    const file = await apply(native, handle, given);
    if (!await mayHave("read", [handle])) {
      throw new Failure("The request is not allowed by the user agent or the platform in the current context.",
        "NotAllowedError");
    }
    return file;
  }

  // Handles, and no files: whoever asks cannot say what is in them.
  function mayHave(kind, handles) {
    return new Later((resolve) => {
      asked += 1;
      waiting[asked] = resolve;
      apply(dispatchEvent, link, [new Custom(kind, {detail: {number: asked, handles}})]);
    });
  }

  function answered(event) {
    const {number, pass} = event.detail;
    waiting[number]?.(pass);
    delete waiting[number];
  }

  // An event there reaches no window, where a page that has prepared it would hear of it.
  document.fonts.addEventListener("connect", (event) => {
    link = event.relatedTarget;
    apply(addEventListener, link, ["begin", begin, {once: true}]);
    apply(addEventListener, link, ["answer", answered]);
  }, {once: true});
})();
// The file's own address, which names the extension, would be in the stack of whatever a click calls.
//# sourceURL=native

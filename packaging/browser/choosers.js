// Runs in the page's own world, where alone two ways to choose a file show: a chooser that is in no document, and the
// pickers of the File System Access API. It changes nothing before choosing.js says that the site is judged.
"use strict";

(() => {
  const {apply} = Reflect;
  const {addEventListener, dispatchEvent} = EventTarget.prototype;
  const {getRootNode} = Node.prototype;
  const {add} = DataTransferItemList.prototype;
  const giveFiles = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "files").set;
  const [Mouse, Transfer, Failure, Later] = [MouseEvent, DataTransfer, DOMException, Promise];
  const FILES_MOST = 500;

  // Speaks to choosing.js by events of a node that no script of the page has.
  let link = null;

  function tell(type, node, whole = true) {
    apply(dispatchEvent, link, [new Mouse(type, {relatedTarget: node, detail: whole ? 1 : 0})]);
  }

  function hook(owner, name, act) {
    const native = owner?.[name];
    if (native !== undefined) {
      owner[name] = new Proxy(native, {apply: act});
    }
  }

  function opened(native, element, given) {
    if (element instanceof Node && !element.isConnected) {
      tell("choose", apply(getRootNode, element, []));
    }
    return apply(native, element, given);
  }

  function begin() {
    hook(HTMLElement.prototype, "click", opened);
    hook(HTMLInputElement.prototype, "showPicker", (native, element, given) => {
      if (element instanceof Node) {
        tell("choose", element);
      }
      return apply(native, element, given);
    });
    hook(EventTarget.prototype, "dispatchEvent", (native, target, given) => (
      given[0]?.type === "click" ? opened : apply)(native, target, given));
    hook(window, "showOpenFilePicker", picked);
    hook(window, "showDirectoryPicker", picked);
  }

  // What is refused is to the page as if its user had closed the dialog.
  async function picked(native, self, given) {
    const found = await apply(native, self, given);
    const files = [];
    let whole = true;
    try {
      for (const handle of found instanceof FileSystemHandle ? [found] : found) {
        await collect(handle, files);
      }
    } catch {
      whole = false;
    }
    if (!await mayHave(files, whole && files.length <= FILES_MOST)) {
      throw new Failure("The user aborted a request.", "AbortError");
    }
    return found;
  }

  async function collect(handle, files) {
    if (handle.kind === "file") {
      files.push(await handle.getFile());
      return;
    }
    for await (const inner of handle.values()) {
      if (files.length > FILES_MOST) {
        return;
      }
      await collect(inner, files);
    }
  }

  function mayHave(files, whole) {
    const transfer = new Transfer();
    files.slice(0, FILES_MOST).forEach((file) => apply(add, transfer.items, [file]));
    const box = document.createElement("input");
    box.type = "file";
    box.multiple = true;
    apply(giveFiles, box, [transfer.files]);
    return new Later((resolve) => {
      apply(addEventListener, box, ["passed", () => resolve(true)]);
      apply(addEventListener, box, ["refused", () => resolve(false)]);
      tell("judge", box, whole);
    });
  }

  document.addEventListener("connect", (event) => {
    link = event.relatedTarget;
    apply(addEventListener, link, ["begin", begin, {once: true}]);
  }, {once: true});
})();
// The file's own address, which names the extension, would be in the stack of whatever a click calls.
//# sourceURL=native

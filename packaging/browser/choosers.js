// Runs in the page's own world, where alone these ways to a file show: a chooser that is in no document, and the pickers
// and handles of the File System Access API. It changes nothing before choosing.js says that the site is judged.
"use strict";

(() => {
  const {apply} = Reflect;
  const {addEventListener, dispatchEvent} = EventTarget.prototype;
  const {getRootNode} = Node.prototype;
  const {add} = DataTransferItemList.prototype;
  const giveFiles = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "files").set;
  const getter = (kind, name) => Object.getOwnPropertyDescriptor(kind.prototype, name).get;
  const [nameOf, timeOf, sizeOf] = [getter(File, "name"), getter(File, "lastModified"), getter(Blob, "size")];
  const [Mouse, Transfer, Failure, Later] = [MouseEvent, DataTransfer, DOMException, Promise];
  // None of these in a page that does not count as safe; a browser without pickers has no handles but the page's own.
  const PICKS = window.showOpenFilePicker !== undefined;
  const {getFile} = window.FileSystemFileHandle?.prototype ?? {};
  const {getDirectory} = window.StorageManager?.prototype ?? {};
  const {resolve: pathIn} = window.FileSystemDirectoryHandle?.prototype ?? {};
  const {storage, userActivation} = navigator;
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
    hook(PICKS ? FileSystemFileHandle.prototype : undefined, "getFile", read);
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
    files.forEach((file) => { said[stateOf(file)] = true; });
    return found;
  }

  // A page may keep a handle for another day, and gets by it what the file is by then.
  async function read(native, handle, given) {
    const file = await apply(native, handle, given);
    const state = stateOf(file);
    if (said[state] !== true && !await isOwn(handle)) {
      if (said[state] === undefined || userActivation.isActive) { // its user may have released it since
        said[state] = await mayHave([file], true);
      }
      if (!said[state]) {
        throw new Failure("The request is not allowed by the user agent or the platform in the current context.",
          "NotAllowedError");
      }
    }
    return file;
  }

  const said = Object.create(null); // whether the page may have a file in this state

  function stateOf(file) {
    return [nameOf, sizeOf, timeOf].map((get) => apply(get, file, [])).join("/");
  }

  let own = null; // the folder of the page's own storage: what is there it has written itself

  async function isOwn(handle) {
    try {
      own ??= apply(getDirectory, storage, []);
      return await apply(pathIn, await own, [handle]) !== null;
    } catch {
      return false;
    }
  }

  async function collect(handle, files) {
    if (handle.kind === "file") {
      files.push(await apply(getFile, handle, []));
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

// Stops the files that are chosen on a page whose site is judged, before the page sees them, and gives it what may pass.
"use strict";

const choosing = (() => {
  const {FILES_MOST, mayPass, shadowOf, stop} = asking;

  // By its name: one that was moved from another document is an HTMLInputElement of that one's window.
  function isFileInput(element) {
    return element?.localName === "input" && element.type === "file";
  }

  // The inputs that this event may be of: those in closed shadows do not show themselves here.
  function inputsAt(event) {
    const first = event.composedPath()[0];
    const root = first.nodeType === Node.ELEMENT_NODE && !isFileInput(first) ? shadowOf(first) : null;
    return isFileInput(first) ? [first] : root === null ? [] : within(root);
  }

  // Those of a tree, also in its shadows.
  function within(root) {
    return [root, ...root.querySelectorAll("*")].flatMap((element) => {
      const inner = shadowOf(element);
      return [...(isFileInput(element) ? [element] : []), ...(inner === null ? [] : within(inner))];
    });
  }

  function chosen(event) {
    if (!event.isTrusted || asking.leavesAlone()) {
      return;
    }
    const inputs = inputsAt(event);
    const filled = inputs.filter((input) => input.files.length > 0 && (inputs.length === 1 || !isGiven(input)));
    if (filled.length === 0 && !isFileInput(event.composedPath()[0])) {
      return;
    }
    stop(event);
    filled.forEach((input) => pending.set(input, judgeChosen(input)));
    closed(event);
  }

  // ------------------------------------------------------------------ choosers that are in no document by then
  const open = new Set(); // those whose dialog may be open
  const moves = new MutationObserver(() => open.forEach(follow));
  const holders = new WeakSet();

  function follow(input) {
    open.add(input);
    hold(input);
    for (let root = input.getRootNode(); root !== undefined; root = root.host?.getRootNode()) {
      moves.observe(root, {childList: true, subtree: true});
    }
  }

  // A choice is an event for the outermost node first, then for the input: what is in no document is put into a node of
  // ours, so that no listener of the page comes before.
  function hold(input) {
    const root = input.getRootNode({composed: true});
    if (root.defaultView || holders.has(root)) {
      return; // a window hears of it before
    }
    const holder = root.nodeType === Node.ELEMENT_NODE ? root.ownerDocument.createDocumentFragment() : root;
    holders.add(holder);
    Object.entries({input: chosen, change: chosen, cancel: closed}).forEach(
      ([type, listener]) => holder.addEventListener(type, listener, true));
    if (holder !== root) {
      holder.append(root);
    }
  }

  function closed(event) {
    if (event.isTrusted) {
      inputsAt(event).forEach((input) => open.delete(input));
      if (open.size === 0) {
        moves.disconnect();
      }
    }
  }

  function clicked(event) {
    if (!asking.leavesAlone()) {
      inputsAt(event).forEach(follow);
    }
  }

  // choosers.js, in the page's own world, tells of what is clicked in no document, and asks for what was picked. It has
  // run before, and no script of the page yet, but where that page has prepared its window: the node by which they speak
  // is known to nobody else, and gives nobody more than the handles that it has.
  function connect() {
    const link = document.createElement("input");
    link.addEventListener("choose", (event) => within(event.relatedTarget).forEach(follow));
    Object.entries({picked: judgePicked, read: judgeRead}).forEach(([kind, judge]) => {
      link.addEventListener(kind, (event) => answer(event.detail, judge));
    });
    document.fonts.dispatchEvent(new MouseEvent("connect", {relatedTarget: link}));
    asking.onceJudged(() => link.dispatchEvent(new Event("begin")));
    return link;
  }

  async function answer({number, handles}, judge) {
    let pass = false;
    try {
      pass = await mayHave(handles, judge);
    } catch {
      // a file that has gone meanwhile
    }
    link.dispatchEvent(new CustomEvent("answer", {detail: {number, pass}}));
  }

  async function mayHave(handles, judge) {
    const own = await Promise.all(handles.map(isOwn));
    const given = handles.filter((_handle, at) => !own[at]);
    return given.every((handle) => handle instanceof FileSystemHandle) && (given.length === 0 || judge(given));
  }

  // No page can open a chooser before its user has done something, which may be before it is known what site it is.
  function touched(event) {
    if (event.isTrusted && !asking.leavesAlone()) {
      link.dispatchEvent(new Event("begin"));
    }
  }

  // ------------------------------------------------------------------ handles
  const said = new Map(); // whether the page may have a file in this state

  function stateOf(file) {
    return [file.name, file.size, file.lastModified].join("/");
  }

  async function judgePicked(handles) {
    const files = [];
    let whole = true;
    try {
      for (const handle of handles) {
        await collect(handle, files);
      }
    } catch {
      whole = false;
    }
    const pass = await mayPass(chosenFiles(files, whole));
    if (pass) {
      files.forEach((file) => said.set(stateOf(file), true));
    }
    return pass;
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

  async function judgeRead([handle]) {
    const file = await handle.getFile();
    const state = stateOf(file);
    if (!said.get(state) && (!said.has(state) || navigator.userActivation.isActive)) { // it may be released by now
      said.set(state, await mayPass(chosenFiles([file], true)));
    }
    return said.get(state);
  }

  // What is in the page's own storage it has written itself.
  async function isOwn(handle) {
    try {
      return await (await navigator.storage.getDirectory()).resolve(handle) !== null;
    } catch {
      return false;
    }
  }

  function chosenFiles(files, whole) {
    return {text: "", html: "", address: "", files, folders: !whole};
  }

  // ------------------------------------------------------------------ what was chosen
  const last = new WeakMap(); // what was chosen last for each input
  const gaveBack = new WeakMap(); // the states of the files that each input got back
  const pending = new Map(); // whether the page may have what is being judged for each input

  async function judgeChosen(input) {
    const files = [...input.files];
    last.set(input, files);
    input.value = "";
    // A change does not leave its shadow: it is stopped where it begins.
    const root = input.getRootNode();
    root.addEventListener("change", stopOne, {capture: true, once: true});
    setTimeout(() => root.removeEventListener("change", stopOne, true), 0);
    const pass = await mayPass(chosenFiles(files, true));
    if (last.get(input) === files) {
      pending.delete(input);
      if (pass) {
        give(input, files);
      }
    }
    return pass;
  }

  // A form that is sent before the verdict waits for it, and goes with its files or not at all.
  async function sent(event) {
    const form = event.target;
    const judged = [...pending.keys()].filter((input) => input.form === form).map((input) => pending.get(input));
    if (!event.isTrusted || judged.length === 0) {
      return;
    }
    stop(event);
    if (!waiting.has(form)) {
      waiting.add(form);
      const pass = (await Promise.all(judged)).every((allowed) => allowed);
      waiting.delete(form);
      if (pass && form.isConnected) {
        form.requestSubmit(event.submitter);
      }
    }
  }

  const waiting = new WeakSet(); // forms that wait

  // What was chosen and not judged is not in its input any more: no form is to wait for it.
  function giveUp() {
    pending.clear();
  }

  function stopOne(event) {
    if (event.isTrusted) {
      stop(event);
    }
  }

  // Of several inputs in a closed shadow one was changed: the others have what they were given.
  function isGiven(input) {
    return gaveBack.get(input) === statesOf(input.files);
  }

  function statesOf(files) {
    return [...files].map(stateOf).join("\n");
  }

  function give(input, files) {
    gaveBack.set(input, statesOf(files));
    const transfer = new DataTransfer();
    files.forEach((file) => transfer.items.add(file));
    input.files = transfer.files;
    input.dispatchEvent(new Event("input", {bubbles: true, composed: true}));
    input.dispatchEvent(new Event("change", {bubbles: true}));
  }

  const link = connect();

  return {isFileInput, give, giveUp, heard: {pointerdown: touched, keydown: touched, click: clicked, input: chosen,
    change: chosen, cancel: closed, submit: sent}};
})();

// Asks the guard, by way of the extension, whether the page may have what it is about to receive. Runs, as the scripts
// behind it, in a world of its own: it adds nothing to the page, and answers no page.
"use strict";

const asking = (() => {
  const PIECE_BYTES = 1 << 20;
  const PIECES_ON_THEIR_WAY = 4;
  const TEXT_CHARACTERS = 1500000;
  const FILES_MOST = 500;
  const NAME_CHARACTERS = 1024; // as many as the guard looks at
  const OPENED_BYTES = 8 * 1024 * 1024; // of less the browser may have read all when its first part is
  const OPENED_MOST = 50;
  const LEARNT_TRIES = 5;
  const AGAIN_MS = 1000;

  let judged = null; // not known yet, or nobody can say
  let nobodyKnows = false; // that was the last answer
  let asked = 0;
  let refusesUnjudged = false;
  let uploadBytes = 64 * 1024 * 1024; // what is sent of one upload at most, until the guard says more

  const onJudged = [];
  let known = null;
  settle();

  // The host may have to be started first, which takes seconds on a busy computer.
  async function settle() {
    let answered = false;
    for (let tries = 0; !answered && tries < LEARNT_TRIES; tries += 1) {
      answered = await (known = learn());
    }
  }

  // Where nobody knows the site the page is left alone, as if nothing were installed. Who may know it by now is asked
  // as soon as its user does something, before that becomes a paste, a drop or a choice.
  ["keydown", "pointerdown", "dragenter", "focus"].forEach((kind) => window.addEventListener(kind, (event) => {
    if (event.isTrusted && nobodyKnows && performance.now() - asked > AGAIN_MS) {
      known = learn();
    }
  }, true));

  // Calls what is given as soon as the site is known to be judged.
  function onceJudged(act) {
    judged ? act() : onJudged.push(act);
  }

  // Returns whether there was an answer, be it that nobody knows.
  async function learn() {
    nobodyKnows = false; // a paste that comes before the answer waits for it
    asked = performance.now();
    const answer = await send({kind: "site"});
    nobodyKnows = answer !== null && (answer.judged ?? null) === null;
    if (answer !== null) {
      judged = answer.judged ?? null;
      refusesUnjudged = answer.refuses ?? refusesUnjudged;
      uploadBytes = answer.bytes ?? uploadBytes;
    }
    if (judged) {
      onJudged.splice(0).forEach((act) => act());
    }
    return answer !== null;
  }

  async function send(message) {
    try {
      return await chrome.runtime.sendMessage(message) ?? null;
    } catch {
      return null; // the extension was replaced meanwhile
    }
  }

  async function mayPass(content) {
    await known;
    if (judged === null && !nobodyKnows) { // nobody answered in time
      known = learn();
      await known;
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
        (file) => ({name: named(file), type: file.type.slice(0, NAME_CHARACTERS), size: file.size})),
      whole: sent.whole && !content.folders && content.files.length <= FILES_MOST
        && Math.max(content.text.length, content.html.length) <= TEXT_CHARACTERS,
    });
    return !answer?.again ? answer : last ? null : verdict(content, true);
  }

  // Sends the bytes of the files up to the limit; of the others the guard judges the names. whole: what was to be sent
  // could be read and sent.
  async function upload(content) {
    const files = content.files.length > FILES_MOST ? [] : withinLimit(content.files);
    if (files.length === 0) {
      return {upload: undefined, whole: content.files.length <= FILES_MOST};
    }
    const first = await send({kind: "upload"});
    const found = await foundOpened(first, files);
    const number = found === null ? await anew(first) : first;
    const taken = []; // whether each piece on its way was taken: the next ones are read meanwhile
    for (const [at, file] of files.filter(([place]) => !found?.includes(place))) {
      for (let from = 0; from < file.size; from += PIECE_BYTES) {
        const data = await inBase64(file.slice(from, from + PIECE_BYTES));
        if (data === null) {
          await send({kind: "drop", upload: number});
          return {upload: undefined, whole: false};
        }
        taken.push(send({kind: "piece", upload: number, file: at, data}));
        if (taken.length > PIECES_ON_THEIR_WAY && !await taken.shift()) {
          return {upload: number, whole: false};
        }
      }
    }
    return {upload: number, whole: (await Promise.all(taken)).every((one) => one)};
  }

  async function anew(number) {
    await send({kind: "drop", upload: number});
    return send({kind: "upload"});
  }

  // The files that fit with their places, the smallest first: as many as possible.
  function withinLimit(files) {
    let size = 0;
    return [...files.entries()].sort(([, one], [, other]) => one.size - other.size)
      .filter(([, file]) => (size += file.size) <= uploadBytes);
  }

  // The places of the files that the guard has read by the browser's own descriptors: as long as nobody reads on, the
  // browser keeps a file open that somebody began to read. null: nobody says.
  async function foundOpened(number, files) {
    const large = files.filter(([, file]) => file.size >= OPENED_BYTES).slice(0, OPENED_MOST);
    const readers = await Promise.all(large.map(([, file]) => begun(file)));
    const open = large.filter((_one, at) => readers[at] !== null);
    const found = open.length === 0 ? [] : await send({kind: "find", upload: number, files: open.map(([at, file]) => (
      {at, name: named(file), size: file.size, modified: file.lastModified}))});
    readers.forEach((reader) => reader?.cancel().catch(() => {}));
    return found;
  }

  function named(file) {
    return file.name.slice(0, NAME_CHARACTERS).toWellFormed();
  }

  async function begun(file) {
    try {
      const reader = file.stream().getReader();
      return (await reader.read()).done ? null : reader;
    } catch {
      return null;
    }
  }

  function inBase64(part) {
    return new Promise((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
      reader.onerror = () => resolve(null);
      reader.readAsDataURL(part);
    });
  }

  // ------------------------------------------------------------------ what all scripts need
  function stop(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

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

  return {FILES_MOST, settle, mayPass, onceJudged, leavesAlone: () => judged === false || nobodyKnows, stop, shadowOf, focused};
})();

// Stops the files that are chosen on a page whose site is judged, before the page sees them, and gives it what may pass.
"use strict";

const choosing = (() => {
  const {mayPass, shadowOf, stop} = asking;

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

  function chosen(event) {
    if (!event.isTrusted || asking.leavesAlone()) {
      return;
    }
    const inputs = inputsOf(event);
    if (inputs.length === 0) {
      return;
    }
    stop(event);
    inputs.filter((input) => input.files.length > 0).forEach((input) => pending.set(input, judgeChosen(input)));
  }

  const last = new WeakMap(); // what was chosen last for each input
  const pending = new Map(); // whether the page may have what is being judged for each input

  async function judgeChosen(input) {
    const files = [...input.files];
    last.set(input, files);
    input.value = "";
    // A change does not leave its shadow: it is stopped where it begins.
    const root = input.getRootNode();
    root.addEventListener("change", stopOne, {capture: true, once: true});
    setTimeout(() => root.removeEventListener("change", stopOne, true), 0);
    const pass = await mayPass({text: "", html: "", address: "", files, folders: false});
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

  return {isFileInput, give, heard: {input: chosen, change: chosen, submit: sent}};
})();

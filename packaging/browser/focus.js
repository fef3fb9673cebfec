// Tells which frame has the keyboard: a paste goes there, and the guard then knows its site before the browser reads the
// clipboard. It sees no key and no content.
"use strict";

(() => {
  const self = Math.random(); // tells this document from the next one in the same frame
  const {focused} = asking;
  // What holds a page of its own: while it has the keyboard, that page has it.
  const HOLDERS = [HTMLIFrameElement, HTMLFrameElement, HTMLObjectElement, HTMLEmbedElement];

  let told = false;
  let lost = false; // the window has lost the keyboard; which element holds it now may be known only later
  let waits = false;

  function tell(kind) {
    try {
      chrome.runtime.sendMessage({kind, self}).catch(() => {});
    } catch {
      // the extension was replaced meanwhile
    }
  }

  // After the script that moves the keyboard: one that moves it a thousand times tells nobody anything.
  function look() {
    if (!waits) {
      waits = true;
      queueMicrotask(settle);
    }
  }

  function settle() {
    waits = false;
    const holder = focused();
    const here = !lost && document.hasFocus() && !HOLDERS.some((kind) => holder instanceof kind);
    if (here !== told) {
      told = here;
      tell(here ? "here" : "away");
    }
  }

  function came(event) {
    if (event.isTrusted) {
      lost = false;
      look();
    }
  }

  function went(event) {
    if (event.isTrusted && event.target === window) {
      lost = true;
      look();
    }
  }

  function left() {
    if (told) {
      told = false;
      tell("away");
    }
  }

  function listen() {
    const heard = {focus: came, pointerdown: came, blur: went, pageshow: look, pagehide: left};
    Object.entries(heard).forEach(([type, listener]) => addEventListener(type, listener, true));
  }

  listen();
  // As in content.js: a document that is opened to be written anew forgets every listener.
  new MutationObserver(listen).observe(document, {childList: true});
  look();
})();

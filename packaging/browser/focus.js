// Tells which frame has the keyboard: a paste goes there, and the guard then knows its site before the browser reads the
// clipboard. It sees no key and no content.
"use strict";

(() => {
  let told = false;

  function tell(kind) {
    try {
      chrome.runtime.sendMessage({kind}).catch(() => {});
    } catch {
      // the extension was replaced meanwhile
    }
  }

  function here() {
    if (!told && document.hasFocus() && !(document.activeElement instanceof HTMLIFrameElement)) {
      told = true;
      tell("here");
    }
  }

  function away() {
    if (told) {
      told = false;
      tell("away");
    }
  }

  function came(event) {
    if (event.isTrusted) {
      told &&= event.target !== window; // it had been elsewhere
      here();
    }
  }

  function went(event) {
    if (event.isTrusted && event.target === window) {
      away();
    }
  }

  function listen() {
    const heard = {focus: came, pointerdown: came, blur: went, pageshow: here, pagehide: away};
    Object.entries(heard).forEach(([type, listener]) => addEventListener(type, listener, true));
  }

  listen();
  // As in content.js: a document that is opened to be written anew forgets every listener.
  new MutationObserver(listen).observe(document, {childList: true});
  here();
})();

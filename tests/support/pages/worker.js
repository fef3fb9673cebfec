// A service worker that tries to reach the extension whose address it is told.
addEventListener("message", (event) => event.waitUntil((async () => {
  const fetched = await fetch(event.data).then(() => true, () => false);
  event.source.postMessage({fetched, chrome: typeof chrome !== "undefined" && chrome.runtime !== undefined,
    clipboard: navigator.clipboard !== undefined});
})()));

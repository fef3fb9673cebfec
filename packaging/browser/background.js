// Carries questions of the content scripts to the native host, and its answers back. Nothing else may ask: there is no
// listener for messages of pages or of other extensions, and the addresses are the browser's, not the page's.
"use strict";

const HOST = "org.mishao.browser";
const SITE_MS = 2000;
const TEXT_MS = 2000;
const FIND_MS = 6000;
const FILES_MS = 25000;
const LARGE_MS = 50000;
const LARGE_BYTES = 64 * 1024 * 1024;
const FOCUS_MS = 20;
const GONE = Symbol("gone");

let port = null;
// Not from 1: pages may still have numbers of a script that ended before this one.
let next = Math.floor(Math.random() * 2 ** 40);
const waiting = new Map();
const uploads = new Map(); // the port that each was begun on: its host alone has the beginning

function connect() {
  if (port !== null) {
    return port;
  }
  const opened = chrome.runtime.connectNative(HOST);
  opened.onMessage.addListener((answer) => {
    const wanted = waiting.get(answer.id);
    if (wanted !== undefined) {
      waiting.delete(answer.id);
      wanted(answer);
    }
  });
  opened.onDisconnect.addListener(() => {
    void chrome.runtime.lastError; // read, or the browser logs it
    port = port === opened ? null : port;
    uploads.forEach((begun, number) => begun === opened && uploads.delete(number));
    const left = [...waiting.values()];
    waiting.clear();
    left.forEach((answer) => answer(GONE));
  });
  port = opened;
  if (focused !== null) {
    postFocus(); // a host that is started anew knows of none
  }
  return opened;
}

function post(message) {
  try {
    connect().postMessage(message);
    return true;
  } catch {
    port = null;
    return false;
  }
}

// Resolves to the host's answer, to null when there is none in time, to GONE when the host has ended or is not installed.
function askOnce(message, milliseconds) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      waiting.delete(message.id);
      resolve(null);
    }, milliseconds);
    waiting.set(message.id, (answer) => {
      clearTimeout(timer);
      resolve(answer);
    });
    if (!post(message)) {
      waiting.delete(message.id);
      clearTimeout(timer);
      resolve(GONE);
    }
  });
}

// A host that was ended is started by the next message.
async function ask(message, milliseconds) {
  const answer = await askOnce(message, milliseconds);
  return answer === GONE ? askOnce(message, milliseconds) : answer;
}

function originOf(address) {
  try {
    const origin = new URL(address ?? "").origin;
    return origin === "null" ? "" : origin;
  } catch {
    return "";
  }
}

const tops = new Map(); // the address that each tab had last

chrome.tabs?.onRemoved.addListener((tab) => tops.delete(tab));

// The address of a tab; of one that has none (about:blank, data:, blob: of a sandbox) that of the tab that opened it.
function topOf(tab) {
  const origin = originOf(tab?.url);
  if (tab !== undefined && (origin !== "" || !tops.has(tab.id))) {
    tops.set(tab.id, origin || (tops.get(tab.openerTabId) ?? ""));
  }
  return origin || (tops.get(tab?.id) ?? "");
}

// The address of the frame, "" for one of its own (data:, sandboxed): it then counts as the page around it.
function placeOf(sender) {
  const frame = sender.origin !== undefined && sender.origin !== "null" ? sender.origin : originOf(sender.url);
  return {frame: originOf(frame), top: topOf(sender.tab)};
}

// null: no answer in time. judged null: nobody knows by now, as long as there is no host or no guard.
async function site(sender) {
  const answer = await ask({kind: "site", id: next++, ...placeOf(sender)}, SITE_MS);
  if (answer === GONE) {
    return {judged: null};
  }
  return answer === null ? null : {judged: answer.judged, refuses: answer.refuses, bytes: answer.bytes};
}

function patience(files) {
  const size = files.reduce((sum, file) => sum + file.size, 0);
  return files.length === 0 ? TEXT_MS : size > LARGE_BYTES ? LARGE_MS : FILES_MS;
}

// again: the host that had the upload has ended, and it must be sent to the next one.
async function judge(asked, sender) {
  const sent = asked.upload !== undefined;
  if (sent && (port === null || uploads.get(asked.upload) !== port)) {
    return {again: true};
  }
  const id = asked.upload ?? next++;
  uploads.delete(id);
  const answer = await (sent ? askOnce : ask)({kind: "judge", id, ...placeOf(sender), text: asked.text,
    html: asked.html, files: asked.files, whole: asked.whole}, patience(asked.files));
  if (answer === GONE) {
    return sent ? {again: true} : null;
  }
  return answer === null ? null : {refused: answer.refused};
}

function upload() {
  const number = next++;
  try {
    uploads.set(number, connect());
  } catch {
    // judge says that it is lost
  }
  return number;
}

function piece(asked) {
  return port !== null && uploads.get(asked.upload) === port
    && post({kind: "piece", id: asked.upload, file: asked.file, data: asked.data});
}

// null: nobody says what was taken, and that may still change.
async function find(asked) {
  if (port === null || uploads.get(asked.upload) !== port) {
    return null;
  }
  const answer = await askOnce({kind: "find", id: asked.upload, files: asked.files}, FIND_MS);
  return answer === GONE ? null : answer?.files ?? null;
}

function drop(asked) {
  uploads.delete(asked.upload);
  return post({kind: "drop", id: asked.upload});
}

let focused = null; // the frame that has the keyboard

function postFocus() {
  const place = focused === null ? {frame: "", top: ""} : focused.place;
  return post({kind: "focus", id: next++, ...place});
}

let focusWaits = false;

// At once, and then no more often than pages can move the keyboard for their users.
function tellFocus() {
  if (focusWaits) {
    return;
  }
  focusWaits = true;
  const said = focused;
  postFocus();
  setTimeout(() => {
    focusWaits = false;
    if (focused !== said) {
      tellFocus();
    }
  }, FOCUS_MS);
}

// Of two documents the new one may speak before the old one: only the one that has it can lose it.
function away(asked) {
  if (focused?.self === asked.self) {
    focused = null;
    tellFocus();
  }
}

function here(asked, sender) {
  focused = {self: asked.self, place: placeOf(sender)};
  tellFocus();
}

const KINDS = {
  here: async (asked, sender) => here(asked, sender),
  away: async (asked) => away(asked),
  site: (_asked, sender) => site(sender),
  judge,
  upload: async () => upload(),
  piece: async (asked) => piece(asked),
  find,
  drop: async (asked) => drop(asked),
};

chrome.runtime.onMessage.addListener((asked, sender, answer) => {
  // A page may be in no tab: in a side bar of the browser.
  const kind = sender.id === chrome.runtime.id ? KINDS[asked?.kind] : undefined;
  if (kind === undefined) {
    return false;
  }
  kind(asked, sender).then(answer, () => answer(null));
  return true;
});

"""The English catalogue: sentences about stored content and watched places."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "place.member": "{member} in it",
    "place.sheet": "sheet \"{sheet}\"",
    "place.slide": "slide {page}",
    "place.page": "page {page}",
    "place.picture-of": "a picture on {place}",
    "place.member-and-spot": "{member} in it, {place}",
    "place.sheet-and-cell": "sheet \"{sheet}\", cell {cell}",
    "place.picture": "a picture",
    "folders.pictures": "Pictures",
    "folders.desktop": "Desktop",
    "folders.documents": "Documents",
    "folders.added": "Added in the settings",
    "folders.home": "Home, without its subfolders",
    "folders.where-tool-saves": "Where {tool} saves",
    "folders.and-where-tool-saves": "{folder}, where {tool} saves",
    "folders.gnome-screenshot": "GNOME Screenshot",
    "folders.deepin-screenshot": "Deepin Screenshot",
    "folders.kylin-screenshot": "Kylin Screenshot",
    "folders.gone": "The file \"{name}\" is not where it was; it may have been moved or deleted.",
    "folders.refused":
        "The folder of the file \"{name}\" may not be changed ({why}). Please check permissions and disk space.",
    "folders.still-written": "Another program is still writing the file \"{name}\"; it was not put away yet.",
    "folders.too-large":
        "The file \"{name}\" has {size} MB; one of more than {limit} MB cannot be put away: it is still where it was.",
    "folders.changed-meanwhile":
        "The file \"{name}\" has just changed again: what it held before is kept, and the changed file is still where "
        "it was.",
    "folders.not-in-place":
        "On Windows a file cannot be held in its place: \"{name}\" is where it was, and can be opened.",
    "folders.not-usable":
        "The folder {path} of the settings cannot be watched: {why}. Please correct it in the settings or the policy "
        "and start MiShao again.",
    "folders.leads-nowhere": "it leads nowhere (there is no such user, or its links form a loop)",
    "folders.not-readable": "the file cannot be read",
    "journal.last-record-damaged": "the last record of the journal is damaged",
    "journal.keys-gone": "the key file of the journal is gone",
    "journal.not-writable": "The journal {path} cannot be written ({why}). Please check disk space and permissions.",
    "journal.disk-full": "The journal {path} cannot be written (the disk is full). Please make room first.",
    "journal.moved-aside": "{why}; the log was moved to {name}, not deleted, and a new one was begun",
    "journal.records-missing":
        "{count} records are missing at the end of the log: the power may have failed, or somebody changed it; "
        "recording goes on from here",
    "journal.key-derived":
        "the key file of the journal, {name}, was gone or damaged and was derived again from the first key: whether "
        "records are missing at the end can no longer be told",
    "journal.replaced":
        "the file of the journal was replaced by another one, or removed; records go on in the one that is there now",
    "journal.keys-not-readable":
        "The key file of the journal, {path}, cannot be read. Please check its permissions or restore it from a "
        "backup.",
    "journal.keys-damaged": "the key file of the journal, {name}, is damaged",
    "journal.not-recorded": "The record was not written: {why}",
    "sweep.over-limit": "What is held exceeds the limit of {limit} MB.",
    "sweep.cleared": "{count} items were cleared, first those let go, then the oldest; the journal has their numbers.",
    "sweep.rest-is-kept":
        "The rest is not cleared by itself: state secrets wait for the secrecy office, files that were moved here "
        "exist only once, and those of the last day are in use. Please deal with them in \"Held items\".",
    "vault.full":
        "The disk is full, and nothing was written. What is held is not lost; please make room and try again.",
    "vault.read-only":
        "The folder of held items cannot be written. What is held is not lost; please check the permissions of that "
        "folder.",
    "vault.io":
        "Reading or writing the files of held items failed; nothing that was there is changed. Please back that "
        "folder up first, then ask the administrator to check the disk.",
    "vault.newer":
        "The vault was written by a newer version of MiShao and this one cannot open it; nothing was changed. Please "
        "install the newer version again.",
    "vault.busy": "Another program is using the held items. Please try again in a moment.",
    "vault.folder-gone": "The folder of held items is gone. Please see whether it was moved or deleted.",
    "vault.key-file": "the key file {path}",
    "vault.key-file-not-readable": "The key file {path} cannot be opened ({why}). Please check its permissions.",
    "vault.key-file-open-to-others":
        "The key file {path} can be read by other users and was refused. Please run chmod 600 {path} and start MiShao "
        "again.",
    "vault.key-file-damaged": "The key file {path} is damaged (its length is wrong). Please restore it from a backup.",
    "vault.key-file-exists": "The key file {path} exists already and was not overwritten.",
    "vault.keyring": "the system's keyring ({name})",
    "vault.keyring-locked": "The system's keyring cannot be opened. Please unlock it, then start MiShao again.",
    "vault.keyring-waits": "The system's keyring waits to be unlocked; then the held items can be used by themselves.",
    "vault.keyring-key-damaged": "MiShao's key in the system's keyring is damaged. Please restore it from a backup.",
    "vault.keyring-key-exists": "The system's keyring has a key of MiShao already; it was not overwritten.",
    "vault.keyring-refuses": "The system's keyring takes no new key. Please unlock it, then start MiShao again.",
    "vault.keyring-lost-it": "The system's keyring did not keep the new key. Please check it.",
    "vault.in-memory-alone": "record only: held content is in memory alone and gone when MiShao ends",
    "vault.held-already": "Number {case} is held already and was not overwritten.",
    "vault.not-in-memory": "There is no number {case}; with \"record only\" no content is kept after MiShao ends.",
    "vault.destroyed": "The content of number {case} was destroyed and cannot be brought back.",
    "vault.locked": "locked: {why}",
    "vault.encrypted": "held encrypted, the key in {place}",
    "vault.exists": "Number {case} is among the held items already and was not overwritten.",
    "vault.key-missing":
        "The key of the held items is missing ({place}). What is held is still there, unchanged. Please restore the "
        "key and start MiShao again.",
    "vault.key-of-another":
        "The key in {place} is not the one of these held items. What is held is still there, unchanged. Please "
        "restore the right key and start MiShao again.",
    "vault.index-set-aside":
        "The vault's index {index} is damaged or missing. What was kept before has been moved to {aside} as it was, "
        "not deleted; new items are kept as usual. Please ask your administrator to restore {index} in that folder "
        "from a backup.",
    "vault.unknown": "There is no number {case} among the held items.",
    "vault.content-damaged":
        "The encrypted content of number {case} is damaged and cannot be opened. The others are not concerned; if "
        "there is a backup, please restore the folder of held items and try again.",
    "vault.not-usable": "not usable: {why}",
    "vault.for": "{what} ({why})",
    "system.io": "read or write error",
    "system.no-answer": "there was no answer",
    "system.disk-full": "the disk is full",
    "system.quota": "the disk quota is used up",
    "system.too-large": "the file is too large",
    "system.read-only": "the disk can only be read",
    "system.no-permission": "there is no permission",
    "system.not-allowed": "the system does not allow it",
    "system.not-found": "the file is not there",
    "system.not-a-folder": "something on the way there is not a folder",
    "system.is-a-folder": "there is a folder in its place",
    "system.exists": "there is a file of that name already",
    "system.changed": "the file was changed meanwhile",
    "system.busy": "another program is using it",
    "system.link-loop": "its links form a loop",
    "system.name-too-long": "the name is too long",
    "system.too-many-open": "too many files are open",
    "system.no-memory": "there is not enough memory",
    "system.not-a-program": "it is not a program that can run",
    "clipboard.no-desktop": "the desktop cannot be reached",
    "clipboard.no-such-broker": "there is no way to the clipboard called {name}",
    "clipboard.not-guarded": "The clipboard cannot be guarded. {why}",
    "item.and-others": "{name} and others, {count} files",
    "clipboard.text": "copied text",
    "clipboard.html": "copied web content",
    "clipboard.picture": "copied picture",
    "clipboard.document": "copied document",
    "clipboard.content": "copied content",
    "clipboard.no-picture": "the picture was not handed over",
    "clipboard.web-content": "web content",
    "clipboard.rest-of-text": "the last {count} characters",
    "clipboard.first-files-only": "{count} files were copied at once, and only the first {limit} were looked at",
    "clipboard.file-by-portal": "the file is handed over by the desktop's portal and cannot be seen here",
    "clipboard.file-address": "the address of the file is malformed",
    "clipboard.file-elsewhere": "the file is not on this computer",
    "clipboard.file-list": "the list of files is malformed",
    "clipboard.wayland-by-disk-alone": "this Wayland desktop has no way that does not touch the disk",
    "clipboard.no-program": "no clipboard program works here; please install xclip or wl-clipboard",
    "clipboard.not-writable": "the clipboard cannot be written",
    "clipboard.windows-no-window": "Windows gave no window to guard the clipboard with",
    "clipboard.windows-no-changes": "Windows does not tell of changes of the clipboard",
    "files.too-many-copied": "more than {limit} files were copied at once",
    "files.not-regular": "it is not a regular file",
    "files.not-given": "the file could not be read ({why}); please check again later",
    "files.changed-meanwhile": "the file changed while it was read; please wait until it is written and check again",
    "wayland.no-data-control":
        "this Wayland desktop lets no program guard the clipboard (it has no data-control; GNOME is one)",
    "wayland.no-layer-shell":
        "this Wayland desktop lets no program be drawn above the others (it has no layer-shell; GNOME is one)",
    "wayland.no-window-list":
        "this Wayland desktop lists no windows for programs (it has no wlr-foreign-toplevel-management)",
    "wayland.mark-over-screens": "the mark covers whole screens",
    "wayland.no-seat": "the Wayland server has no seat (wl_seat)",
    "wayland.refused": "the Wayland server refuses a request of MiShao (object {object}, error {error})",
    "wayland.took-clipboard-back": "the Wayland server took the clipboard back",
    "wayland.gone": "the Wayland server went away",
    "wayland.malformed": "the Wayland server sent a malformed message",
    "wayland.not-reached": "the Wayland server cannot be reached",
    "wayland.stuck": "the Wayland server takes no more requests",
    "wayland.no-session": "this is not a Wayland session",
    "x11.no-display": "DISPLAY is not set, so this is no desktop session",
    "x11.display-malformed": "DISPLAY is \"{display}\", which is no name of a display",
    "x11.answer-malformed": "its answer is incomplete or not understood",
    "x11.refused": "it does not accept connections of this user",
    "x11.not-reached": "the X server cannot be reached ({why})",
    "x11.no-xfixes": "the X server has no XFixes, so changes of the clipboard are not told",
    "x11.gone": "the X server went away",
    "x11.stuck": "the X server takes no more requests",
    "x11.no-answer": "the X server does not answer",
}

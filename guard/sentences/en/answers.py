"""The English catalogue: the guard's answers to requests."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "guard.file-exists": "{name} exists already and was not overwritten. Please choose another file name.",
    "guard.not-done": "Not done: {why} ({name}). The content is still held.",
    "guard.stopped":
        "MiShao has stopped guarding. While the tray is open it is started again; to keep it off, quit the tray first.",
    "guard.unmask-needs-reason": "Please give a reason for taking this mask back.",
    "guard.rules-just-renewed":
        "The rules have just been renewed. Please look at the masked copy again, then take this mask back once more.",
    "guard.folder-picture-not-on-clipboard":
        "Pictures of the screenshot folder do not pass through the clipboard. Please copy the masked copy in \"Held "
        "items\".",
    "guard.masked-copy-granted": "The masked copy may be sent: press Ctrl+V again within {seconds} seconds.",
    "guard.masked-copy-granted-and-placed":
        "The masked copy may be sent and is on the clipboard: press Ctrl+V within {seconds} seconds. What you copied "
        "since must be copied again.",
    "guard.granted": "Let through once: press Ctrl+V again within {seconds} seconds.",
    "guard.opened-file-not-on-clipboard":
        "A file that a chat program opens does not pass the clipboard. Please choose Save masked and send the copy "
        "beside it.",
    "guard.opened-file-let-go": "Let go. Please send this file again within two minutes.",
    "guard.opened-file-not-known":
        "Not let through: this item is from before the program was upgraded, and the file gate would not know its file."
        " Send it once more, and let through the item that appears then.",
    "guard.opened-file-changed":
        "Let go was what was stopped, but this file was changed, moved or deleted since. It is checked anew when you "
        "send it.",
    "page.file-let-go": "Let through once: choose it on the page again within {seconds} seconds.",
    "page.not-known-again":
        "Not let through: this item is from before the program was upgraded, and would not be known again on the page."
        " Try once more on the page, and let through the item that appears then.",
    "page.copy-by-clipboard":
        "A masked copy goes to a page by the clipboard: click \"Copy masked\" and paste it on the page.",
    "page.too-large": "more than {limit} MB",
    "page.incomplete": "not all of it arrived; a whole folder goes by the button of the page, not by dragging",
    "page.too-many": "Too much for one upload; not all of it was taken.",
    "guard.file-gate-gone":
        "The file gate has stopped: chat programs can open files now. Ask an administrator to run systemctl restart "
        "mishao-gate.",
    "guard.file-gate-terms-too-long":
        "The lists of the policy are too long for the file gate, which does not go by this policy. Ask an "
        "administrator to shorten the lists of programs (程序) and folders.",
    "guard.file-gate-overflown": "Too many files were opened at once for the file gate: some were not checked.",
    "guard.gate-holds": "{folders} folders are guarded.",
    "guard.gate-foreign":
        "The file gate does not guard {folders}: other users own them. Ask an administrator to name them in the unit's "
        "policy (加看目录 of 文件闸门), or to give them to you.",
    "guard.gate-left-out": "There are too many folders: {folders} are not guarded.",
    "guard.gate-overflown": "Too many files were opened at once {times} times: some were not checked.",
    "guard.gate-unjudged-refused": "{times} files could not be checked in time and were not opened.",
    "guard.gate-unjudged-passed": "{times} files could not be checked in time and were opened all the same.",
    "guard.granted-and-placed":
        "Let through once and back on the clipboard: press Ctrl+V within {seconds} seconds. What you copied since "
        "must be copied again.",
    "guard.decided-anew":
        "Not let through: the content has just changed and is being judged again, or was decided more strictly. Please "
        "open it in \"Held items\" and answer by what is said there now.",
    "guard.clipboard-unguarded":
        "Not let through: the clipboard is not guarded at this moment, so a paste would not get the original. Please "
        "try again in a moment; if it stays like this, see \"Health\".",
    "guard.given-back": "Taken back: {path}",
    "guard.destroyed": "Destroyed.",
    "guard.destroyed-but-changed":
        "Destroyed in the list. The file in its place was changed since and is not the one that was held: it was not "
        "deleted. If you do not need it, please delete it yourself.",
    "guard.pause-locked": "Set by your unit: pausing is not possible.",
    "guard.stop-locked": "Set by your unit: guarding cannot be stopped.",
    "guard.act-needs-code":
        "Set by your unit: this needs a code of the secrecy office. Please read a request code out to them.",
    "guard.still-needed": "This guard is in use and cannot be replaced.",
    "guard.stop-needs-reason": "Please say why guarding is to stop.",
    "guard.shortest-pause": "A pause lasts one minute at least.",
    "guard.longest-pause": "A pause lasts {minutes} minutes at most.",
    "guard.pause-needs-reason": "Please give a reason for the pause.",
    "guard.paused": "Paused for {minutes} minutes.",
    "guard.resumed": "Resumed.",
    "guard.not-kept": "it could not be kept: {why}",
    "guard.held-in-memory-alone":
        "{trouble} Until then what is held stays in memory alone and is gone when MiShao ends.",
    "guard.copies-in-memory-alone":
        "{trouble} Until then copied content stays in memory alone and screenshots where they are.",
    "guard.tell-the-office": "{trouble}. Please tell the secrecy office.",
    "guard.item-not-finished": "One item was not dealt with to its end: {why}",
    "guard.reports-left-out":
        "Too much came at once, and some of it was not registered: what is held stays held, but may be missing in "
        "\"Held items\". Please copy again what you need.",
    "guard.files-left-out":
        "Too much came at once, and some screenshots were not checked: they are where they were and are not held. "
        "Please use the self-check for those that you mean to send.",
    "guard.queue-full": "too much is waiting to be checked",
    "guard.no-journal":
        "The log cannot be opened: {why}. MiShao guards as usual but records nothing. Please check the disk and the "
        "permissions, then restart MiShao.",
    "guard.book-set-aside":
        "The record of {name} cannot be read; it has been renamed to {aside}, not deleted. What it held must be "
        "entered again.",
    "guard.book-stuck":
        "The record of {name} cannot be read or renamed ({why}). Please ask your administrator to check the "
        "permissions of {path}.",
    "guard.own-numbers": "My own details",
    "guard.false-alarms": "False alarm",
    "guard.place-cleared":
        "Something else was at {place}; it has been renamed to {aside}, not deleted, and a new one was made.",
    "guard.place-taken":
        "Something else is at {place} and cannot be renamed ({why}). Please ask your administrator to move it "
        "elsewhere, then restart MiShao.",
    "guard.place-of-another":
        "{place} belongs to another user, so MiShao may not be able to use it. Please ask your administrator to run "
        "chown -R {user} {place}, then restart MiShao.",
    "guard.clipboard-restarting": "The clipboard is not guarded for the moment; its guard is starting again.",
    "guard.held-by-us": "MiShao is holding it",
    "guard.no-engine": "Text in pictures cannot be recognised: {why}",
    "guard.not-confined": "The process that reads pictures and files is not confined: {why}",
    "feedback.noted":
        "Noted as feedback {number}. The secrecy office checks the rule and answers you; no content was recorded.",
    "feedback.no-excerpt": "This item has no words that may be added; please explain it in person.",
    "control.not-understood": "This request was not understood.",
    "control.not-running": "MiShao is not running. Open it from the start menu, or run mishao.",
    "control.not-ours": "The socket on this computer belongs to another user; not connected.",
    "control.no-answer": "MiShao does not answer; it may be starting again. Please try again in a moment.",
    "control.ended": "MiShao has ended.",
    "control.no-socket": "The socket {path} cannot be made: {why}. Please check whether its folder may be written to.",
    "code.no-key":
        "This computer has no authorisation key yet and cannot check codes. Please contact the secrecy office.",
    "code.ledger-not-writable":
        "The record of codes cannot be written, so no code lets anything go. Please check disk space and the "
        "permissions of the folder of held items, then start MiShao again.",
    "code.incomplete": "The code is incomplete: {why}",
    "code.used":
        "This code has been used, and each counts once. Please take a new request code and ask for "
        "another.",
    "code.not-requested":
        "There is no request code yet. Please take one first and read it out to the secrecy office.",
    "code.wrong":
        "The code is not right: the secrecy office did not give it for this request of this computer. "
        "Please compare the request code.",
    "code.exhausted":
        "The code was wrong {most} times, so this request code is void. Please take a new one and ask the secrecy "
        "office again.",
    "code.request-gone":
        "MiShao was restarted after the request code was taken, which is void now. Please take a new one and read it "
        "out to the secrecy office.",
    "code.request-of-nobody": "No guard has made this request code. Please have a new one taken.",
    "code.act-not-needed": "This needs no code.",
    "code.expired":
        "The code has run out; each holds for one to two hours. Please take a new request code and ask the secrecy "
        "office for another.",
    "code.spent": "This code has just been used.",
    "code.not-needed": "This item needs no code to be let go.",
    "code.no-such-character": "\"{character}\" is in it, which no code has. Please compare.",
    "code.wrong-length":
        "It has {found} characters and should have {whole}, or {grouped} when written in groups. Please see whether "
        "any is missing.",
    "code.last-character-wrong": "The last character is wrong. Please compare.",
    "code.group-wrong": "Group {number}, \"{group}\", has a mistake. Please compare this group.",
    "code.ledger-not-readable":
        "The record of authorisation codes cannot be opened, so no code can be used for now. Please check the disk "
        "space and the permissions of the vault's folder, then restart MiShao.",
    "code.ledger-set-aside":
        "The record of authorisation codes was damaged; it has been moved to {aside}, not deleted, and a new one was "
        "begun. Please request again the codes you were given before.",
    "code.ledger-stuck":
        "The record of authorisation codes is damaged and cannot be moved, so no code can be used. Please ask your "
        "administrator to check the permissions of the vault's folder and the disk.",
    "own.not-valid": "This is no valid number ({kind}). Please compare it and fill it in again.",
    "own.registered-already": "This number is registered already.",
    "own.too-many":
        "Of this kind ({kind}) at most {most} can be registered; please remove those not in use first. Only your own "
        "numbers belong here.",
    "own.no-key":
        "The key of this computer is not ready yet, so nothing can be registered. Please start MiShao again and try "
        "once more.",
    "release.secret":
        "Content with a secrecy mark cannot be let go by its user, nor by a code: please use classified mail. If it "
        "really is no secret, please ask the secrecy office to check; they change the rule, or exempt this one "
        "content alone.",
    "release.destroyed": "This item was destroyed and cannot be brought back.",
    "release.needs-code":
        "This item needs a code of the secrecy office. Please take a request code first and read it out to them.",
    "release.needs-reason": "Please give a reason for letting it go.",
    "release.needs-approver": "Write the name of who approved it, two characters at least.",
    "release.destroyed-already": "This item was destroyed already.",
    "release.secret-not-destroyed":
        "Content with a secrecy mark cannot be destroyed by its user; please wait for the secrecy office.",
    "self-check.gone": "This check is too long ago. Please check once more, then save the receipt.",
    "self-check.copy-gone": "This masked copy cannot be used any more; please press again.",
    "self-check.too-many-files": "at most {most} files are looked at in one go; please check the others in several",
}

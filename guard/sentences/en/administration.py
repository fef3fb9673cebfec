"""The English catalogue: sentences about people, log, cases, calls and the list of computers of the console."""

from __future__ import annotations

from rules.sentences.sentence import Catalogue

WORDS: Catalogue = {
    "console.role-may-not": "{role} may not do this: {deed}.",
    "console.line-missing": "Line {number} is gone: the next has the number {found}.",
    "console.line-changed": "Line {number} was changed, or does not go on from the one before.",
    "console.line-not-signed": "Line {number} was not signed by {name}: the signature is wrong, or there was no such "
                               "person then.",
    "console.line-not-allowed": "Line {number} is something that {role} may not do: {deed}.",
    "console.log-unusable": "The log {path} cannot be read or written ({why}). What is not logged, the console neither "
                            "shows nor does.",
    "console.name": "A name has 1 to {most} characters, without colons and slashes.",
    "console.known": "{name} is there already, as {role}: a person has one role. Add the department to a namesake, "
                     "also of somebody who was removed.",
    "console.first": "The first person is a system administrator, who adds the others (--by).",
    "console.nobody-of-that-name": "There is no {name}, or they were removed.",
    "console.reason": "Say why with --reason.",
    "console.not-oneself": "Nobody removes themselves.",
    "console.removed-meanwhile": "\"{name}\" was just removed; nothing was done. Please leave the console; a system "
                                 "administrator can say why.",
    "console.not-let-in": "There is nobody called \"{name}\", or they were removed. There are: {active}.",
    "console.not-among-people":
        "The console has nobody named \"{name}\", or lets them in no more. Who may do this: {able}. Please check the "
        "name, or let a 系统管理员 add the person with mishao console add.",
    "console.not-of-the-role": "{name} is {role} and may not do this. Who may: {able}.",
    "console.nobody": "nobody",
    "console.log-older": "The log does not go on from where it ended when {name} left last ({checkpoint}): it is an "
                         "older copy, or its end was cut off.",
    "console.histories-older":
        "The histories of cases or calls do not go on from what was recorded when {name} entered or left the console "
        "at {at}: the database is an older copy, another one, or was rewritten.",
    "console.no-log": "{folder} has no log of a console. Run mishao console add first.",
    "console.nothing-changed": "{why} Nothing was changed.",
    "codes.note": "who asks, and why",
    "fleet.other-database": "{path} is no MiShao database of collected records and was left as it is",
    "cases.owner": "owner",
    "cases.note": "note",
    "cases.by": "Please say by --by who changes it.",
    "cases.longest-note": "A note has at most {most} characters.",
    "cases.owner-read-wrong":
        "\"{owner}\" cannot be an owner: nobody can be called \"没有\", and no name has the arrow \"→\". Please write "
        "it otherwise.",
    "cases.unknown": "There is no case {number}; mishao cases list lists them all.",
    "roster.no-column":
        "{path}: no column \"{name}\" in the first {rows} rows of the list of computers. The heading may also be"
        " {others}; below it are the names of the computers, as they report them.",
    "roster.plain-table":
        "{path}: a list of computers cannot be a {suffix} file. Please save it as xlsx in a spreadsheet program and"
        " give that file.",
    "roster.missing": "{path}: there is no such file. Please check the name of the list and its folder.",
    "roster.locked": "{path}: the list has a password and cannot be read. Please save a copy without one.",
    "roster.damaged":
        "{path}: the list is damaged, or is no xlsx, xls or ods workbook. Please save it as xlsx in a spreadsheet"
        " program.",
    "roster.unreadable": "{path}: the list cannot be read. Please check its permissions.",
    "calls.by": "Please say who called (--by).",
    "calls.whom": "whom",
    "calls.agreed": "agreed",
    "calls.words": "\"{what}\" needs {least} to {most} characters, none of them invisible.",
    "calls.day": "The day of the call must be today or one of the {days} days before.",
    "calls.until": "The agreed day cannot be before the call, nor more than a year after it.",
    "calls.nothing-open": "Not recorded: nothing is open here now.",
}

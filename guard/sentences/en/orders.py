"""The English catalogue: sentences about inspections, above all those that the unit has ordered."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "orders.withdrawn": "the unit has withdrawn it: {reason}",
    "orders.no-number":
        "The inspection order has no number: this program did not sign it. Please order it by mishao inspect order.",
    "orders.for-nobody": "It does not say for whom. Please name groups, computers, or all computers.",
    "orders.folders-count": "Please name 1 to {most} folders.",
    "orders.the-reason": "The reason",
    "orders.the-name": "Who orders it",
    "orders.a-folder": "A folder",
    "orders.a-computer": "The name of a computer",
    "orders.words": "{what} needs 1 to {limit} characters, none of them invisible.",
    "orders.times":
        "The times do not fit: beginning, due time and end must follow one another, and the end must be to come.",
    "orders.too-long": "From beginning to end at most {days} days. Please order it in several parts.",
    "orders.folder-words": "A folder needs 1 to {limit} characters, none of them invisible.",
    "orders.folder-dots":
        'Folder "{folder}" has ".", ".." or an empty part and is refused. Please write the whole path.',
    "orders.folder-marks":
        'Folder "{folder}" has wildcards or quotation marks and is refused. Please name each folder.',
    "orders.folder-unknown":
        'Folder "{folder}" is not known. Please write {known}, or a path that begins with ~/, / or a drive letter.',
    "orders.none-permitted": "The policy here takes no ordered inspections (自查目录 is empty).",
    "orders.not-permitted":
        'The policy does not let "{folder}" be inspected; it permits: {allowed}. Please add it to 自查目录 of the'
        " policy and publish that.",
    "orders.not-for-this-computer":
        "Inspection order {number} is for other groups or computers and is not carried out here.",
    "orders.replayed":
        "Inspection order {number} is older than those received, and was not among them: it is not carried out. Who"
        " ordered it should sign a new one.",
    "orders.other-content":
        "Inspection order {number} differs from what was received before and is not carried out. Who ordered it should"
        " sign a new one under a new number.",
    "orders.revived": "Inspection order {number} was withdrawn and is no longer carried out.",
    "orders.not-own": 'Folder "{folder}" is not this user\'s own and is not inspected.',
    "orders.link": 'Folder "{folder}" is a link, or behind one, and is not inspected.',
    "orders.not-a-folder": '"{folder}" is not a folder and is not inspected.',
    "orders.unknown-here": "This computer has no inspection order {number}.",
    "orders.ended": "Inspection order {number} has ended.",
    "orders.stop-needs-reason":
        "Please say why it is stopped, in {least} characters at least. The unit that ordered it is told.",
    "orders.paused": "Paused. Go on continues where it was.",
    "orders.stopped": "Stopped, and the reason was noted. You may still go on later.",
    "orders.goes-on": "It goes on when the computer is idle.",
    "orders.begins-now": "It begins now and does not wait until the computer is idle.",
    "orders.wait-input": "Somebody uses the computer, so it waits",
    "orders.wait-no-input":
        "Nobody can tell whether this computer is in use: it does not begin by itself, you can start it",
    "orders.wait-battery": "Not on mains power, so it waits",
    "orders.wait-busy": "The computer is busy, so it waits",
    "orders.wait-paused": "MiShao is paused, so it waits",
    "orders.wait-begin": "Its time has not come yet",
    "orders.wait-signed": "It was signed at a time that has not come yet; please check date and time of this computer",
    "orders.wait-over": "Its time is over",
    "orders.failed": "The process that inspects ended unexpectedly ({code}). It is tried again later.",
    "orders.not-stored": "How far the inspection is cannot be stored ({why}). Please check disk space and permissions.",
    "orders.reaches-nobody":
        "No rules were published yet, so that no computer gets the order. Please publish once, such as --pack 内置.",
    "orders.not-signed": "The inspection order was not signed: {why}",
    "orders.no-such": "There is no inspection order {number}. See mishao inspect list.",
    "orders.withdrawn-already": "Inspection order {number} was withdrawn before.",
    "orders.withdrawal-needs-reason": "Please say why it is withdrawn; users are shown that.",
    "orders.not-reported":
        "The policy does not report 自查, so that computers would tell nobody what they found. Please add it to the"
        " fields of 上报 and publish that.",
    "orders.heading": "No. {number}, ordered by {by}: inspect {folders}, to be done by {due}. Reason: {reason}",
    "orders.is-counted": "{done} of {total} files are inspected.",
    "orders.is-begun": "It has begun.",
    "orders.is-received": "It has not begun yet.",
    "orders.is-working": "It is at work",
    "orders.is-waiting": "{why}.",
    "orders.is-done": "Done, {total} files. Only counts were reported, no names of files and no content.",
    "orders.is-stopped": "Stopped after {done} of {total}. Reason: {reason}",
    "orders.is-paused": "Paused after {done} of {total}.",
    "orders.is-expired": "It has ended after {done} of {total}.",
    "orders.is-refused": "Not carried out: {why}",
    "inspect.index-busy":
        "The index {path} is being used by another self-inspection. Please wait until that has ended, or name another"
        " file by --index.",
    "inspect.index-not-writable":
        "The index {path} cannot be written ({why}). Please check permissions and the space on the disk, or name"
        " another file by --index.",
    "inspect.index-damaged":
        "{path} is no index of a self-inspection, or is damaged; it was not touched. Please delete it and inspect"
        " again, or name another file by --index.",
}

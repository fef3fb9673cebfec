"""The English catalogue: sentences about reading and masked copies."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "mask.format": "Pictures of this format cannot be masked.",
    "mask.destroyed": "This item was destroyed; there is no masked copy any more.",
    "mask.files": "Not all has been read yet, or a folder is among these, so there is no masked copy. Please copy only "
                  "the files to send.",
    "mask.of-one": "“{name}”: {why}",
    "mask.too-many-pictures": "At most {limit} pictures can be masked at once. Please send them in parts.",
    "mask.files-as-they-are": "The masked copy of several files cannot leave one place visible. Send that file alone.",
    "mask.scan-as-it-is": "The masked copy of a scan cannot leave one place visible.",
    "mask.too-many-pages":
        "There are more than {limit} scanned pages or pictures, which takes too long to mask; there is no masked copy. "
        "Please send only those that are needed.",
    "mask.without-layers": "text that can be copied, attachments and properties",
    "mask.without-clean": "files in which nothing was found",
    "mask.not-read":
        "This file has not been read as a whole, so what to hide is not known and there is no masked copy.",
    "mask.archive": "An archive cannot be masked. Please unpack it and send only the files that are needed.",
    "mask.other-format": "Files of this format cannot be masked yet. Save it as docx, xlsx or txt and try again.",
    "mask.changed": "This file was changed since or is gone; there is no masked copy. Please send it again.",
    "mask.omitted": "left out",
    "mask.without-pictures": "pictures",
    "mask.without-rest": "headers, footers, comments, revisions, hidden parts and properties",
    "mask.not-allowed": "It holds content that must not be sent even when masked, so there is no masked copy.",
    "mask.straightened": "In a picture that was straightened no single mask can be taken back.",
    "mask.nothing-held": "Nothing in it was held; it needs no masked copy.",
    "mask.needed-here": "Without this mask the picture would show content that must not be sent, so the mask stays.",
    "mask.still-readable":
        "Even masked, names, numbers or content that must not be sent can be read, so there is no masked copy. Please "
        "cut out only what is needed.",
    "mask.places-unsure":
        "The picture is crooked or upside down, or the engine cannot say where each character is, so hiding "
        "everything is not certain. Please straighten it and try again.",
    "mask.angle-unknown":
        "The picture is crooked or upside down and nobody can say how far, so hiding everything is not certain. "
        "Please straighten it and try again.",
    "mask.picture": "This picture cannot be masked.",
    "mask.copy-not-read-to-end":
        "The masked picture was not read to its end, so nothing proves that all is hidden. Please crop it and try "
        "again.",
    "mask.not-read-to-end":
        "The picture was not read to its end, so it is not known what to hide and it cannot be masked.",
    "mask.no-places": "Where the text is in the picture is not known, so it cannot be masked.",
    "mask.several-frames":
        "The picture has several frames or pages and cannot be masked. Please cut out the page that is needed and try "
        "again.",
    "mask.trait-without-place":
        "The picture holds a card, seal or QR code whose place is not known, so it cannot be masked.",
    "mask.name": "name",
    "mask.id-number": "ID number",
    "mask.phone": "phone",
    "mask.patient-number": "patient number",
    "mask.account": "account",
    "mask.address": "address",
    "mask.cell": "whole cell",
    "mask.files-in-self-check": "Only one file at a time can be masked. Please give them one by one.",
    "mask.bank-card": "Bank card",
    "mask.number": "Number",
    "mask.unit": "employer or school",
    "mask.birth": "date of birth",
    "mask.health": "health",
    "mask.family": "family",
    "mask.private": "other private matters",
    "mask.too-long": "The text is too long to be examined place by place; there is no masked copy. Please copy only "
                     "what is needed.",
    "mask.left": "A stricter check still finds somebody in the masked copy, so there is none.",
    "unreadable.unsupported": "this format cannot be read yet",
    "unreadable.encrypted": "the file has a password",
    "unreadable.too-large": "it is too large and was not read to its end",
    "unreadable.timed-out": "reading took too long",
    "unreadable.engine-failed": "recognising the text failed",
    "unreadable.engine-missing": "recognition of text is not installed properly",
    "unreadable.not-found": "the file is gone",
    "unreadable.denied": "there is no permission to read it",
    "unreadable.no-answer": "the program it was copied from did not hand it over",
    "unreadable.malformed": "its format is not right",
    "unreadable.unconfined": "this computer has no sandbox, and policy says not to read without one",
    "unreadable.no-rules": "there are no usable rules",
    "unreadable.partly": "not read to its end: {why}",
    "unreadable.partly-for-no-reason": "there is too much of it or it is damaged, and it was not read to its end",
    "unreadable.gaps": "too long: some rules were not judged to their end; please split it and try again: {rules}",
    "reading.damaged": "the file is incomplete or damaged",
    "reading.stand-in": "{engine} recognises the text of pictures in place of {asked} and may miss some: {why}",
    "reading.no-standard-input": "standard input is closed: nothing was read",
    "reading.item-over-mb": "It is over {limit} MB and was not read. Please split it and try again.",
    "reading.reader-closed": "The reading program has ended; the content was not read.",
    "reading.ask-doctor": "Please run doctor to see why.",
    "reading.item-too-large": "It is too large and was not read. Please split it and try again.",
    "reading.stopped-after":
        "Reading took over {seconds} seconds and was stopped. Please crop or split it and try again.",
    "reading.reader-not-started": "The reading program cannot be started. Please run doctor to check the installation.",
    "reading.reader-not-ready": "The reading program was not ready within {seconds} seconds. Please run doctor.",
    "reading.reader-ended":
        "The reading program ended unexpectedly (exit code {code}), and the content was not read to its end. Please "
        "try again, and tell the administrator if it stays so.",
    "reading.not-to-end": "not read to its end",
    "reading.and-more-places": "{why} (and {count} more places were not read)",
    "reading.mail-body-incomplete": "the body of the mail is incomplete",
    "reading.mail-body-compression": "the body of the mail is compressed in an unknown way",
    "reading.web-page-over-mb": "the web page is over {limit} MB",
    "reading.mail-incomplete": "the mail is incomplete",
    "reading.member-encrypted":
        "It has a password, so its content cannot be seen. Please remove the password and check again.",
    "reading.member-over-budget": "{why}; it was not read.",
    "reading.member-compression": "It is compressed in an unknown way and was not read.",
    "reading.member-damaged": "It is incomplete or damaged and was not read.",
    "reading.over-mb": "it is over {limit} MB",
    "reading.mails-too-deep": "mails are nested more than {limit} deep",
    "reading.mail-damaged": "the mail is incomplete or damaged",
    "reading.no-libarchive": "this computer has no libarchive, so the RAR was not read",
    "reading.rar-damaged": "the RAR is incomplete, damaged or in volumes, or its file names have a password too",
    "reading.containers-too-deep":
        "It is nested more than {limit} deep and was not read. Please unpack it and check again.",
    "reading.unpack-or-split": "Please unpack or split it and check again.",
    "reading.unpack": "Please unpack it and check again.",
    "reading.over-characters": "its text is over {limit} characters",
    "reading.file-incomplete": "the file is incomplete",
    "reading.too-deep": "it is nested more than {limit} deep",
    "reading.seven-zip-damaged": "It is incomplete, damaged or compressed in an unknown way, and was not read.",
    "reading.outside-archive": "A file name leads out of the archive; it was not read.",
    "reading.names-encrypted": "it has a password, and not even file names can be seen",
    "reading.unpacked-over-mb": "unpacked it is over {limit} MB",
    "reading.over-files": "it has over {limit} files",
    "reading.office-format": "it is an office document of an unknown format or incomplete, and was not read",
    "reading.encrypted": "the file has a password",
    "reading.over-seconds": "reading took over {seconds} seconds",
    "reading.bomb": "it unpacks to far too much, as a bomb would",
    "reading.over-parts": "it has over {limit} parts",
    "reading.part-missing": "a part of the file is missing",
    "reading.part-too-large": "one of its parts is too large",
    "reading.body-missing": "the file has no body",
    "reading.over-pages": "it has over {limit} pages",
    "reading.document-over-budget": "{why}; it was not read to its end. {then}",
    "reading.document-encrypted": "{why}, so its content cannot be seen. Please remove the password and check again.",
    "reading.document-damaged": "{why}; not all of it was read. {then}",
    "reading.document-over-memory": "Reading it takes more memory than allowed. {then}",
    "reading.document-broken": "The file is incomplete or damaged; not all of it was read. {then}",
    "reading.no-body": "the file has no body",
    "reading.page-damaged": "a page is damaged",
    "reading.part-damaged": "a part is damaged",
    "reading.part-over-mb": "one of its parts is over {limit} MB",
    "reading.inner-picture-too-large": "A picture in it is too large and was not read.",
    "reading.no-font":
        "This computer has no Chinese font that the file needs; stamps and signatures in it were not fully read.",
    "reading.page-without-encoding": "the text of a page has no encoding and cannot be read",
    "reading.too-many-shapes": "a page has too many shapes and was not fully read",
    "reading.shape-damaged": "a shape is damaged",
    "reading.jbig2": "a JBIG2 picture is damaged, or written in an unknown way",
    "reading.split": "Please split it and try again.",
    "reading.save-anew": "Please open it in an office program, save it again and try once more.",
    "reading.inner-file": "a file in it could not be read",
    "reading.inner-files-too-deep": "files in it are nested too deep",
    "reading.too-many-pictures": "it has too many pictures; not all were recognised",
    "reading.inner-picture": "a picture in it could not be read",
    "reading.sheet-damaged": "a sheet is damaged",
    "reading.part-empty": "one of its parts is empty",
    "reading.encoding": "its encoding is not known",
    "reading.part-incomplete": "one of its parts is incomplete",
    "reading.document-type": "it has a document type declaration, which no office program writes",
    "reading.over-frames": "It has over {limit} frames; those after were not read.",
    "reading.frames-over-seconds": "Reading took over {seconds} seconds; the frames after were not read.",
    "reading.heic":
        "This is a HEIC photo of a phone, which this computer cannot read yet. Please save it as JPG on the phone "
        "first.",
    "reading.picture-format":
        "The picture is damaged or of an unsupported format. Please take the screenshot again, or save it as PNG or "
        "JPG.",
    "reading.over-megapixels":
        "The picture is over {limit} megapixels and was not read. Please shrink or crop it and try again.",
    "reading.picture-over-memory":
        "Reading this picture takes more memory than allowed. Please shrink or crop it and try again.",
    "reading.picture-damaged":
        "The picture is incomplete or damaged and was not read. Please take the screenshot again or save it again.",
    "reading.picture-empty": "The picture is empty.",
    "reading.format-unknown":
        "The format of this file is not known, and it was not read. Please save it as TXT, PNG or JPG and check again.",
    "reading.picture-late":
        "It was not read to its end within {seconds} seconds. Please crop or split it and try again.",
    "reading.recognition-failed": "recognising the text failed: {why}",
    "reading.shows-only": "This reading program only shows pictures.",
    "reading.failed": "Reading failed ({why}); the content was not read to its end.",
    "reading.text-over-mb": "The text is over {limit} MB and was not read. Please split it and try again.",
    "reading.not-a-text":
        "It is no text file, or its encoding is not known. Please save it as UTF-8 text and check again.",
    "reading.reader-ended-plainly":
        "The reading program ended unexpectedly, and the content was not read to its end. Please try again, and tell "
        "the administrator if it stays so.",
    "reading.inside": "{name}/{why}",
    "sandbox.no-such-system": "there is no sandbox for the system {name} yet",
    "sandbox.no-landlock": "the kernel has no landlock, so which files are read cannot be limited",
    "sandbox.landlock-failed": "landlock could not be set up, so which files are read cannot be limited",
    "sandbox.seccomp-failed": "seccomp could not be set up, so network and starting programs cannot be forbidden",
    "sandbox.layers": "{layers}",
    "sandbox.none": "None",
    "engine.no-such": "There is no engine called {name}; there are: {known}.",
    "engine.not-working": "{engine} does not work: {why}",
    "engine.opencv": "OpenCV failed ({why}).",
    "engine.model-missing": "The model file {path}/{file} is missing. {then}",
    "engine.model-not-readable": "The model file {path}/{file} cannot be read: {why}.",
    "engine.model-changed": "The model file {path}/{file} is not the released one. {then}",
    "engine.install-mishao": "Please install MiShao again.",
    "engine.install-library": "Please install {library} again.",
    "engine.no-onnxruntime": "onnxruntime is missing: {why}. Please install again.",
    "engine.model-not-loaded": "The model {path}/{file} cannot be loaded: {why}.",
    "engine.onnxruntime": "onnxruntime failed: {why}.",
    "engine.install-tesseract":
        "Please install Tesseract and its Chinese language pack (Debian, UOS, Kylin: tesseract-ocr and "
        "tesseract-ocr-chi-sim).",
    "engine.no-pytesseract": "pytesseract is missing. Please install again.",
    "engine.no-tesseract": "There is no program tesseract. {then}",
    "engine.no-languages": "Language packs are missing: {names}. {then}",
    "engine.tesseract-code": "tesseract ended with code {code}.",
    "engine.tesseract-late": "tesseract took too long.",
    "engine.tesseract-not-started": "tesseract cannot be started: {why}. {then}",
}

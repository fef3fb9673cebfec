"""The English catalogue of sentences about what packs and weights say."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "between": ", ",
    "weights.not-weights": "This is no file of weights. Please install MiShao again, or publish the rules again.",
    "weights.damaged":
        "The file of weights is damaged (its checksum does not match). Please install MiShao again, or publish the "
        "rules again.",
    "weights.other-version": "The file of weights is of another version and cannot be used. Please update MiShao.",
    "weights.wrong":
        "What is in the file of weights is wrong and cannot be used. Please install MiShao again, or publish the "
        "rules again.",
    "advice.exception":
        "Please put the words of the exception into this text and let the rule still match it, or make the distance "
        "of the exception smaller.",
    "advice.near-is-empty": "\"And near it\" is still empty. Please name words that only real content has.",
    "advice.near-more-specific":
        "Please make the words of \"And near it\" more specific, ask for more of them, or make the distance smaller.",
    "advice.matched": "It matched {words}. {more}",
    "advice.no-word":
        "None of the words of \"Appears\" is in this text. Please add its telling words to \"Appears\", exactly "
        "as they are.",
    "advice.none-near":
        "Words of \"Appears\" are there, but none of \"And near it\" ({words}). Please add words of this text, or "
        "remove that part.",
    "advice.too-few-near":
        "The words are there, but {distance} there are fewer than {count} different ones. Please widen the distance "
        "or ask for fewer.",
    "advice.exempted":
        "It matched, but an exception lowered it. Please make the words of the exception more specific or its "
        "distance smaller.",
    "advice.other-action":
        "It matched, with another action. Please change the action of this certainty under \"Then\", or the one the "
        "example asks for.",
    "advice.and-more": "{words} and others",
    "distance.same-sentence": "in the same sentence",
    "distance.same-line": "on the same line",
    "distance.whole-text": "in the whole text",
    "distance.characters": "within {count} characters",
    "distance.sentence": "same sentence",
    "distance.line": "same line",
    "distance.text": "whole text",
    "action.block": "Hold",
    "action.warn": "Ask first",
    "action.log": "Record",
    "action.allow": "No match",
    "level.high": "High",
    "level.medium": "Medium",
    "level.low": "Low",
    "level.none": "None",
    "pack.rule": "rule {rule}: {why}",
    "pack.no-rules": "\"规则\" is missing. Please add it, or \"{published}\", \"{alerts}\" or \"{exempted}\".",
    "pack.id-used": "The number \"{id}\" is in use. Please choose another.",
    "pack.part-entry": "entry {number} of {which}",
    "pack.same-fingerprint": "It is the fingerprint of the same text as {earlier}. Please keep one.",
    "pack.parts":
        "A pack consists of \"规则包: name\", \"版本: …\", \"规则: …\" and so on; its rules are under \"规则:\".",
    "pack.name-used": "\"{name}\" is in {kind} already. Please choose another name.",
    "pack.name-characters": "The name \"{name}\" cannot have brackets or @.",
    "pack.listed-word-empty": "Word {number} of the word list \"{name}\" is empty. Please delete it.",
    "pack.pattern": "pattern \"{name}\": {why}",
    "pack.no-such-check": "pattern \"{name}\": the check \"{check}\" is not known. There are: {known}.",
    "pack.no-such-detector": "structure \"{name}\": there is no detector \"{detector}\". There are: {known}.",
    "pack.no-kinds": "(none)",
    "pack.no-such-kind": "structure \"{name}\": {detector} has no kind \"{kind}\". There are: {known}.",
    "pack.id-of-another": "Rule {number} has the same number. Please choose another.",
    "pack.no-action": "\"动作\" does not say what to do at the certainty \"{key}\".",
    "pack.state-secret-exception":
        "Exceptions of a state secret rule need \"距离: 同句\": they cover only the sentence that quotes it.",
    "pack.example-form": "An example has either \"文字\" or \"截图\".",
    "pack.word-empty": "There is an empty word here. Please delete it.",
    "pack.reference": "The reference \"{name}\" is not written correctly. Please write \"@name\" or \"@name(>=3)\".",
    "pack.not-defined":
        "\"@{name}\" is not defined. Please add \"{name}\" to the word lists, patterns or structures, or correct the "
        "name.",
    "pack.unused": "{kind} \"{name}\" is used by no rule.",
    "pack.distance": "A distance is \"同句\", \"同行\", \"全文\", or a number of characters from 1 to {most}.",
    "pack.belongs-to-rule":
        "\"{key}\" belongs to a rule and under \"规则:\": first a line \"规则:\" alone, then \"- 编号: …\", and the "
        "other lines of the rule indented by two, in line with \"编号\".",
    "pack.entry": "entry {number}",
    "pack.cases": "\"案例\" is 1 to 9: the numbers of the nine cases. If none is similar, write \"案例: []\".",
    "pack.not-a-digest": "is no digest of a fingerprint. Please have the program make it again and do not edit it.",
    "pack.id-form":
        "is not written correctly: please use 2 to 31 letters, digits, Chinese characters or hyphens, such as BC-01.",
    "pack.exception-not-defined":
        "\"@{name}\" is not defined. Please write \"{name}\" into the section \"例外\" or correct the name.",
    "pack.exception-without-example":
        "The exception \"{name}\" has no \"例句\"; where it is used \"不得吞掉\" must be written.",
    "pack.quoted": "\"{words}\"",
    "pack.listed": "{words}",
    "pack.and-more": "{words} and others",
    "fingerprint.too-short":
        "The text has {length} characters; a fingerprint needs {least}. Please put short ones into a word list.",
    "fingerprint.not-base64":
        "\"片段\" is no fingerprint (its Base64 is wrong). Please have the program make it again and do not edit it.",
    "fingerprint.incomplete":
        "\"片段\" is incomplete or was changed. Please have the program make it again and do not edit it.",
    "fingerprint.mismatch":
        "\"片段\" and \"字数\" do not match. Please have the program make it again and do not edit it.",
    "fingerprint.too-short-to-exempt":
        "The text has fewer than {least} characters: other content would be the same, so it cannot be exempted by "
        "itself.",
    "part.alerts": "Alert",
    "part.lists": "Word list",
    "part.patterns": "Pattern",
    "part.structures": "Structure",
    "part.exceptions": "Exceptions",
    "part.words": "words",
    "part.published": "Published texts",
    "part.exempted": "Exempted texts",
    "part.must-match": "Must match",
    "part.must-not-match": "Must not match",
    "part.must-not-swallow": "Must not swallow",
    "part.pieces": "pattern piece",
    "writing.no-adding":
        "\"{part}\" is written on one line, so nothing can be added. Please write one block per entry, beginning "
        "with \"- \".",
    "writing.no-changing":
        "\"{part}\" is written on one line and cannot be changed. Please write one block per entry, beginning with "
        "\"- \".",
    "writing.line-ends":
        "The line ends of the file are of an old kind. Please edit the YAML, or save it as UTF-8 with LF in an editor.",
    "writing.unusual":
        "This file is written in a special way that the form cannot change. Please edit it under \"YAML\".",
    "lint.listed-word": "\"{word}\" in the word list \"{list}\" {why}",
    "lint.too-short": "is too short and would be found everywhere. Please use words of at least two characters.",
    "lint.repeats":
        "It repeats the primary words of the rule {rule}: {words}. The same place would match both; please merge them "
        "or make one more specific.",
    "lint.contains":
        "The primary word \"{word}\" contains \"{other}\" of the rule {rule}, so the same place would match both. "
        "Please merge them, or give the shorter one support.",
    "lint.basis-unknown":
        "Nobody can look up the basis \"{basis}\". Please name the law, document or rule of the unit, best with its "
        "article.",
    "lint.retired":
        "The detector {detector} of structure \"{name}\" is retired and finds nothing: the learnt judge does its work. "
        "Please delete this entry and what refers to it.",
    "lint.common-word":
        "The primary word \"{word}\" is common in ordinary documents and chats and would match everywhere. Please use "
        "a more specific one, or add support.",
    "lint.common-pattern":
        "The words that the pattern \"{name}\" needs (such as \"{word}\") occur {count} times in a thousand "
        "characters of ordinary text, and each must be looked at, which slows checking. Please use rarer fixed words.",
    "lint.example-fails": "{kind}, entry {number}: {why} Please change the rule or the example.",
    "lint.same-example": "The example \"{text}\" is the same as {earlier}. Please use another situation, or delete it.",
    "lint.weak-example":
        "No example of \"must not match\" has even half of the words this rule looks for, so they prove nothing. "
        "Please write at least one that is easily held by mistake: it has the words and should pass.",
    "lint.covered":
        "The rule {rule} covers every \"must match\" as well, no more mildly. Please merge the two, or write an "
        "example that only this one covers.",
    "lint.id-of-learnt":
        "The id \"{id}\" begins with {prefix}, as those of the learnt judge do. Please choose another, such as DW-01.",
    "lint.id-of-pack": "The id \"{id}\" is one of \"{pack}\". Please choose another, such as DW-01.",
    "lint.exception-reach":
        "The exception \"{name}\" reaches over the whole text: these words anywhere lower all of it. Please use "
        "\"同句\" or a number of characters.",
    "lint.exception-common-word":
        "\"{word}\" of the exception \"{name}\" is everywhere in ordinary letters and chats, and real content "
        "would be let through. Please use more specific words.",
    "lint.expression-length":
        "An expression of {kind} \"{name}\" has {count} characters, more than {limit}. Please split it into items, one "
        "per line; write what is repeated into \"部件\".",
    "lint.list-length":
        "The word list \"{name}\" has {count} words; nobody keeps more than {limit} in view. Please delete what is "
        "not needed, write products, or split it into lists that are named.",
    "lint.line-length": "This line has {count} characters, more than {limit}. Please write it in several lines.",
    "lint.word-of": "{name} (\"{word}\")",
    "lint.dialect.word":
        "\"{written}\" in the expression is next to Chinese. It is only ASCII letters, digits and underscore. "
        "Please write \\p{{Han}} for Chinese characters, [0-9A-Za-z] for ASCII letters and digits alone.",
    "lint.dialect.no-word":
        "\"{written}\" in the expression is next to Chinese. It includes Chinese characters. Please list "
        "punctuation and blanks in a set.",
    "lint.dialect.digit":
        "\"{written}\" in the expression is next to Chinese. It is only 0 to 9, without Chinese numerals. Please "
        "write [0-9], or list the Chinese numerals too.",
    "lint.dialect.letter":
        "\"{written}\" in the expression is next to Chinese. It is about ASCII alone. Please write "
        "\\p{{Han}} for Chinese characters, [A-Za-z] for ASCII letters alone.",
    "lint.dialect.edge":
        "\"{written}\" in the expression is next to Chinese. It is an edge of ASCII words and matches there only "
        "where such a character is right beside. Please remove it.",
    "lint.dialect.end":
        "\"{written}\" in the expression is only the very end of the text; not even a line end may follow. "
        "Please write (?m:$) for the end of each line, or (?:\\n|$).",
    "lint.dialect.angle":
        "\"{written}\" in the expression is only the character \"{plain}\" in RE2, no edge of a word. Please write "
        "\"{plain}\" to look for it, or remove it.",
    "lint.dialect.outside":
        "\"{written}\" in the expression lacks a pair of brackets and matches single letters. Please add the "
        "outer pair, as in [[:digit:]].",
    "diff.name": "Name",
    "diff.category": "Category",
    "diff.nature": "Nature",
    "diff.basis": "Basis",
    "diff.cases": "Similar case",
    "diff.destinations": "Destinations",
    "diff.actions": "Action",
    "diff.level-action": "{level}: {action}",
    "diff.wording": "Tell the user",
    "diff.yields": "Yields",
    "diff.yes": "yes",
    "diff.no": "no",
    "diff.criteria": "Criteria: {was} → {now}",
    "diff.criterion": "Criterion {number}, {line}",
    "diff.criterion-added": "New criterion {number} (certainty {level})",
    "diff.criterion-removed": "Former criterion {number} was removed (certainty {level})",
    "diff.confidence": "Certainty: {was} → {now}",
    "diff.primary": "Appears",
    "diff.near": "And near it",
    "diff.at-least": "at least {count}, {distance}",
    "diff.nothing-near": "not asked for",
    "diff.near-changed": "Near: {was} → {now}",
    "diff.exception-changed": "distance, effect or example of an exception has changed",
    "diff.picture": "{text} (screenshot)",
    "diff.words-added": "added",
    "diff.words-removed": "removed",
    "diff.reason": "Reason: {reason}",
    "diff.approver": "Approved by: {approver}",
    "diff.until": "Until: {until}",
    "diff.changed": "{name}: {was} → {now}",
    "diff.hashed": "{count} hashed words",
    "diff.words": "{name}, {how}: {words}",
    "diff.no-cases": "None",
    "diff.acted": "{text} → {action}",
    "proof.should-not-match": "It should not match and says \"{action}\".",
    "proof.should-say": "It should say \"{action}\" and says \"{found}\".",
    "proof.should-match": "It should match and says \"{action}\".",
    "proof.swallowed": "The exception \"{name}\" swallowed it: {why}",
    "proof.no-exception-word": "It has none of the words of this exception ({name}) and proves nothing.",
    "proof.example": "\"{example}\": {why}",
    "nature.work-secret": "Work secrets",
    "nature.chat": "Chats",
    "nature.draft": "Drafts",
    "nature.rumour": "False information",
    "nature.instruction": "Leader's instruction",
    "nature.state-secret": "State secrets",
    "nature.personal": "Personal data",
    "joined.of": "{what}: {why}",
    "joined.then": "{first} {then}",
    "joined.also": "{first}; {then}",
    "joined.path": "{first} → {then}",
    "joined.lines": "{first}\n{then}",
}

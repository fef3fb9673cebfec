"""The English catalogue of sentences about rule packs and weights."""

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
    "schema.here": "\"{key}\" {why}",
    "schema.whole-file": "The file {why}",
    "schema.content": "The content",
    "schema.missing": "\"{key}\" is missing. Please add it.",
    "schema.unknown": "\"{key}\" is not known. {advice}",
    "schema.did-you-mean": "Is it \"{key}\"?",
    "schema.elsewhere": "\"{key}\" does not belong here. Please move it below its own part, or delete it.",
    "schema.delete-it": "Please delete it, or see whether it is misspelt.",
    "schema.only": "can only be: {expected}.",
    "schema.only-these-keys": "The keys here can only be: {expected}.",
    "schema.only-true-false": "can only be true or false.",
    "schema.empty": "cannot be empty; please write something.",
    "schema.must-be-text": "must be text; please put numbers and dates in quotes, as in \"2026.1\".",
    "schema.too-short": "is too short; please write at least {least} characters.",
    "schema.too-long": "is too long; {most} at most.",
    "schema.too-few": "needs {least} or more entries and has {found}.",
    "schema.path-from-the-root": "must be a whole path, or begin with ~/.",
    "schema.path-of-another": "cannot be \"~user\". Please write the whole path, as in /home/user/Pictures.",
    "schema.path-too-long":
        "is too long: {name} bytes for one name and {whole} bytes for the whole path at most, 3 for a Chinese "
        "character.",
    "schema.certificates":
        "must be the certificates themselves (PEM), from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----, "
        "neither the name of a file nor a private key.",
    "schema.control-character":
        "has an invisible control character ({number}) at position {place}. Please delete it.",
    "schema.must-be-number": "must be a whole number{limits}.",
    "schema.at-least": ", {least} or more",
    "schema.at-most": ", {most} or less",
    "schema.must-be-decimal": "must be a number from {least} to {most}.",
    "schema.must-be-date": "must be a date, as in 2027-06-30.",
    "schema.must-be-list": "must be a list, as in [\"a\", \"b\"].",
    "schema.must-be-mapping": "must be written as \"key: value\".",
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
        "\"{part}\" is written on one line, so nothing can be added. Please write one block an entry, beginning with "
        "\"- \".",
    "writing.no-changing":
        "\"{part}\" is written on one line and cannot be changed. Please write one block an entry, beginning with \"- "
        "\".",
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
        "An expression of {kind} \"{name}\" has {count} characters, more than {limit}. Please split it into items of "
        "a line each; write what is repeated into \"部件\".",
    "lint.list-length":
        "The word list \"{name}\" has {count} words; nobody keeps more than {limit} in view. Please delete what is "
        "not needed, write products, or split it into lists that are named.",
    "lint.line-length": "This line has {count} characters, more than {limit}. Please write it in several lines.",
    "lint.word-of": "{name} (\"{word}\")",
    "expression.not-re2": "The expression is not RE2 ({why}). {remedy}",
    "expression.pairs": "Please check that brackets and backslashes come in pairs.",
    "expression.repetition-size":
        "A repetition can be at most {limit}, its second number no smaller than the first; numbers inside one another "
        "are multiplied. Please make the numbers in braces smaller.",
    "expression.nothing-to-repeat":
        "There must be something before *, +, ? and {{m,n}} to repeat, and only one of them. Please put a backslash in "
        "front to look for the character itself.",
    "expression.no-such-property":
        "RE2 has no such property of Unicode. Please write \\p{{Han}} for Chinese characters.",
    "expression.no-such-class":
        "There is no such class. Please write [[:digit:]] for digits, [[:alpha:]] for ASCII letters, \\p{{Han}} for "
        "Chinese characters.",
    "expression.range-order":
        "A range in square brackets is in the wrong order. Please put the smaller code point first; to look for \"-\" "
        "itself, put it last.",
    "expression.group-name":
        "The name of a group is malformed or used twice. Please write (?P<name>…), or (?:…) without a name.",
    "expression.no-such-group":
        "RE2 has nothing like this after \"(?\". There are (?:…), (?P<name>…) and the flags i, m, s and U, as in (?i).",
    "expression.too-large":
        "The expression becomes too large. Please make the numbers in {{m,n}} smaller, or split it into several "
        "patterns.",
    "expression.set-never-matches":
        "\"{written}\" in the expression never matches: all its characters are replaced or deleted before (full-width "
        "to half-width, traditional to simplified). Please write what they become.",
    "expression.range-never-matches":
        "The characters from \"{first}\" to \"{last}\" in the expression never match: they are replaced or deleted "
        "before (full-width to half-width, traditional to simplified). Please write what they become.",
    "expression.deleted-before":
        "\"{character}\" in the expression never matches: this invisible character is deleted before. Please remove "
        "it.",
    "expression.no-lookaround":
        "RE2 has no lookaround. Please write the words of both sides into the expression, or use \"佐证\" and "
        "\"例外\".",
    "expression.no-backreferences": "RE2 has no backreferences. Please write out what is to be repeated.",
    "expression.no-possessive": "RE2 has no possessive repetition (*+, ++, (?>…)). Please remove the extra plus.",
    "expression.no-comments":
        "RE2 has no comments in expressions and no (?x). Please write the comment behind a # of YAML.",
    "expression.end-of-text": "RE2 writes the end of the text as \\z. Please change \\Z to \\z.",
    "expression.no-numbers":
        "RE2 has no \\u and no \\N. Please write the character itself, or its number as in \\x{{4E2D}}.",
    "expression.no-such-escape": "RE2 has no such backslash. Please write [ \\t] for blanks and \\n for a line end.",
    "expression.no-count":
        "\"{written}\" in the expression is no repetition in RE2; it is looked for as plain text. Please write "
        "it as in {{0,2}}, with both numbers and no leading 0; put a backslash in front to look for the brace "
        "itself.",
    "expression.octal":
        "\"{written}\" in the expression is an octal character in RE2, not a reference to a group. Please write "
        "the character itself.",
    "expression.quote":
        "\"{written}\" in the expression makes all that follows plain text. Please put a backslash in front of "
        "each special character instead.",
    "expression.byte":
        "\"{written}\" in the expression is one byte and splits Chinese characters. Please write [^\\n].",
    "expression.too-deep":
        "The groups \"{written}\" of the expression are nested too deep. Please remove some, or split it into "
        "pieces.",
    "expression.unsupported":
        "\"{written}\" in the expression is not understood. Please use plain characters, […], (?:…|…), {{m,n}} "
        "and \\p{{Han}}.",
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
    "expression.endless": "The expression has no upper length. Please write {{0,20}} or the like in place of * and +.",
    "expression.match-too-long":
        "The expression can be {length} characters long, over the limit of {limit}. Please make the numbers in "
        "{{m,n}} smaller.",
    "expression.empty":
        "The expression matches empty text and so everything. Please give it at least one character it needs.",
    "expression.never-matches":
        "\"{character}\" in the expression never matches: text is made half-width and simplified before. Please write "
        "\"{plain}\".",
    "expression.no-fixed-word":
        "The pattern \"{name}\" has no word of two characters it always needs, which slows checking. Please add a "
        "fixed word.",
    "expression.piece-in-brackets":
        "The piece \"{name}\" cannot be in square brackets. Please move it out of them, with | between.",
    "expression.too-long":
        "The expression with its pieces has {count} characters; the limit is {limit}. Please split it into several "
        "patterns.",
    "expression.no-such-piece":
        "The piece \"{name}\" in the expression is not defined. Please write it among the pieces or word lists; for "
        "the braces themselves, put a backslash in front.",
    "expression.piece-circle": "The piece \"{name}\" leads back to itself. Please take one reference away.",
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
    "diff.words": "{name}, {how}: {words}",
    "diff.no-cases": "None",
    "diff.acted": "{text} → {action}",
    "proof.should-not-match": "It should not match and says \"{action}\".",
    "proof.should-say": "It should say \"{action}\" and says \"{found}\".",
    "proof.should-match": "It should match and says \"{action}\".",
    "proof.swallowed": "The exception \"{name}\" swallowed it: {why}",
    "proof.no-exception-word": "It has none of the words of this exception ({name}) and proves nothing.",
    "proof.example": "\"{example}\": {why}",
    "yaml.written-twice": "\"{key}\" is written twice. Please merge both.",
    "yaml.too-much": "It holds too much. Please split it into several files.",
    "yaml.over-mb": "The file is over {limit} MB and no rule pack. Please split it into several.",
    "yaml.not-utf-8": "The file is not UTF-8. Please save it as UTF-8 in an editor.",
    "yaml.byte-order-mark": "This line contains an invisible character (U+FEFF), left where files were joined. "
                            "Please delete the line and type it again.",
    "yaml.mistake":
        "The YAML has a mistake. Please check the indentation of this line, the blank after its colon, and its quotes.",
    "yaml.tab": "The YAML has a mistake: this line is indented by a tab. Please use spaces.",
    "yaml.wide-colon":
        "The YAML has a mistake: the colon of this line is of full width. Please write a plain colon and a "
        "space behind it.",
    "yaml.no-space": "The YAML has a mistake: there is no space behind the colon of this line. Please add it.",
    "yaml.two-colons":
        "The YAML has a mistake: this line has a colon with a space twice. Please quote what follows the first.",
    "yaml.backslash":
        "The YAML has a mistake: a backslash cannot be used like this in double quotes. Please use single "
        "quotes for expressions.",
    "yaml.open-quote": "The YAML has a mistake: the quote that begins on this line has no end. Please add it.",
    "yaml.open-bracket":
        "The YAML has a mistake: the bracket that begins on this line has no end, or a comma is missing. "
        "Please add it.",
    "yaml.needs-quotes": "The YAML has a mistake: what begins with @, % or ` needs quotes. Please add them.",
    "yaml.control-character":
        "The YAML has a mistake: this line has an invisible control character (U+{number}). Please delete it.",
    "yaml.empty": "The file is empty; nothing is written in it.",
    "yaml.several": "A file holds one rule pack or one policy. Please delete the extra \"---\".",
    "yaml.too-deep":
        "It holds too much or is nested too deep. Please check the indentation, or split it into several files.",
    "yaml.aliases": "YAML aliases (*name) cannot be used here. Please write the content out.",
    "yaml.anchors": "YAML anchors (&name) cannot be used here. Please write the content out.",
    "yaml.tags": "YAML tags (\"!name\") cannot be used here. Please delete it.",
    "yaml.keys": "Keys must be plain text here. Please quote what has brackets, braces or @.",
    "nature.work-secret": "Work secrets",
    "nature.chat": "Chats",
    "nature.draft": "Drafts",
    "nature.rumour": "False information",
    "nature.instruction": "Leader's instruction",
    "nature.state-secret": "State secrets",
    "nature.personal": "Personal data",
    "lists.products-too-many":
        "The products make {count} words; the limit of a pack is {limit}. Please take some out or split the pack.",
    "lists.product-too-many": "\"{entry}\" makes {count} words; the limit is {limit}. Please split it.",
    "lists.product-word-empty": "There is an empty word in \"{part}\". Words are separated by one enumeration comma.",
    "lists.product-comma":
        "There is a comma in \"{entry}\". Words beside a multiplication sign are separated by enumeration commas.",
    "lists.product-spaces": "The multiplication sign in \"{entry}\" needs a space on both sides.",
    "lists.separator":
        "\"{entry}\" has \"{character}\" in it and would be one word. Please separate several words by ASCII commas, "
        "write a product with × between spaces, or put the entry in quotes where the character itself is meant.",
    "lists.full-width-comma":
        "\"{entry}\" has a full-width comma and would be one word. Please separate words by ASCII commas; for the "
        "whole phrase with its comma, put it in quotes.",
    "lists.too-many-words":
        "The word list \"{name}\" has too many words with the lists that it names. Please name fewer, or split the "
        "pack.",
    "lists.did-you-mean": "There is no word list \"{name}\". Did you mean \"@{other}\"?",
    "lists.taken-as-word": "There is no word list \"{name}\"; \"{entry}\" is looked for as a word.",
    "lists.circle": "The word list \"{name}\" leads back to itself. Please take one reference away.",
    "lists.not-a-list": "A word list can only name other word lists; \"{entry}\" is none.",
    "lists.form": "A word list is a list of words. To describe it, write \"说明\" and \"词\".",
    "joined.of": "{what}: {why}",
    "joined.then": "{first} {then}",
    "joined.also": "{first}; {then}",
    "joined.path": "{first} → {then}",
    "joined.lines": "{first}\n{then}",
}

"""The English catalogue of sentences about how files, expressions and lists are written."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "schema.here": "\"{key}\" {why}",
    "schema.whole-file": "The file {why}",
    "schema.content": "The content",
    "schema.missing": "\"{key}\" is missing. Please add it.",
    "schema.unknown": "\"{key}\" is not known. {advice}",
    "schema.wide-colon": "The colon in \"{key}\" is of full width. Please write a plain colon and a space behind it.",
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
    "yaml.wide-comma":
        "The YAML has a mistake: a comma of this line is of full width. Please write a plain comma and a space behind "
        "it.",
    "yaml.dash": "The YAML has a mistake: there is no space behind the dash of this line. Please add it.",
    "yaml.indent": "The YAML has a mistake: this line is indented by {found} spaces and should be by {wanted}.",
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
    "lists.hashed-without-key":
        "The word list \"{name}\" has hashed words, and the file no \"散列密钥\". "
        "Please make it with mishao rules hash.",
    "lists.hashed-length":
        "Hashed words of the list \"{name}\" have {least} to {most} characters. "
        "Please make them with mishao rules hash.",
    "lists.hashed-lengths":
        "Hashed words have {count} different lengths, at most {most}. Please shorten long ones, or split the pack.",
    "lists.not-hashed": "This is no hashed word. Please make it with mishao rules hash.",
    "expression.hashed-list":
        "The word list \"{name}\" has hashed words, which no expression can have. Please name \"@{name}\" in the rule.",
    "hashing.too-short":
        "\"{word}\" of the word list \"{name}\" cannot be hashed: it must have {least} to {most} characters. "
        "Please change the word, or do not hash this list.",
    "list-writing.length": "it must have {least} to {most} characters",
    "list-writing.characters": "it has an invisible character, or begins with @",
    "list-writing.several": "it looks like several words: write one per line",
    "list-writing.name":
        "The name of a word list has 1 to {most} letters and digits, without spaces and punctuation.",
    "hashing.still-there":
        "{place} still has the word \"{word}\", which the word list \"{name}\" is to hide. Please change it there.",
    "hashing.answers-differ":
        "Hashed, the example \"{example}\" of rule {rule} is judged otherwise: {why}. Please change the example.",
    "hashing.example-fails": "An example of rule {rule} fails, nothing was hashed: {why}",
    "hashing.head":
        "Made by mishao rules hash: code words as keyed hashes. To change it, change the original and make it again.",
    "hashing.nothing": "No word list is to be hashed. Please write 发布时散列: true in one.",
    "hashing.other-key": "The hashed words were made with another key of tables. Please use the same exact.key.",
    "lists.form": "A word list is a list of words. To describe it, write \"说明\" and \"词\".",
    "exact.too-large":
        "The index has {size} bytes, more than the limit of {limit}. Please choose fewer columns, or "
        "divide the table.",
    "exact.no-index": "This is no index of a table. Please make it again with mishao exact build.",
    "exact.other-version":
        "The index was made by another version of MiShao. Please update MiShao, or make the index again.",
    "exact.incomplete": "The index is not complete, or was changed. Please make or copy it again.",
    "exact.wrong-key":
        "The index \"{name}\" was made with another key. Please use the exact.key with which it was made.",
    "exact.no-pairs":
        "Nothing was made: no two values of the table tell one row. Please choose at least two columns, "
        "such as name and identity number.",
    "exact.name": "Nothing was made: the name of a table has 1 to {most} characters and no comma.",
    "exact.columns": "Nothing was made: please choose 2 to {most} columns.",
    "exact.basis": "A list of the unit, signed by its secrecy office",
    "exact.title": "Wait: this is one row of a list of your unit",
    "exact.found": "Two values of one row of a list of your unit are here together: this is about that very row.",
    "exact.advice":
        "Please use a system of the unit or a way that was approved. If the list is wrong or public by now, tell the "
        "secrecy office.",
}

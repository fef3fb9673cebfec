"""The English catalogue: sentences about distributed rules, policies and publishing."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "tags.not-working": "Rules alone mask, and hide less than usual: {why}",
    "tags.no-encoder": "Masks do not look at the context, and miss more than usual: {why}",
    "learnt.not-working": "The learnt judge does not work; rules alone judge: {why}",
    "learnt.unit-weights-refused":
        "The weights that the unit sent were not taken; those of the program are used: {why}",
    "learnt.no-weights": "The file of weights is missing or cannot be read. Please install MiShao again.",
    "policy.not-taken":
        "The configuration is not in force: {why}. Until it is mended MiShao guards without it, by the rules of your "
        "unit or of the program. Please correct it and restart MiShao.",
    "policy.not-readable": "{path}: the configuration cannot be read ({why}).",
    "policy.natures-missing": "\"放行\" lacks the natures {natures}. Please add them.",
    "policy.nature-twice": "\"放行\" names the nature \"{nature}\" twice. Please keep one entry.",
    "policy.state-secret-release":
        "For \"国家秘密\" the key \"拦截后\" can only be \"不可\", without a masked copy (to take the mark "
        "off and send it is unlawful declassification).",
    "policy.strict-natures": "\"从严性质\" must contain \"国家秘密\".",
    "policy.page-too-short":
        "A name with * in \"网页\" needs at least {count} characters, or nearly every page would count. "
        "Change: {name}",
    "policy.page-star": "In names of \"网页\", * may only be at the beginning or the end. Change: {name}",
    "policy.site-form":
        "\"网站\" takes the host of a site, with its port if needed, without https:// and path. Change: {name}",
    "policy.site-wide":
        "This entry of \"网站\" covers names that anybody can register. Please write it down to what is yours: {name}",
    "policy.site-disguised":
        "This entry of \"网站\" imitates Latin letters by those of another script. Change: {name}",
    "policy.government-chat-either": "Each entry of \"政务协同\" has either \"性质\" or \"规则\", only one.",
    "policy.government-chat-strict": "In \"政务协同\" the natures of \"从严性质\" cannot be \"放过\".",
    "policy.program-path": "Paths of programs must be absolute. Please change: {path}",
    "policy.no-program":
        "Entry {number} of \"程序\" names no program. Please write \"程序名\", \"程序路径\" or \"窗口类名\", or delete "
        "the entry.",
    "policy.lock-unknown":
        "\"{name}\" in \"锁定\" is no key of the policy and nothing that can be locked. Please write a key, such as "
        "识别引擎, 截图目录, 程序 or 网页, or one of 停止, 暂停, 开机启动, 设置.",
    "policy.code-for-locked":
        "\"{name}\" is in \"锁定\", so nobody may do it and a code for it means nothing. Please leave it in one.",
    "configuration.site":
        "must be words of a page's title, at least {count} characters; * may only be at the beginning or the end.",
    "policy.too-large": "{source}: the file has {size} bytes, over the limit of {limit}.",
    "policy.written-wrongly": "is not written rightly; please copy the whole line that mishao authorise init gave.",
    "policy.no-such-pack":
        "There is no optional pack named \"{name}\". There are: {known}. The file of a pack is named by "
        "--pack when releasing.",
    "policy.countdown":
        "\"窗口倒计时秒\" is 0 (no countdown) or {seconds} seconds at least, or nobody could read the "
        "window.",
    "policy.not-taken-for":
        "The configuration is not in force: {why} Until it is mended MiShao guards without it, by the rules of your "
        "unit or of the program. Please correct it and restart MiShao.",
    "machine.not-readable": "{path}: cannot be read ({why}). Please have the administrator check its permissions.",
    "machine.not-certain":
        "{path}: not taken, because it is not certain that only the administrator can change it. {remedy}",
    "machine.for-root-alone": "Please let only root write it and the folders above it.",
    "machine.for-administrators-alone":
        "Please create it and its folder anew as an administrator, and remove the permissions that the folder "
        "inherits (docs/admin/deployment.zh.md has the commands).",
    "pages.not-a-list":
        "{path}: nothing was written. \"网页\" must have one entry per paragraph, each beginning with \"- \", and the "
        "file must be UTF-8.",
    "pages.listed-already":
        "{path}: nothing was written. This file already lists \"{name}\" under \"{other}\". Delete that entry first.",
    "installed.not-taken":
        "{trouble} The file is not used. Please ask an administrator to write one line, such as days = 30, from 1 "
        "to {most}, and start MiShao again.",
    "installed.meanwhile": "{trouble} Until then content is kept for {days} days.",
    "reporting.compare": "{trouble} Please mend it by docs/admin/journal.zh.md.",
    "toml.not-utf-8": "The file is no text in UTF-8. Please save it as UTF-8 in an editor.",
    "toml.mistake":
        "It is not correct TOML. Please check this line and the one before: text needs plain quotes, quotes "
        "and brackets come in pairs, and a name may be written once.",
    "toml.number": "It is not correct TOML: a number in it is too long. Please shorten it.",
    "toml.brackets": "It is not correct TOML: its brackets are nested too deeply. Please remove some.",
    "reporting.unusable":
        "This receiver of reports cannot be used and nothing is sent: {address}. Please check its address and "
        "certificates and start MiShao again.",
    "reporting.address":
        "An address of \"上报\" is not written correctly: {address}. For syslog it is host:port, for otlp "
        "https://host:port.",
    "supply.part-lets-pass":
        "\"{part}\" in {name} is not in force: it lets content pass, so only root may be able to change the file and "
        "the folders above it.",
    "supply.put-into-etc":
        "Please have the administrator put the file into /etc/mishao, where only root can change it.",
    "supply.part-lets-secrets-pass": "\"{part}\" in {name} is not in force: it lets content with a secrecy mark pass.",
    "supply.locked":
        "What mishao.toml adds to \"{part}\" is not in force: the policy of the unit has locked it.",
    "supply.unlock-it":
        "To use it, ask the administrator to take it out of \"锁定\" in the policy; otherwise delete it from the file.",
    "supply.weaker-engine":
        "The OCR engine {engine} of mishao.toml is not used: it reads less well than that of the policy.",
    "supply.unit-chooses-engine":
        "Delete the line from the file; to use the engine, ask the administrator to write it into the unit's policy.",
    "supply.sign-it": "Please have the administrator sign and publish it with mishao publish release.",
    "supply.pushed-policy": "the policy that was pushed",
    "supply.no-such-pack": "There is no optional pack called \"{name}\"; there are: {known}, or a .yaml file.",
    "supply.not-a-list":
        "{source}: please write \"{part}\" with one block per entry, beginning with \"- \", or remove it from the "
        "file.",
    "supply.example-fails": "{source}: an example of the rule {rule} does not pass: {why}",
    "supply.not-yet": "not yet",
    "supply.well": "{when}, all well",
    "supply.well-and-valid": "{when}, all well; {valid}",
    "supply.not-since-start": "not since MiShao was started",
    "supply.failed": "{when}; failed, last success: {reached}",
    "supply.failed-and-valid": "{when}; failed, last success: {reached}; {valid}",
    "supply.valid-until": "signatures valid until {day} ({days} days left)",
    "supply.ran-out": "signatures ran out on {day}; no new rules are taken until they are renewed",
    "bundle.format":
        "The signature is right, but the format of the content is not known. Please upgrade MiShao, or have the "
        "administrator publish it again.",
    "bundle.missing":
        "What was published lacks {name}, or it is too large. Please have the administrator publish it again.",
    "archive.incomplete": "it is no complete update file",
    "archive.too-many-files": "it holds too many files for an update file",
    "archive.missing": "it does not exist",
    "loading.too-slow":
        "The rules were not loaded within {seconds} seconds, so loading was given up. Please use fewer optional packs "
        "and start MiShao again.",
    "loading.not-run": "The process that loads the rules cannot run ({why}). Please install MiShao again.",
    "loading.ended":
        "The process that loads the rules ended unexpectedly (exit code {code}). Please give this to the "
        "administrator.",
    "loading.files-missing": "files are missing ({why})",
    "loading.signature": "the signature is not right ({why})",
    "loading.no-source": "This computer has no source of rules.",
    "loading.release-not-taken": "Release {number} was not taken: {why}",
    "loading.kept-not-taken": "The rules kept on this computer were not taken: {why}. They will be fetched again.",
    "loading.index-damaged": "the file that says which release is in force is damaged or missing",
    "update.rollback":
        "The server offers rules older than this computer has seen; they were not taken. Please have the "
        "administrator see whether an old backup was restored on it.",
    "update.old":
        "The server offers old rules; they were not taken. Please have the administrator see whether an old backup "
        "was restored on it.",
    "update.expired":
        "The signature has expired; nothing was taken. Please have the administrator run mishao publish resign; if "
        "only this computer says so, check its date.",
    "update.unsigned":
        "Signatures are wrong or too few; nothing was taken. Please have the administrator check the server with "
        "mishao publish status.",
    "update.mismatch":
        "A file does not match its signature; nothing was taken. It may be half transferred and is fetched again; if "
        "it stays so, please have the administrator publish again.",
    "update.not-rules": "What came is not signed rules (a login page, for example); it was not taken.",
    "update.slow": "Fetching the rules was too slow and given up; they are fetched again next time.",
    "update.too-long": "The server sent more than the signature says; it was not taken.",
    "update.not-fetched":
        "Nothing was fetched; it is tried again next time. Please check the network and the address in supply.toml.",
    "update.server-answered":
        "The server answered {status}; nothing was fetched. Please have the administrator check the address in "
        "supply.toml.",
    "update.not-usable": "The signature is right, but the rules cannot be used and were not taken: {why}",
    "update.file-not-fetched":
        "Nothing was fetched ({name} {why}). Please check the file, its permissions and disk space.",
    "update.not-taken": "It was not taken ({why}).",
    "update.no-source":
        "This computer has no source of rules and uses the program's own. For rules pushed by the unit, please have "
        "the administrator set up /etc/mishao by docs/admin/publishing.zh.md.",
    "update.rules-stay": "The rules of before stay in force.",
    "update.newest-already": "These are the newest rules: {which}.",
    "update.renewed": "The rules were renewed: {which}.",
    "update.suspended": "release {number}, suspended ({why}): it only warns",
    "update.release": "release {number}, {label}",
    "update.own-rules": "the program's own rules",
    "trust.no-root": "{path} does not exist. Please put the {name} there that mishao publish init made.",
    "trust.server": "must be an address that begins with https://, a folder or a .zip file.",
    "trust.proxy": "must be the address of a proxy, as in http://10.0.0.1:3128.",
    "trust.compare": "{trouble} Please mend it by docs/admin/publishing.zh.md.",
    "trust.no-certificates": "{path} does not exist. Please put it there, or remove ca from {name}.",
    "unit-pack.not-readable": "{path}: cannot be read ({why}). Please check its name and permissions.",
    "unit-pack.of-program": "A pack of the program can only be read and tried; nothing was changed. Please write the "
                            "unit's rules into {file}.",
    "unit-pack.over-mb": "{path}: is over {limit} MB and no rule pack. Please split it into several.",
    "unit-pack.not-writable":
        "{path}: cannot be written ({why}). The file is unchanged; please check permissions and disk space.",
    "unit-pack.not-utf-8": "{path} is not UTF-8. Please save it as UTF-8 in an editor.",
    "provenance.own": "the program's own",
    "provenance.own-meanwhile": "the program's own (those of the unit were not fetched yet, or were withdrawn)",
    "provenance.suspended": "suspended until {until}: it only warns ({why}); release {number} of the unit",
    "provenance.days-ago": "{days} days ago",
    "provenance.today": "today",
    "provenance.release": "release {number} of the unit (channel {channel}), signed {age}",
    "keys.too-few":
        "{enough} keys are needed and {found} were found; nothing was signed. Please plug in the keepers' USB sticks "
        "and name their folders with --keys; looked in: {looked}.",
    "keys.incomplete": "{path}: is no complete key file. Please use the backup.",
    "keys.passphrase-wrong": "The passphrase of the key {name} is wrong; nothing was signed.",
    "keys.passphrase-short": "The passphrase of the key {name} is too short; it needs {count} characters at least.",
    "keys.not-writable": "{path}: the key cannot be written ({why}). Please check the USB stick.",
    "publish.no-folder": "{folder} is no publishing folder. Please run mishao publish init first.",
    "publish.damaged":
        "{path}: is damaged. Please restore the whole publishing folder from a backup and publish again.",
    "publish.not-readable": "{path}: cannot be read ({why}).",
    "publish.not-writable":
        "{path}: cannot be written ({why}). What was published is unchanged; please check the disk and publish again.",
    "publish.not-signed": "Nothing was signed: {why}",
    "publish.not-signed-for": "Nothing was signed: {why}.",
    "publish.exemption-not-signed": "Nothing was signed: in \"{part}\" of {source}, \"{name}\" {why}.",
    "publish.not-utf-8": "Nothing was signed: packs and policies must be saved as UTF-8.",
    "publish.file-not-readable": "Nothing was signed: {name} cannot be read ({why}).",
    "publish.over-mb": "Together the packs are over {limit} MB; nothing was signed. Please split or shorten them.",
    "publish.no-such-pack":
        "Nothing was signed: the policy's \"附加规则包\" knows no \"{name}\"; name files with --pack.",
    "publish.no-pack": "Nothing was signed: no pack was named. To keep the program's own rules, write \"--pack 内置\".",
    "publish.folder-already":
        "{folder} is a publishing folder already; nothing was changed. To change keys use mishao publish add-key.",
    "publish.settings-lost":
        "{path} is missing or damaged, and releases or keys are there; nothing was changed. Please restore this file "
        "from a backup, or write {example} into it (the days are those of init). For another publishing folder take an "
        "empty one.",
    "publish.no-such-key":
        "There is not exactly one key beginning with {beginning}; nothing was changed. There are: {known}.",
    "publish.more-signatures-than-keys": "More signatures than keys; nothing was changed.",
    "publish.online-key-stays":
        "The online key stays in the folder keys of the publishing folder, where the renewal by timer finds it; "
        "nothing was changed. Please leave out --to.",
    "publish.signature-range": "The number of signatures is 1 at least and that of the keys at most.",
    "publish.nobody-gets-it": "With 0% and no group no computer would get it. Please give a percentage or --group.",
    "publish.not-suspended": "Nothing is suspended, so there is nothing to resume.",
    "publish.nothing-to-change":
        "Nothing was named that is to change; nothing was changed. Please give --percent, --group, --no-groups or "
        "--channel; --percent 100 is every computer of the channel.",
    "publish.no-such-channel":
        "There is no channel \"{channel}\"; nothing was changed. There are: {known}. To open a new channel, add "
        "--new-channel.",
    "publish.no-such-release": "There is no release {number}. Published: {known}.",
    "publish.percentage": "A percentage is between 0 and 100.",
    "publish.withdrawn": "Release {number} was withdrawn ({why}). Please publish a new one.",
    "publish.longest-suspension":
        "A suspension lasts {hours} hours at most and ends by itself. If that is not enough, suspend again.",
    "publish.withdrawal-needs-reason": "Please give a reason for withdrawing it.",
    "publish.suspension-needs-reason": "Please give a reason for the suspension; users will see it.",
    "publish.nothing-published":
        "No rules were published yet, so computers would not heed it. Please publish once first, for example \"--pack "
        "内置\".",
    "publish.answer-reaches-nobody":
        "No rules were published yet, so an answer reaches no computer. Please publish once first, for example "
        "\"--pack 内置\".",
    "publish.refusal-needs-words": "Not accepting needs a reason (--words), which the person who reported it is shown.",
    "publish.answer-too-long":
        "An answer has at most {limit} characters; this has {length}. Every computer gets it, so please be brief.",
    "publish.file-not-signed": "The file of release {number} is not signed.",
    "publish.release-not-readable": "Release {number} cannot be read: {why}",
    "publish.nothing-to-drop":
        "Nothing was signed: what this ring has now does not contain \"{name}\", so it cannot be dropped. It has: "
        "{known}.",
    "publish.version-not-raised":
        "Nothing was signed: {name} has changed and its version is still {version}, so reports could not tell the two "
        "apart. Please raise the version and publish again.",
    "publish.version-lower":
        "Nothing was signed: the version of {name} is {version}, and {known} was published before. Please write a "
        "higher version and publish again.",
    "publish.changed-meanwhile":
        "Nothing was signed: meanwhile something else was signed in the publishing folder; yours changed nothing. "
        "Please do it again, and look at the differences again where there were any.",
    "publish.clock-behind":
        "Nothing was signed: this computer's clock says {now}, and the last signature is of {last}. Computers would "
        "take what is signed now for expired. Please set the clock; if it is right, and was ahead at that time, run "
        "mishao publish resign with --clock-is-right once.",
    "publish.not-compared":
        "Nothing was signed: this version of MiShao cannot read the rules of release {number}, so what would change is "
        "unknown. Where a withdrawal or a suspension is urgent, --emergency signs it without comparing. Why: {why}",
    "publish.in-use":
        "Nothing was signed: another command is signing in {folder} and was not done after {seconds} seconds. Please "
        "run this one again when it is.",
    "release-diff.item": "{key} \"{item}\"",
    "release-diff.value": "{key}: {was} → {now}",
    "release-diff.empty": "(empty)",
    "release-diff.added-value": "{key}: added, {value}",
    "release-diff.removed-value": "{key}: removed, it was {value}",
    "release-diff.added": "{key}: added {items}",
    "release-diff.removed": "{key}: removed {items}",
    "release-diff.and-more": "{items} and {more} more",
    "release-diff.pack-added": "{name}: pack added, {count} rules",
    "release-diff.pack-removed": "{name}: pack removed, {count} rules are no longer in force",
    "release-diff.version": "{name}: version {was} → {now}",
    "release-diff.of-pack": "{what} ({pack})",
    "release-diff.rule-added": "{what}: added",
    "release-diff.rule-removed": "{what}: deleted",
    "release-diff.rule-changed": "{what}: changed, {lines}",
    "release-diff.other": "its content differs",
    "release-diff.not-compared": "not compared, so what changes is unknown: {why}",
    "release-diff.weights": "{name}: replaced; what they stop more and less has to be measured apart",
    "approval.ended": "ended on {until}; please delete it, or check it again and change \"截止\"",
    "approval.too-far-off":
        "ends on {until}, which is too far off: it may last a year at most and is checked again before it ends",
    "unit-rules.in-effect": '"科室规则": {rules} {action}, until {until} ({reason}; approved by {approver})',
    "unit-rules.entry": "the entry of \"科室规则\" for {rules} {why}",
    "unit-rules.no-such-rule": "{rule} in \"科室规则\" is no rule of the packs",
    "unit-rules.state-secret": "{rule} in \"科室规则\" is a rule on state secrets and cannot be made milder",
    "exact-files.no-key":
        "The unit has sent an index of a table or hashed words, but this computer has no key for them: they are not in "
        "force. Please ask the administrator to put exact.key at {path}.",
    "exact-files.key-wrong":
        "{path} is no key of tables: they are not in force. "
        "Please ask the administrator for the exact.key that mishao exact build wrote.",
    "exact-files.words-of-another-key":
        "The hashed words of the pack \"{name}\" were made with another key and are not in force. "
        "Please use the same exact.key.",
    "exact-files.gone":
        "The index of the table \"{names}\" is gone or damaged: it is not in force. "
        "Please fetch it again with mishao update.",
    "exact-files.not-in-force": "The table \"{name}\" is not in force: {why}",
    "exact-files.not-the-signed-one":
        "The index is not the one that was signed, or not complete. Please fetch it again with mishao update.",
    "exact-files.not-readable": "The index cannot be read ({why}). Please fetch it again with mishao update.",
    "publish.words-not-hashed":
        "Not signed: the word list \"{name}\" of {source} is to be hashed (发布时散列) and is not. Please write "
        "--exact-key exact.key (in the workshop, choose the key of tables).",
    "publish.word-told":
        "Not signed: {place} has \"{word}\" in clear, which a pack of the same release is to hide. Please change it "
        "there, or write 发布时散列: true there, too.",
    "publish.the-answer": "the answer",
    "publish.the-channel": "the name of the channel",
    "publish.a-group": "the name of a group",
    "publish.the-label": "the name of the release",
    "publish.a-table": "the name of a table",
    "publish.word-noted":
        "Not recorded: \"{place}\" has \"{word}\" in clear, which a released pack is to hide. Please put it in other "
        "words.",
    "publish.word-said":
        "Not signed: {place} has \"{word}\" in clear, which a released pack is to hide, and whoever gets the rules "
        "reads this, too. Please put it in other words.",
    "publish.index-exists": "{path} exists and was not replaced. Please choose another name.",
    "publish.index-not-written": "{path} was not written ({why}). Please check the folder and the space.",
    "publish.index-not-readable": "{path} cannot be read ({why}). Please check the path.",
    "publish.no-such-draft":
        "The folder of drafts has no \"{name}\", or it is no pack, policy, index of a table, or weights. Please reload "
        "the page and choose again.",
    "publish.one-of-a-kind": "Please choose one {kind} only.",
    "publish.not-a-key":
        "{path} is no key of tables (64 hexadecimal digits). Please use the one that mishao exact build or "
        "mishao rules hash wrote.",
    "publish.key-not-readable": "{path} cannot be read ({why}). Please check the path.",
    "publish.key-not-written": "{path} was not written ({why}). Please check the folder and the space.",
    "publish.tables-alike":
        "Not signed: two of the indexes of --exact have the same name. Please make one again under another name, or "
        "name one alone.",
    "publish.too-many-tables":
        "Not signed: a release carries at most {most} indexes of tables. Please remove some with --drop.",
    "publish.table-name-taken": "Not signed: the table has the name \"{name}\" of a pack, the policy or the weights. "
        "Please make it again under another name.",
    "release-diff.table-added": "Index of the table \"{name}\": added",
    "release-diff.table-replaced":
        "Index of the table \"{name}\": replaced; which rows it no longer has cannot be seen",
    "release-diff.table-removed": "Index of the table \"{name}\": removed",
    "unit-table.no-headings":
        "{path}: the first {most} rows have no headings. Please write what each column is called, for two at least.",
    "unit-table.no-columns":
        "Nothing was made: please name the columns to use with --column, at least two that tell one person or matter "
        "from all others (name, number of an identity card, telephone, project). Leave out what many rows share, as "
        "offices and posts: public articles would be stopped, too. {path} has: {columns}.",
    "unit-table.column": "{name} ({count} different values)",
    "unit-table.shared-column": "{name} ({count} different values alone, shared by many rows)",
    "unit-table.no-column": "{path}: no column, or more than one, is called \"{column}\". There are: {known}.",
    "unit-table.no-sheet": "{path}: no sheet is called \"{sheet}\". There are: {known}.",
    "unit-table.not-text": "{path}: this is no text in UTF-8 or GB18030. Please save it as xlsx, or as csv in UTF-8.",
    "unit-table.not-a-table": "{path}: this is no table that can be read. Please save it as xlsx or csv.",
}

#!/bin/sh
# The words of the windows in other languages.
# usage: scripts/words.sh collect   update ui/i18n/*.ts from say() and mark() in ui/
#        scripts/words.sh compile [PYTHON]   make a .qm, which Qt reads, beside every .ts that is newer
set -eu
cd "$(dirname "$0")/.."
qt=$("${2:-.venv/bin/python}" -c 'import PySide6; print(PySide6.__path__[0])')

case "$1" in
collect)
    sources=$(find ui -name '*.py' -not -path 'ui/console/*' -not -path ui/terminal.py -not -path 'ui/demo/*' -not -path 'ui/report/*' | sort)
    # shellcheck disable=SC2086
    "$qt/lupdate" -silent -no-obsolete -locations none -tr-function-alias tr+=say,tr+=mark $sources -ts ui/i18n/mishao_en.ts
    ;;
compile)
    for words in ui/i18n/*.ts; do
        compiled="${words%.ts}.qm"
        [ "$compiled" -nt "$words" ] || "$qt/lrelease" -silent "$words" -qm "$compiled"
    done
    ;;
esac

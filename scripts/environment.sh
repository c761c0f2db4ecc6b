# Sourced by the scripts beside it, which set $scripts to this directory first.
#
# Sets $checkout and $environment. `prepare use` returns once .venv holds the program, `prepare dev`
# once it holds the developer tools as well. POSIX sh, and one process (cksum) where nothing is to do.

checkout=$(CDPATH='' cd -P -- "$scripts/.." && pwd)
environment=$checkout/.venv

prepare() {
    wanted="$(cksum <"$checkout/pyproject.toml") $checkout"
    if is_ready "$1"; then return; fi
    python=$(find_python) || exit 1
    # stdin may hold a question, and stdout is for the answer alone
    "$python" "$scripts/environment.py" "$checkout" "$wanted" "$1" </dev/null >&2
}

# The stamp's two lines, as environment.py wrote them: what .venv was made from, and for what.
is_ready() {
    [ -x "$environment/bin/python" ] && [ -r "$environment/stamp" ] || return 1
    { read -r made && read -r purpose; } <"$environment/stamp" || return 1
    [ "$made" = "$wanted" ] && { [ "$1" = use ] || [ "$purpose" = "$1" ]; }
}

# Print the Python to make .venv with, or say in one line what to install.
find_python() {
    if [ -n "${QA_PYTHON-}" ]; then
        set -- "$QA_PYTHON"
    else
        set -- python3 python3.13 python3.12 python3.11
    fi
    old='' bare=''
    for candidate; do
        facts=$("$candidate" -c "$probe" 2>/dev/null) || continue
        case $facts in
            good*) printf '%s\n' "$candidate" && return ;;
            bare*) bare=${bare:-${facts#bare }} ;;
            old*) old=${old:-"$candidate is ${facts#old }"} ;;
        esac
    done
    if [ -n "$bare" ]; then
        say_missing "Python $bare lacks its venv module" "python$bare-venv" python3-pip "python@$bare"
    else
        say_missing "Python 3.11 or newer is needed, and ${old:-"$1 does not run"}" \
            "python3.11 python3.11-venv" python3.11 python@3.11
    fi
    return 1
}

# Also understood by Python 2; Debian ships Python without ensurepip, and venv needs it.
probe='
import sys
state = "good"
try:
    import ensurepip, venv
except ImportError:
    state = "bare"
if sys.version_info[:2] < (3, 11):
    state = "old"
print("%s %d.%d" % (state, sys.version_info[0], sys.version_info[1]))
'

say_missing() {
    printf 'article-qa: %s; install it: apt install %s | dnf install %s | brew install %s\n' "$@" >&2
}

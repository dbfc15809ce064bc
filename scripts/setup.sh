# Sourced by scripts/backreel and scripts/test: makes a virtual environment with everything in it, once.
# All that is said goes to standard error, so that what a command answers can be piped.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
VENV="${BACKREEL_VENV:-$ROOT/.venv}"

say() { printf 'backreel: %s\n' "$*" >&2; }

find_python() {
    local candidate
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.11 python; do
        if command -v "$candidate" >/dev/null 2>&1 &&
            "$candidate" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            command -v "$candidate"
            return 0
        fi
    done
    return 1
}

# What pycairo and ManimPango are built with, where there is no ready-made wheel of them.
missing_for_build() {
    local python="$1" missing=()
    "$python" -c 'import venv, ensurepip' >/dev/null 2>&1 || missing+=(venv)
    command -v cc >/dev/null 2>&1 || command -v gcc >/dev/null 2>&1 || missing+=(compiler)
    "$python" - >/dev/null 2>&1 <<'PY' || missing+=(headers)
import pathlib, sysconfig
raise SystemExit(not (pathlib.Path(sysconfig.get_paths()["include"]) / "Python.h").exists())
PY
    if command -v pkg-config >/dev/null 2>&1; then
        pkg-config --exists cairo || missing+=(cairo)
        pkg-config --exists pangocairo || missing+=(pango)
    else
        missing+=(pkg-config cairo pango)
    fi
    printf '%s' "${missing[*]-}"
}

install_line() {
    if command -v apt-get >/dev/null 2>&1; then
        echo "apt-get install -y python3-venv python3-dev gcc pkg-config libcairo2-dev libpango1.0-dev"
    elif command -v dnf >/dev/null 2>&1; then
        echo "dnf install -y python3-devel gcc pkgconf-pkg-config cairo-devel pango-devel"
    elif command -v pacman >/dev/null 2>&1; then
        echo "pacman -S --needed python gcc pkgconf cairo pango"
    elif command -v brew >/dev/null 2>&1; then
        echo "brew install python pkg-config cairo pango"
    fi
}

# The words in front of a system command: none for root, sudo where it asks for no password; 1 where neither is so.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        echo ""
    elif command -v sudo >/dev/null 2>&1 && sudo -n true >/dev/null 2>&1; then
        echo "sudo -n"
    else
        return 1
    fi
}

may_install() {
    command -v apt-get >/dev/null 2>&1 && as_root >/dev/null
}

apt_install() {
    local root
    may_install || return 1
    root="$(as_root)"
    # shellcheck disable=SC2086
    $root apt-get update -qq >&2 &&
        $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

install_system() {
    local missing="$1" line prefix="sudo "
    if may_install && say "installing system packages (missing: $missing)" &&
        apt_install python3-venv python3-dev gcc libc6-dev pkg-config libcairo2-dev libpango1.0-dev; then
        return 0
    fi
    line="$(install_line)"
    [ "$(id -u)" = 0 ] && prefix=""
    case "$line" in brew*) prefix="" ;; esac
    if [ -n "$line" ]; then
        say "missing: $missing. Install it with: $prefix$line"
    else
        say "missing: $missing. Install Python 3.11 with venv and headers, a C compiler, pkg-config, cairo and pango."
    fi
    exit 1
}

wanted_stamp() { # changes with whatever decides what is installed
    {
        cat "$ROOT/pyproject.toml" "$ROOT/constraints.txt" "$ROOT"/scenes/render/quick/*.[ch]
        "$1" -c 'import sys; print(sys.version, sys.base_prefix)'
        echo "$ROOT"
    } | cksum
}

# Whether the environment is whole and up to date. What the tests need contains what a run needs, and what the
# measurements need contains both.
ready() {
    local stamp contains=("$1")
    [ -x "$VENV/bin/python" ] || return 1
    [ "$1" = bench ] || contains+=(test bench)
    for stamp in "${contains[@]/#/$VENV/.backreel-}"; do
        if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(wanted_stamp "$VENV/bin/python")" ]; then return 0; fi
    done
    return 1
}

# set_up STAMP EXTRA: after this, $VENV has the package with that extra ("" or "[test]").
set_up() {
    local name="$1" extra="$2" python missing stamp
    ready "$name" && return 0
    python="$(find_python)" || {
        if ! apt_install python3 || ! python="$(find_python)"; then
            say "needs Python 3.11 or later. Install it with: sudo $(install_line)"
            exit 1
        fi
    }
    mkdir -p "$(dirname "$VENV")"
    # Two first runs at the same time: the second waits for the first.
    if command -v flock >/dev/null 2>&1; then
        exec 9>"$VENV.lock"
        flock 9
        if ready "$name"; then
            exec 9>&-
            return 0
        fi
    fi
    missing="$(missing_for_build "$python")"
    [ -z "$missing" ] || install_system "$missing"
    python="$(find_python)"
    say "setting up $VENV (once)"
    # An environment whose making was interrupted, or that belongs to another Python, is made anew.
    if ! "$VENV/bin/python" -c 'import sys, pip; raise SystemExit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        "$python" -m venv --clear "$VENV" >&2 || { say "could not make $VENV"; exit 1; }
    fi
    "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --use-pep517 \
        -c "$ROOT/constraints.txt" -e "$ROOT$extra" >&2 9>&- || {
        say "could not install the Python packages; call again to go on where it stopped"
        exit 1
    }
    stamp="$VENV/.backreel-$name"
    wanted_stamp "$VENV/bin/python" >"$stamp.new" && mv "$stamp.new" "$stamp"
    if command -v flock >/dev/null 2>&1; then exec 9>&-; fi
}

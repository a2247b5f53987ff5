"""Prepares this machine: `python3 tools/prepare.py run` for the app, `python3 tools/prepare.py test` for its tests as well.

Needs nothing but Python 3.11. Makes `.venv`, installs what is pinned, and for the tests looks for Chromium and PostgreSQL.
Written so that an older Python can still say what is wrong.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
POSTGRES_PROGRAMS = ("initdb", "postgres")
POSTGRES_FOLDERS = (
    "usr/lib/postgresql/*/bin",
    "usr/pgsql-*/bin",
    "usr/libexec/postgresql*",
    "usr/local/pgsql/bin",
    "opt/homebrew/opt/postgresql*/bin",
    "usr/local/opt/postgresql*/bin",
    "opt/local/lib/postgresql*/bin",
    "Applications/Postgres.app/Contents/Versions/*/bin",
)
NO_CLUSTER = Path("/etc/postgresql-common/createcluster.d/pincore.conf")
INSTALLS = {
    "run": (["-r", "requirements.txt"], ["requirements.txt"]),
    "test": (["-r", "requirements.txt", "-e", ".[dev]"], ["requirements.txt", "pyproject.toml"]),
}


def find_chromium():
    """The path of a Chromium to test with, or None. PINCORE_CHROMIUM names another one."""
    named = os.environ.get("PINCORE_CHROMIUM")
    if named:
        return shutil.which(named)
    return next((path for path in map(shutil.which, BROWSERS) if path), None)


def find_postgres():
    """The folder of PostgreSQL's server programs to test with, or None. PINCORE_POSTGRES names another one."""
    named = os.environ.get("PINCORE_POSTGRES")
    if named:
        return _holding_postgres([Path(named).absolute()])
    on_path = [Path(found).parent for found in [shutil.which(POSTGRES_PROGRAMS[0])] if found]
    return _holding_postgres(on_path + [path for pattern in POSTGRES_FOLDERS for path in sorted(Path("/").glob(pattern), key=_version, reverse=True)])


def _holding_postgres(folders):
    return next((str(folder) for folder in folders if all(shutil.which(str(folder / program)) for program in POSTGRES_PROGRAMS)), None)


def _version(folder):
    return [int(number) for number in re.findall(r"\d+", str(folder))]


def is_debian():
    """Whether packages come from Debian itself (elsewhere the package of this name may be an empty shell)."""
    release = Path("/etc/os-release")
    return release.exists() and "ID=debian" in release.read_text(encoding="utf-8").splitlines() and bool(shutil.which("apt-get"))


def install_by_apt(*packages):
    """Installs Debian packages, or does nothing where that is not ours to do."""
    if not _may_install():
        return
    print(f"Installing {' '.join(packages)} with apt-get ...", flush=True)
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    subprocess.run(["apt-get", "update", "-q"], check=True, env=quiet)
    subprocess.run(["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages], check=True, env=quiet)


def _may_install():
    return is_debian() and os.geteuid() == 0


def require_python():
    """Ends with a remedy when this Python is too old or cannot make environments."""
    if sys.version_info < OLDEST:
        found = sys.version.split()[0]
        sys.exit(
            f"Pincore needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {found}.\nInstall a newer one, then: make PYTHON=/path/to/python3 ..."
        )
    if not _can_make_environments():
        install_by_apt("python3-venv")
    if not _can_make_environments():
        sys.exit("This Python cannot make virtual environments.\nInstall them (on Debian: apt-get install python3-venv) and run the command again.")


def _can_make_environments():
    tried = subprocess.run([sys.executable, "-c", "import venv, ensurepip"], capture_output=True)
    return tried.returncode == 0


def require_packages(purpose):
    """Makes `.venv` hold what is pinned; quick when it does already."""
    options, sources = INSTALLS[purpose]
    digest = hashlib.sha256(repr((sys.version_info[:2], options)).encode())
    for source in sources:
        digest.update((ROOT / source).read_bytes())
    stamp = VENV / (purpose + ".stamp")
    if PYTHON.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == digest.hexdigest():
        return
    print("Preparing .venv (once, a minute or two) ...", flush=True)
    if not _is_of_this_python():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
    subprocess.run([str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *options], check=True, cwd=str(ROOT))
    stamp.write_text(digest.hexdigest(), encoding="utf-8")


def compile_files():
    """Compiles the project's own files, where that is not done yet, so that the first start need not."""
    subprocess.run([str(PYTHON), "-m", "compileall", "-q", "pages", "pincore"], check=False, cwd=str(ROOT))


def _is_of_this_python():
    ask = "import sys, pip; print(*sys.version_info[:2])"
    if not PYTHON.exists():
        return False
    answer = subprocess.run([str(PYTHON), "-c", ask], capture_output=True, text=True)
    return answer.returncode == 0 and answer.stdout.split() == [str(part) for part in sys.version_info[:2]]


def require_chromium():
    """Ends with a remedy when the browser tests could not run."""
    if not find_chromium() and not os.environ.get("PINCORE_CHROMIUM"):
        install_by_apt("chromium")
    if not find_chromium():
        sys.exit(
            "The browser tests need Chromium, and none was found.\n"
            "Install Chromium or Google Chrome (on Debian: apt-get install chromium), or set PINCORE_CHROMIUM to the path of one."
        )


def require_postgres():
    """Ends with a remedy when the tests of the database could not run."""
    if not find_postgres() and not os.environ.get("PINCORE_POSTGRES"):
        with _without_a_cluster():
            install_by_apt("postgresql")
    if not find_postgres():
        sys.exit(
            "The tests of the database need PostgreSQL's server programs (initdb and postgres), and none were found.\n"
            "Install PostgreSQL (on Debian: apt-get install postgresql), or set PINCORE_POSTGRES to the folder that holds its programs."
        )


@contextmanager
def _without_a_cluster():
    """While it lasts, an installed package makes no database of its own and so starts no server: the tests need its programs alone."""
    if not _may_install():
        yield
        return
    NO_CLUSTER.parent.mkdir(parents=True, exist_ok=True)
    NO_CLUSTER.write_text("create_main_cluster = false\n", encoding="utf-8")
    try:
        yield
    finally:
        NO_CLUSTER.unlink()


def main():
    purpose = sys.argv[1] if len(sys.argv) > 1 else "run"
    if purpose not in INSTALLS:
        sys.exit("Say what for: run or test.")
    require_python()
    require_packages(purpose)
    compile_files()
    if purpose == "test":
        require_chromium()
        require_postgres()


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"This did not work (exit status {error.returncode}): {' '.join(map(str, error.cmd))}")

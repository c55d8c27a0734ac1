"""PostgreSQL full text on a generated market, in a cluster of its own that is thrown away; prints one JSON line.

    python3 postgres.py FIRMS.jsonl BRIEFS.jsonl FOLDER

No parallel workers, no JIT. Words are stemmed in the language of the text, OR-ed, and ordered by ts_rank_cd over a GIN index; the best
20 are fetched; nothing is explained. Prints {"missing": reason} when PostgreSQL is not installed.
"""

import getpass
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

CONFIGURATION = {"fr": "french", "en": "english"}


def missing(reason):
    print(json.dumps({"missing": reason}))
    sys.exit(0)


def lines(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def programs():
    found = shutil.which("initdb")
    folders = ([os.path.dirname(os.path.realpath(found))] if found else []) + sorted(glob.glob("/usr/lib/postgresql/*/bin"))[::-1]
    for folder in folders:
        if all(os.access(os.path.join(folder, name), os.X_OK) for name in ("initdb", "postgres", "psql")):
            return folder
    return None


class Cluster:
    """Its server runs under an account that is not root: PostgreSQL refuses to."""

    def __init__(self, folder):
        self.programs = folder
        self.prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        self.user = "postgres" if self.prefix else getpass.getuser()
        self.folder = tempfile.mkdtemp(prefix="passerelle-pg-")
        if self.prefix:
            shutil.chown(self.folder, "postgres")
        self.data = os.path.join(self.folder, "data")
        self.server = None

    def __enter__(self):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
        subprocess.run(self.prefix + [f"{self.programs}/initdb", "-D", self.data, "-U", self.user, "-A", "trust", "-E", "UTF8",
                       "--locale", "C", "--no-sync"], check=True, cwd="/", **quiet)
        settings = ["listen_addresses=", f"unix_socket_directories={self.folder}", "shared_buffers=512MB", "work_mem=64MB",
                    "maintenance_work_mem=256MB", "jit=off", "max_parallel_workers_per_gather=0",
                    "max_parallel_maintenance_workers=0", "autovacuum=off"]
        command = self.prefix + [f"{self.programs}/postgres", "-D", self.data]
        for setting in settings:
            command += ["-c", setting]
        self.server = subprocess.Popen(command, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(100):
            if subprocess.run(self.psql("-c", "SELECT 1"), capture_output=True, check=False).returncode == 0:
                return self
            time.sleep(0.1)
        raise RuntimeError("the server does not answer")

    def __exit__(self, *_):
        subprocess.run(self.prefix + [f"{self.programs}/pg_ctl", "-D", self.data, "-m", "immediate", "stop"], cwd="/",
                       capture_output=True, check=False)
        if self.server:
            self.server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def psql(self, *more):
        return [f"{self.programs}/psql", "-h", self.folder, "-U", self.user, "-d", "postgres", "-X", "-q", "-v", "ON_ERROR_STOP=1", *more]

    def run(self, script):
        done = subprocess.run(self.psql("-At"), input=script, capture_output=True, text=True, check=True)
        return done.stdout

    def timed(self, statements):
        """Seconds of each, as psql measures them on the local socket."""
        out = self.run("\\timing on\n" + "\n".join(statements) + "\n")
        return [float(ms.replace(",", ".")) / 1e3 for ms in re.findall(r"^Time: ([\d.,]+) ms", out, re.M)]


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def main():
    firms, briefs = sys.argv[1:3]
    folder = programs()
    if not folder:
        missing("no initdb, postgres and psql in PATH or /usr/lib/postgresql")
    if os.geteuid() == 0 and not shutil.which("runuser"):
        missing("run by root, and there is no runuser")
    rows = list(lines(firms))
    with Cluster(folder) as cluster:
        cluster.run("CREATE TABLE firms (id text PRIMARY KEY, language regconfig, text text, words tsvector);")
        begin = time.perf_counter()
        loader = subprocess.Popen(cluster.psql("-c", "COPY firms (id, language, text) FROM STDIN"), stdin=subprocess.PIPE, text=True)
        for it in rows:
            clean = it["text"].replace("\\", "\\\\").replace("\t", " ").replace("\n", " ")
            loader.stdin.write(f"{it['id']}\t{CONFIGURATION[it['language']]}\t{clean}\n")
        loader.stdin.close()
        if loader.wait() != 0:
            raise RuntimeError("COPY failed")
        cluster.run("UPDATE firms SET words = to_tsvector(language, text); VACUUM FULL ANALYZE firms;"
                    "CREATE INDEX firms_words ON firms USING gin (words);")
        build = time.perf_counter() - begin
        disk = int(cluster.run("SELECT pg_total_relation_size('firms');").strip())
        queries = []
        for brief in lines(briefs):
            words = dict.fromkeys(re.findall(r"\w+", brief["text"].lower()))
            query = f"to_tsquery('{CONFIGURATION[brief['language']]}', {quoted(' | '.join(words))})"
            queries.append(f"SELECT id FROM firms, {query} query WHERE words @@ query ORDER BY ts_rank_cd(words, query) DESC LIMIT 20;")
        times = cluster.timed(queries[:2] + queries)[2:]
        updates = []
        for n in range(30):
            it, other = rows[n * len(rows) // 30], rows[-1 - n * len(rows) // 30]
            text = quoted(other["text"])
            updates.append(f"UPDATE firms SET text = {text}, words = to_tsvector('{CONFIGURATION[other['language']]}', {text}) "
                           f"WHERE id = {quoted(it['id'])};".replace("\n", " "))
        update = cluster.timed(updates)
        version = cluster.run("SHOW server_version;").strip().split(" ")[0]
    print(json.dumps({"build_seconds": build, "disk_mib": disk / 2**20, "query_seconds": times, "update_seconds": update,
                      "version": f"PostgreSQL {version}"}))


main()

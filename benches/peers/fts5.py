"""SQLite FTS5 on a generated market: builds an index, times queries and updates, prints one JSON line.

    python3 fts5.py FIRMS.jsonl BRIEFS.jsonl FOLDER

One process, one thread. Words are OR-ed and ordered by bm25, the best 20 are fetched; nothing is explained.
"""

import json
import os
import re
import resource
import sqlite3
import sys
import time


def lines(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def main():
    firms, briefs, folder = sys.argv[1:4]
    path = os.path.join(folder, "fts5.db")
    rows = [(it["id"], it["text"]) for it in lines(firms)]
    begin = time.perf_counter()
    base = sqlite3.connect(path)
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA synchronous = NORMAL")
    base.execute("CREATE VIRTUAL TABLE firms USING fts5(id UNINDEXED, text, tokenize = 'unicode61 remove_diacritics 2')")
    base.executemany("INSERT INTO firms VALUES (?, ?)", rows)
    base.commit()
    base.execute("INSERT INTO firms(firms) VALUES ('optimize')")
    base.commit()
    build = time.perf_counter() - begin
    query = "SELECT id FROM firms WHERE firms MATCH ? ORDER BY bm25(firms) LIMIT 20"
    times = []
    for brief in lines(briefs):
        words = dict.fromkeys(re.findall(r"\w+", brief["text"].lower()))
        match = " OR ".join(f'"{word}"' for word in words)
        begin = time.perf_counter()
        base.execute(query, (match,)).fetchall()
        times.append(time.perf_counter() - begin)
    updates = []
    for n in range(30):
        row = n * len(rows) // 30 + 1
        text = rows[-row][1]
        begin = time.perf_counter()
        base.execute("UPDATE firms SET text = ? WHERE rowid = ?", (text, row))
        base.commit()
        updates.append(time.perf_counter() - begin)
    base.close()
    print(json.dumps({
        "build_seconds": build,
        "disk_mib": os.path.getsize(path) / 2**20,
        "query_seconds": times,
        "update_seconds": updates,
        "version": f"SQLite {sqlite3.sqlite_version}",
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }))


main()

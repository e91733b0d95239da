"""pg_trgm on a real PostgreSQL: a report's trigrams beside those of all earlier ones.

Its indexes do not help here. With `%` and a threshold of 0.1 GIN loses half of
the right ones; GiST refuses texts as long as a petition.
"""

import asyncio
import tempfile
import time
from pathlib import Path

import cluster
from cluster import Server
from matching_sets import Answer, Question

# The letters of Chinese are letters in a UTF-8 locale only; in C they are passed over.
_DATABASE = (
    "CREATE DATABASE texts TEMPLATE template0 ENCODING 'UTF8'"
    " LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"
)
_NEAREST = """
SELECT at, similarity(body, $1) AS alike FROM report WHERE at < $2 ORDER BY alike DESC, at DESC
LIMIT $3
"""


def similar(question: Question) -> Answer | None:
    """Return the best by `similarity`, None where PostgreSQL is not installed."""
    if not cluster.installed():
        return None
    with (
        tempfile.TemporaryDirectory(prefix="maplebridge-") as folder,
        cluster.running(Path(folder)) as server,
    ):
        return asyncio.run(_similar(server, question))


async def _similar(server: Server, question: Question) -> Answer:
    await server.execute(_DATABASE)
    await server.execute("CREATE EXTENSION pg_trgm", "texts")
    await server.execute("CREATE TABLE report (at integer PRIMARY KEY, body text)", "texts")
    texts, ids, ranked = question.texts, question.ids, {}
    async with server.connected("texts") as connection:
        await connection.copy_records_to_table("report", records=enumerate(texts))
        nearest = await connection.prepare(_NEAREST)
        begin = time.perf_counter()
        for at in question.asked:
            rows = await nearest.fetch(texts[at], at, question.most)
            ranked[ids[at]] = [(row["alike"], ids[row["at"]]) for row in rows]
        ms = 1000 * (time.perf_counter() - begin) / len(question.asked)
    return Answer(ranked=ranked, ms=ms)

"""The demo against a SQL Server: the whole way, through Microsoft's driver and the model."""

import json
import os
import subprocess
import sys

from practicesync.demo.edits import TWENTY
from practicesync.demo.practice import NOT_SENT
from tests.sqlserver.drivers import microsoft_driver
from tests.sqlserver.model.server import ModelServer
from tests.sqlserver.wire.server import tds_server

CONTACTS = 100


def test_demo_runs_on_a_sql_server_and_leaves_nothing_there(tmp_path):
    kept = tmp_path / "kept"
    server = ModelServer(patient=True)
    databases = {one.name for one in server.databases}
    with tds_server(server) as wire:
        said = microsoft_driver().connection_string(wire.port, user="sa", word=server.password)
        demo = [sys.executable, "-m", "practicesync.demo", "--once", "--interval", "0.5"]
        done = subprocess.run(
            [*demo, "--contacts", str(CONTACTS), "--keep", str(kept), "--database", said],
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
            env={**os.environ, "COLUMNS": "200"},
        )

    assert (done.returncode, done.stderr) == (0, "")
    figures = json.loads(done.stdout.splitlines()[-1])
    assert figures["in_database"] == CONTACTS
    assert figures["online"] == CONTACTS - NOT_SENT
    assert figures["mismatched"] == 0
    assert len(figures["edit_to_online_ms"]) == len(TWENTY)
    assert {one.name for one in server.databases} == databases
    for file in kept.rglob("*"):
        assert not file.is_file() or server.password.encode() not in file.read_bytes(), file

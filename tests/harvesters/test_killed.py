"""A harvest killed at any moment leaves a whole state, and the next one completes."""

import json
import os
import random
import socket
import subprocess
import sys
import time

import pytest
from sqlmodel import col, func, select

from datasets import catalogue, releases, runs
from datasets.database import reading, transaction
from datasets.settings import ROOT
from datasets.tables.money import Funding
from datasets.tables.runs import Run

HEADER = "Name des Begünstigten;Bezeichnung des Vorhabens;Beginn;Ende;Gesamtkosten;Gebietskennziffer;Ort\n"
ROWS = 3000


def a_list(folder, version):
    """A list of operations; every tenth is the city's."""
    lines = [
        f"Werk {n} GmbH;Vorhaben {n};01.01.2020;31.12.2021;{n + version},50;{'05913000' if n % 10 == 0 else '11000000'};Ort\n"
        for n in range(1, ROWS + 1)
    ]
    file = folder / "liste.csv"
    file.write_text(HEADER + "".join(lines), "utf-8")
    return file


def start(settings, file):
    environment = {"MEHRWERT_HOME": str(settings.home), "MEHRWERT_DATABASE_URL": settings.database_url, "PATH": os.environ["PATH"]}
    command = [sys.executable, "-m", "harvesters", "liste-der-vorhaben", "--file", str(file), "--json"]
    return subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def is_whole(engine, settings):
    """What a next start finds: every release whole, the list and its awards of one and the same version."""
    with transaction(engine) as session:
        runs.interrupt_dead(session, socket.gethostname())
    releases.sweep(engine, settings)
    assert releases.verify(engine, settings) == []
    on_disk = {path.name for path in (settings.releases / "liste").glob("2*")}
    with reading(engine) as session:
        assert on_disk == catalogue.release_names(session, "liste")
        assert session.exec(select(func.count()).where(Run.state == "running")).one() == 0
        current = releases.current(session, "liste")
        awards = session.exec(select(Funding).where(Funding.dataset == "liste", col(Funding.gone_at).is_(None))).all()
    assert len(awards) == (0 if current is None else ROWS // 10)
    assert len({award.amount - int(award.title.split()[1]) for award in awards}) <= 1


@pytest.mark.slow
def test_twenty_kills_at_random_moments_leave_whole_states(engine, settings, tmp_path):
    moments = random.Random(20)  # the same moments in each run of the tests
    for version in range(20):
        process = start(settings, a_list(tmp_path, version))
        time.sleep(moments.uniform(0.4, 2.6))
        process.kill()
        process.communicate()
        is_whole(engine, settings)
    process = start(settings, a_list(tmp_path, 99))
    report = json.loads(process.communicate(timeout=60)[0])
    assert (report["state"], report["accepted"], report["fundings"]) == ("done", ROWS, ROWS // 10)
    is_whole(engine, settings)

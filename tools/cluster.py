"""A real Spark cluster on the loopback: one master, two workers as processes, and Spark Connect before them.

`python tools/cluster.py -- COMMAND …` starts it, runs the command with `WEGMARKE_TEST_CLUSTER` (its address) and
`WEGMARKE_TEST_WORKERS` (the workers' process numbers), and stops it. Spark lives in an environment of its own below
`build/cluster`, with this very Wegmarke and the versions of the environment that runs this. Needs Java 17 or later.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
FOLDER = HERE / "build" / "cluster"
SPARK = "4.3.0"
EXTRAS = "s3"
WORKERS = 2
PATIENCE_SECONDS = 300
MASTER = "org.apache.spark.deploy.master.Master"
WORKER = "org.apache.spark.deploy.worker.Worker"
SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""Java that lives for some minutes compiles with little effort: half the processor time of a walk, in sum."""
CONNECT = "org.apache.spark.sql.connect.service.SparkConnectServer"


def main(command: Sequence[str]) -> int:
    """Run the command beside a cluster; its exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # so that the cluster ends, too
    if shutil.which("java") is None:
        print("A cluster needs Java 17 or later: apt install openjdk-17-jre-headless", file=sys.stderr)
        return 2
    python = environment()
    with running(python) as (address, workers):
        told = {"WEGMARKE_TEST_CLUSTER": address, "WEGMARKE_TEST_WORKERS": ",".join(map(str, workers))}
        return subprocess.run(command, env={**os.environ, **told}, check=False).returncode


def environment() -> Path:
    """The Python of the workers: made once for every state of what is installed here."""
    frozen = subprocess.run(
        [sys.executable, "-m", "pip", "freeze", "--exclude-editable"], capture_output=True, text=True, check=True
    ).stdout
    wanted = "\n".join(line for line in frozen.splitlines() if not line.startswith("pyspark"))
    python, stamp, extras = FOLDER / "venv" / "bin" / "python", FOLDER / "installed.txt", FOLDER / "extras.txt"
    current = python.exists() and stamp.exists() and stamp.read_text("utf-8") == wanted
    if current and extras.exists() and extras.read_text("utf-8") == EXTRAS:
        return python
    print(f"Installing Spark {SPARK} into {FOLDER.relative_to(HERE)} …", flush=True)
    if not current:
        shutil.rmtree(FOLDER, ignore_errors=True)
        venv.create(FOLDER / "venv", with_pip=True)
    (FOLDER / "constraints.txt").write_text(wanted, "utf-8")
    install = [
        python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "-c",
        FOLDER / "constraints.txt",
    ]
    subprocess.run([*install, f"pyspark[connect]=={SPARK}", "-e", f"{HERE}[{EXTRAS}]"], check=True)
    stamp.write_text(wanted, "utf-8")
    extras.write_text(EXTRAS, "utf-8")
    return python


@contextmanager
def running(python: Path) -> Iterator[tuple[str, list[int]]]:
    """The address of Spark Connect, and the process numbers of the workers."""
    told = "import pyspark, pathlib; print(pathlib.Path(pyspark.__file__).parent)"
    home = Path(subprocess.run([python, "-c", told], capture_output=True, text=True, check=True).stdout.strip())
    ports = free_ports(2)
    surroundings = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_PYTHON": str(python),
        "PYTHONPATH": os.pathsep.join((str(HERE / "src"), str(HERE))),  # with kernels of tests
        "SPARK_NO_DAEMONIZE": "1",
    }
    master, connect = f"spark://127.0.0.1:{ports[0]}", f"127.0.0.1:{ports[1]}"
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wegmarke-cluster-")))
        surroundings["WEGMARKE_CACHE"] = str(scratch / "cache")

        def start(name: str, *command: str | Path) -> subprocess.Popen[bytes]:
            return stack.enter_context(process(FOLDER / f"{name}.log", command, surroundings, scratch))

        spark_class = home / "bin" / "spark-class"
        start("master", spark_class, MASTER, "--host", "127.0.0.1", "--port", str(ports[0]), "--webui-port", "0")
        wait_for(ports[0], FOLDER / "master.log")
        # Of two hosts, as Spark sees it: a task is not tried a second time on the host that has it already.
        workers = [
            start(f"worker-{number}", spark_class, WORKER, "--host", f"127.0.0.{number}", "--cores", "1",
                  "--memory", "2g", "--webui-port", "0", "--work-dir", scratch / f"worker-{number}", master)
            for number in range(1, WORKERS + 1)
        ]  # fmt: skip
        settings = {
            "spark.connect.grpc.binding.port": str(ports[1]),
            "spark.executor.memory": "1g",
            "spark.executor.cores": "1",
            "spark.ui.enabled": "false",
            "spark.sql.adaptive.enabled": "false",  # nothing to adapt in tests, and planning takes its time
            "spark.local.dir": str(scratch),
            "spark.log.level": "WARN",
            "spark.driver.extraJavaOptions": SHORT_LIVED,
            "spark.executor.extraJavaOptions": SHORT_LIVED,
            "spark.speculation": "true",
            "spark.speculation.interval": "500ms",
            # What is tried twice and comes second takes its Python with it, and the next has to import everything.
            "spark.speculation.minTaskRuntime": "3s",
        }
        named = [part for name, value in settings.items() for part in ("--conf", f"{name}={value}")]
        submit = home / "bin" / "spark-submit"
        start("connect", submit, "--class", CONNECT, "--master", master, *named, "spark-internal")
        wait_for(ports[1], FOLDER / "connect.log")
        yield f"sc://{connect}", [worker.pid for worker in workers]


@contextmanager
def process(
    log: Path, command: Sequence[str | Path], surroundings: Mapping[str, str], folder: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a group of its own, so that what it started ends with it."""
    with log.open("wb") as told:
        started = subprocess.Popen(
            [str(part) for part in command], stdout=told, stderr=subprocess.STDOUT, env=dict(surroundings), cwd=folder,
            start_new_session=True,
        )  # fmt: skip
        try:
            yield started
        finally:
            for sign in (signal.SIGTERM, signal.SIGKILL):
                try:
                    os.killpg(started.pid, sign)
                    started.wait(20)
                except (ProcessLookupError, subprocess.TimeoutExpired):
                    continue


def free_ports(count: int) -> list[int]:
    """Ports of the loopback on which nobody listens."""
    with ExitStack() as stack:
        held = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in held:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in held]


def wait_for(port: int, log: Path) -> None:
    """Until somebody listens there."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit(f"Nobody listens on port {port} after {PATIENCE_SECONDS} s.\n{log.read_text('utf-8', 'replace')}")


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(given[1:] if given[:1] == ["--"] else given))

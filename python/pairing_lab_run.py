"""Writes a run that Pairing Lab shows while it trains: a GAN of PyTorch, JAX or anything else in Python.

    import pairing_lab_run

    with pairing_lab_run.create("runs", name="my-gan", steps=8000, seed=1, data="ring", latent=2) as run:
        probe = run.probe_latents()                              # the same in every run: samples compare one by one
        for step in run.steps():                                 # stops and pauses when Pairing Lab asks
            weight = run.knob("pairing.weight", 0.02, 0, 1)      # what was set in Pairing Lab holds from the next step on
            ...                                                  # one step of training
            run.log(step, {"loss/generator": g_loss, "loss/discriminator": d_loss})
            if step % 100 == 0:
                run.samples(step, generator(probe))              # torch, numpy or lists

One file, no dependencies, Python 3.8 or later. Copy it beside your own. The folder that it writes is described in
docs/formats.md of Pairing Lab, and what such a run can do in docs/other-trainers.md. Licence: MIT.
"""

import hashlib
import json
import math
import os
import re
import secrets
import shutil
import socket
import statistics
import struct
import subprocess
import sys
import threading
import time
import traceback
import zlib
from array import array
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Mapping, NamedTuple, Optional, Sequence, Tuple, Union

__version__ = "1.0.0"
__all__ = ["create", "resume", "Run", "RunError"]

Json = Dict[str, Any]


class RunError(Exception):
    """The run cannot be written: wrong use, another process writes it, or its folder is gone."""


# --- Files: an append is one write, a replacement is written beside and renamed -----------------------------------


def _json_line(value: Json) -> bytes:
    # Not ASCII only, and never NaN, which is no JSON.
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


def _document(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2).encode("utf-8", "replace") + b"\n"


def _write_all(fd: int, content: bytes) -> None:
    written = os.write(fd, content)
    while written < len(content):
        written += os.write(fd, content[written:])


def _replace(path: Path, content: bytes, durable: bool = False) -> None:
    beside = _temporary(path)
    fd = os.open(str(beside), os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
    try:
        _write_all(fd, content)
        if durable:
            os.fsync(fd)
    finally:
        os.close(fd)
    # A scanner may have the old file open for a moment (Windows).
    for pause in (0.02, 0.1, 0.5, None):
        try:
            os.replace(str(beside), str(path))
            return
        except PermissionError:
            if pause is None:
                raise
            time.sleep(pause)


class _Appended:
    """A file that only grows. A line or record that a crash has torn is fenced off by its readers and by us."""

    def __init__(self, path: Path, lines: bool) -> None:
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
        self._fd = os.open(str(path), flags, 0o666)
        size = os.fstat(self._fd).st_size
        if lines and size > 0:
            os.lseek(self._fd, size - 1, os.SEEK_SET)
            if os.read(self._fd, 1) != b"\n":
                os.write(self._fd, b"\n")

    def append(self, content: bytes) -> None:
        _write_all(self._fd, content)

    def close(self) -> None:
        os.close(self._fd)


def _records(path: Path) -> List[Json]:
    """The objects of a file of JSON lines; torn and foreign lines are passed over."""
    try:
        lines = path.read_bytes().split(b"\n")[:-1]
    except FileNotFoundError:
        return []
    found = []
    for line in lines:
        try:
            value = json.loads(line.decode("utf-8"))
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            found.append(value)
    return found


def _step_name(step: int) -> str:
    return "%08d" % step


def _now() -> str:
    seconds = time.time()
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + ".%03dZ" % int(seconds % 1 * 1000)


# --- Processes, and the lock: one process writes a run ------------------------------------------------------------


def _machine() -> str:
    """Tells machines and containers of one host name apart, as Pairing Lab does; "" where nothing is told."""
    try:
        if sys.platform == "darwin":
            return subprocess.run(
                ["/usr/sbin/sysctl", "-n", "kern.bootsessionuuid"], capture_output=True, text=True, timeout=5, check=True
            ).stdout.strip()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return boot + " " + os.readlink("/proc/self/ns/pid")
    except (OSError, subprocess.SubprocessError):
        return ""


def _process_fields(pid: Union[int, str]) -> Optional[List[str]]:
    """The fields of /proc/PID/stat behind the name (proc(5)); None where there is no such place or process."""
    try:
        text = Path("/proc/%s/stat" % pid).read_text()
    except OSError:
        return None
    return text[text.rindex(")") + 2 :].split(" ")


_OWN: Json = {}


def _process() -> Json:
    if _OWN.get("pid") != os.getpid():
        fields = _process_fields("self")
        _OWN.update(
            pid=os.getpid(), host=socket.gethostname(), machine=_machine(), processStart="" if fields is None else fields[19]
        )
    return dict(_OWN)


def _temporary(path: Path) -> Path:
    """A name that says whose it is, so that whoever finds it after a crash may remove it."""
    own = _process()
    digest = hashlib.sha256(("%s %s" % (own["host"], own["machine"])).encode()).hexdigest()[:8]
    return path.parent / (".%s.%d-%s-%s.tmp" % (path.name, own["pid"], own["processStart"], digest))


def _is_alive(holder: Json) -> Optional[bool]:
    """Whether the process of a lock runs; None where it is on another machine and cannot be asked."""
    own = _process()
    if holder.get("host") != own["host"] or holder.get("machine") != own["machine"]:
        return None
    pid = holder.get("pid")
    if not isinstance(pid, int) or pid <= 0:
        return False
    if pid == own["pid"]:
        return True
    fields = _process_fields(pid)
    if fields is not None:
        return fields[0] not in ("Z", "X") and holder.get("processStart") in ("", fields[19])
    if os.name == "nt" or os.path.exists("/proc/self/stat"):
        # Windows kills what is asked by signal 0, so there only the heartbeat tells.
        return None if os.name == "nt" else False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


# So long may a holder that cannot be asked be silent before it is followed.
_MOST_SILENCE = 600.0


class _Lock:
    """The right to write a run: lock.json, by a hard link, so that one of several wins; see Pairing Lab's folder-lock."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "lock.json"
        self._token = secrets.token_hex(12)
        candidate = folder / (".lock-new-%s.json" % self._token)
        self._fd = os.open(str(candidate), os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        taken = False
        try:
            _write_all(self._fd, self._record())
            taken = self._take(candidate)
        finally:
            if not taken:
                os.close(self._fd)
            try:
                candidate.unlink()
            except FileNotFoundError:
                pass
        self._inode = os.fstat(self._fd).st_ino
        for claim in folder.glob(".lock-after-*.json"):
            claim.unlink()

    def _record(self) -> bytes:
        return _json_line(dict(_process(), token=self._token, heartbeatAt=_now()))

    def _read(self, path: Path) -> Optional[Json]:
        try:
            value = json.loads(path.read_text())
        except FileNotFoundError:
            return None
        except (OSError, ValueError):
            value = {}
        return value if isinstance(value, dict) else {}

    def _take(self, candidate: Path) -> bool:
        holder = self._read(self._path)
        if holder is None:
            self._link(candidate, self._path, holder)
            return True
        alive = _is_alive(holder)
        if alive is None:
            alive = time.time() - os.stat(str(self._path)).st_mtime < _MOST_SILENCE
        if alive:
            raise self._held(holder)
        token = holder.get("token")
        if not isinstance(token, str) or not re.match(r"^[0-9a-z-]{1,100}$", token):
            raise RunError("%s cannot be read; delete it if no process writes this run" % self._path)
        self._link(candidate, self._folder / (".lock-after-%s.json" % token), holder)
        os.replace(str(candidate), str(self._path))
        return True

    def _link(self, candidate: Path, path: Path, holder: Optional[Json]) -> None:
        try:
            os.link(str(candidate), str(path))
        except FileExistsError:
            raise self._held(self._read(path) or holder or {}) from None
        except OSError:
            # A file system without hard links.
            if path.exists():
                raise self._held(holder or {}) from None
            os.replace(str(candidate), str(path))

    def _held(self, holder: Json) -> RunError:
        who = "process %s on host %s" % (holder.get("pid", "?"), holder.get("host", "?"))
        return RunError("%s is being written by %s; stop that one first, or wait until it ends" % (self._folder, who))

    def check(self) -> None:
        """Raises RunError when the folder is gone or another process took the run over: nothing is written then."""
        try:
            if os.stat(str(self._path)).st_ino == self._inode:
                return
        except FileNotFoundError:
            if not self._folder.exists():
                raise RunError("%s was deleted or moved while it was written" % self._folder) from None
        raise RunError("%s: this process no longer writes here: its lock.json was taken or removed" % self._folder)

    def beat(self) -> None:
        os.lseek(self._fd, 0, os.SEEK_SET)
        _write_all(self._fd, self._record())

    def release(self) -> None:
        try:
            if os.stat(str(self._path)).st_ino == self._inode:
                self._path.unlink()
        except OSError:
            pass
        os.close(self._fd)


# --- TensorBoard's event files, PNG and NPY -----------------------------------------------------------------------


def _crc_table() -> List[int]:
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
        table.append(byte)
    return table


_CRC = _crc_table()


def _masked_crc32c(content: bytes) -> bytes:
    crc, table = 0xFFFFFFFF, _CRC
    for byte in content:
        crc = table[(crc ^ byte) & 255] ^ crc >> 8
    crc ^= 0xFFFFFFFF
    return struct.pack("<I", ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF)


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _block(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _event(step: int, content: bytes) -> bytes:
    """A record of an event file: its length, the message and both their checksums."""
    message = b"\x09" + struct.pack("<d", time.time()) + _number(2, step) + content
    length = struct.pack("<Q", len(message))
    return length + _masked_crc32c(length) + message + _masked_crc32c(message)


def _version_event() -> bytes:
    return _event(0, _block(3, b"brain.Event:2"))


def _restart_event(step: int) -> bytes:
    return _event(step, _block(7, _number(1, 1)))


def _scalars_event(step: int, values: Mapping[str, float]) -> bytes:
    summary = b"".join(
        _block(1, _block(1, tag.encode()) + b"\x15" + struct.pack("<f", value)) for tag, value in values.items()
    )
    return _event(step, _block(5, summary))


def _picture_event(step: int, tag: str, picture: "_Picture") -> bytes:
    image = _number(1, picture.height) + _number(2, picture.width) + _number(3, picture.channels) + _block(4, picture.png)
    return _event(step, _block(5, _block(1, _block(1, tag.encode()) + _block(4, image))))


class _Picture(NamedTuple):
    width: int
    height: int
    channels: int
    png: bytes


_GAP, _BACKGROUND = 2, 64


def _grid(shape: Sequence[int], values: "array[float]") -> _Picture:
    """Images [n, height, width, 1 or 3] from -1 to 1, side by side as Pairing Lab draws them."""
    count, height, width, channels = shape
    pixels = bytes(0 if not v > -1 else 255 if v >= 1 else round((v + 1) * 127.5) for v in values)
    columns = min(count, max(1, math.ceil(math.sqrt(1.5 * count))))
    across = columns * (width + _GAP) - _GAP
    down = math.ceil(count / columns) * (height + _GAP) - _GAP
    line, row = width * channels, across * channels + 1
    grid = bytearray((b"\0" + bytes([_BACKGROUND]) * (row - 1)) * down)
    for image in range(count):
        left, top = image % columns * (width + _GAP), image // columns * (height + _GAP)
        for y in range(height):
            at = (top + y) * row + 1 + left * channels
            begin = (image * height + y) * line
            grid[at : at + line] = pixels[begin : begin + line]

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", across, down, 8, 2 if channels == 3 else 0, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(grid), 6)) + chunk(b"IEND", b"")
    return _Picture(across, down, channels, png)


def _npy(shape: Sequence[int], values: "array[float]") -> bytes:
    sizes = "(%s)" % (", ".join(map(str, shape)) + ("," if len(shape) == 1 else ""))
    head = "{'descr': '<f4', 'fortran_order': False, 'shape': %s, }" % sizes
    head += " " * (-(len(head) + 11) % 64) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head.encode() + _little(values).tobytes()


def _little(values: "array[float]") -> "array[float]":
    if sys.byteorder == "big":
        values = array("f", values)
        values.byteswap()
    return values


def _floats(given: Any) -> Tuple[Tuple[int, ...], "array[float]"]:
    """Shape and float32 values of a torch, numpy or JAX array, or of nested lists. No library is imported for it."""
    if hasattr(given, "detach"):  # torch
        given = given.detach().cpu().float()
        try:
            given = given.numpy()
        except (RuntimeError, TypeError):  # torch without numpy
            return tuple(given.shape), array("f", given.reshape(-1).tolist())
    elif not hasattr(given, "astype") and hasattr(given, "__array__") and "numpy" in sys.modules:
        given = sys.modules["numpy"].asarray(given)
    if hasattr(given, "astype") and hasattr(given, "shape"):  # numpy, JAX
        values = array("f")
        values.frombytes(given.astype("float32").tobytes())
        return tuple(int(size) for size in given.shape), values
    shape: List[int] = []
    level = given
    while isinstance(level, (list, tuple)):
        shape.append(len(level))
        level = level[0] if level else None
    for _ in shape[1:]:
        if len({len(inner) for inner in given}) != 1:
            raise RunError("samples must be a regular array: its rows are not of one length")
        given = [value for inner in given for value in inner]
    return tuple(shape), array("f", given)


def _channels_last(shape: Tuple[int, ...], values: "array[float]") -> Tuple[Tuple[int, ...], "array[float]"]:
    """[n, channels, height, width], as PyTorch has images, as [n, height, width, channels]; others as they are."""
    if len(shape) == 3:
        return shape + (1,), values
    count, channels, height, width = shape
    if width in (1, 3) or channels not in (1, 3):
        return shape, values
    turned, plane = array("f", bytes(4 * len(values))), height * width
    for image in range(count):
        begin = image * channels * plane
        for c in range(channels):
            turned[begin + c : begin + channels * plane : channels] = values[begin + c * plane : begin + (c + 1) * plane]
    return (count, height, width, channels), turned


# --- Probe latents: the same numbers in every run of a latent size, so that samples compare one by one --------------


def _philox(key: int, counter: Sequence[int]) -> Tuple[int, int, int, int]:
    """Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011)."""
    mask = 0xFFFFFFFF
    k0, k1 = key & mask, key >> 32
    a, b, c, d = counter
    for _ in range(10):
        left, right = a * 0xD2511F53, c * 0xCD9E8D57
        a, b, c, d = right >> 32 ^ b ^ k0, right & mask, left >> 32 ^ d ^ k1, left & mask
        k0, k1 = (k0 + 0x9E3779B9) & mask, (k1 + 0xBB67AE85) & mask
    return a, b, c, d


_PROBE_STREAM = 6


def _probe_latents(count: int, size: int, distribution: str) -> List[List[float]]:
    normal = statistics.NormalDist()
    values: List[float] = []
    for block in range(-(-count * size // 4)):
        for bits in _philox(0, (block, 0, 0, _PROBE_STREAM)):
            u = (bits + 0.5) / 2**32
            values.append(normal.inv_cdf(u) if distribution == "normal" else 2 * u - 1)
    return [values[row * size : (row + 1) * size] for row in range(count)]


# --- The run ------------------------------------------------------------------------------------------------------

_MEASURE = re.compile(r"^(quality|collapse)/|^pairing/gradient_ratio$")
_KEY = re.compile(r"^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)*$")
_OWN_KEYS = ("name", "seed", "steps", "data", "latent", "schedule", "record")
_LOOK_EVERY, _BEAT_EVERY, _SPEED_OVER = 0.05, 1.0, 2.0
_MOST_KNOBS, _MOST_TAGS, _MOST_LINE, _TREND = 50, 1000, 65536, 16


def _text(value: Any, what: str, most: int = 200) -> str:
    if not isinstance(value, str) or not value or len(value) > most or any(ord(c) < 32 or ord(c) == 127 for c in value):
        raise RunError("%s must be a text of 1 to %d characters on one line, not %.80r" % (what, most, value))
    return value


def _whole(value: Any, what: str, least: int = 0) -> int:
    try:
        whole = int(value)
    except (TypeError, ValueError):
        whole = -1
    if whole != value or not least <= whole < 2**53:
        raise RunError("%s must be a whole number from %d on, not %.80r" % (what, least, value))
    return whole


def _finite(values: Mapping[str, Any]) -> Dict[str, float]:
    """The values that are numbers, without those that are not finite: a curve has a gap there."""
    found = {}
    for tag, value in values.items():
        number = float(value.detach() if hasattr(value, "detach") else value)
        if math.isfinite(number) and abs(number) < 3.4e38:
            found[_text(tag, "a tag", 300)] = number
    return found


def _one_line(text: str, most: int = 1000) -> str:
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= most else line[: most - 1] + "…"


class _Knob:
    """A number that may be turned while the run trains, and every value that it was given, by step."""

    def __init__(self, default: float, minimum: float, maximum: float, title: str) -> None:
        self.default, self.minimum, self.maximum, self.title = default, minimum, maximum, title

    def why_not(self, value: float) -> Optional[str]:
        if self.minimum <= value <= self.maximum:
            return None
        return "found %.12g; expected a number from %.12g to %.12g" % (value, self.minimum, self.maximum)


def create(
    runs: Union[str, Path] = "runs",
    *,
    name: str,
    steps: int,
    data: Union[str, Json],
    latent: int,
    domain: Optional[str] = None,
    distribution: str = "normal",
    seed: int = 0,
    device: str = "cpu",
    config: Optional[Json] = None,
    trainer: str = "Python",
    on_checkpoint: Optional[Callable[[int], None]] = None
) -> "Run":
    """Makes a new run in the folder `runs` and opens it. Raises RunError, OSError.

    steps: how many it is planned to take. data: what it learns from, in the words of Pairing Lab's experiments
    ({"kind": "ring", "modes": 8, "radius": 2, "std": 0.02}, {"kind": "npy", "file": "/data/points.npy"}), which draws
    real samples beside the generated ones then; or a name of your own. domain: "points" or "images", where data is a
    name of your own. latent, distribution: size of the latent codes, "normal" or "uniform" (-1 to 1). config: what
    else there is to know, such as {"optimizers": {"learningRate": 2e-4}}: shown, compared and searched, never acted on.
    trainer: what trains it, for people. on_checkpoint: called between two steps, with the last finished one, when
    somebody asks for a checkpoint; without it that is refused.
    """
    data = {"kind": data} if isinstance(data, str) else dict(data)
    _text(data.get("kind"), "data's kind", 100)
    if domain is not None:
        if domain not in ("points", "images"):
            raise RunError('domain must be "points" or "images", not %.80r' % domain)
        data["domain"] = domain
    if distribution not in ("normal", "uniform"):
        raise RunError('distribution must be "normal" or "uniform", not %.80r' % distribution)
    config = dict(config or {})
    for key in _OWN_KEYS:
        if key in config:
            raise RunError("config cannot hold %s: that has an argument of its own" % key)
    seed, steps = _whole(seed, "seed"), _whole(steps, "steps", 1)
    experiment = {
        "name": _text(name, "name", 100),
        "seed": seed,
        "steps": steps,
        "data": data,
        "latent": {"size": _whole(latent, "latent", 1), "distribution": distribution},
        **config,
    }
    can = ["set", "pause", "stop"] + ([] if on_checkpoint is None else ["checkpoint"])
    root = Path(runs)
    root.mkdir(parents=True, exist_ok=True)
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40] or "run"
    tail = "".join(secrets.choice("abcdefghijkmnpqrstuvwxyz23456789") for _ in range(4))
    identity = "%s-%s-s%d-%s" % (time.strftime("%Y-%m-%d-%H%M%S", time.gmtime()), slug, seed, tail)
    info = {
        "id": identity,
        "name": name,
        "trainer": {"name": _text(trainer, "trainer", 100), "version": "pairing_lab_run %s" % __version__, "can": can},
        "experiment": experiment,
        "seed": seed,
        "parent": None,
        "createdAt": _now(),
        "device": _text(device, "device", 100),
    }
    try:
        described = _document(info)
    except (TypeError, ValueError) as error:
        raise RunError("data and config must be plain JSON: %s" % error) from None
    beside = _temporary(root / ("new-" + identity))
    beside.mkdir()
    try:
        (beside / "samples").mkdir()
        (beside / "checkpoints").mkdir()
        (beside / "run.json").write_bytes(described)
        status = dict(_process(), state="starting", step=0, steps=steps, heartbeatAt=_now(), **_NOTHING_YET)
        (beside / "status.json").write_bytes(_document(status))
        beside.rename(root / identity)
    except BaseException:
        shutil.rmtree(str(beside), ignore_errors=True)
        raise
    return Run(root / identity, on_checkpoint=on_checkpoint)


_NOTHING_YET: Json = {"stepsPerSecond": 0, "message": "", "scalars": {}, "lastEvaluation": None, "trend": []}


def resume(
    folder: Union[str, Path],
    *,
    step: Optional[int] = None,
    steps: Optional[int] = None,
    on_checkpoint: Optional[Callable[[int], None]] = None
) -> "Run":
    """Opens a run to go on with it, as after a crash. Raises RunError, OSError.

    step: the last finished step of the state that you go on from, the run's own last one when left out. What was
    recorded of later steps becomes void, and knobs are turned again where they were. steps: another last step than planned.
    """
    return Run(Path(folder), step=step, steps=steps, on_checkpoint=on_checkpoint)


class Run:
    """An open run; `create` and `resume` make one. A context: it ends as done, stopped or failed, whichever happens."""

    def __init__(
        self,
        folder: Path,
        *,
        step: Optional[int] = None,
        steps: Optional[int] = None,
        on_checkpoint: Optional[Callable[[int], None]] = None
    ) -> None:
        self.folder = folder
        try:
            info = json.loads((folder / "run.json").read_text(encoding="utf-8"))
            status = json.loads((folder / "status.json").read_text(encoding="utf-8"))
            trainer, experiment = info["trainer"], info["experiment"]
            self._steps, self._latent = _whole(status["steps"], "steps"), experiment["latent"]
            self._images = experiment["data"].get("domain") == "images"
            last = _whole(status["step"], "step")
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise RunError("%s is no run of a Python trainer: %s" % (folder, error)) from None
        if on_checkpoint is None and "checkpoint" in trainer.get("can", []):
            on_checkpoint = self._no_checkpoint
        self._on_checkpoint = on_checkpoint
        self._mutex = threading.RLock()
        self._lock = _Lock(folder)
        self._step = last if step is None else _whole(step, "step")
        self._ended: Optional[str] = None
        self._stop = self._paused = False
        # Asked before the first step told which knobs there are.
        self._early: List[Json] = []
        self._first = self._step
        self._state, self._message = "training", ""
        self._knobs: Dict[str, _Knob] = {}
        self._turns: List[Tuple[int, str, float]] = []
        self._due: List[Tuple[int, str, float]] = []
        self._scalars: Dict[str, float] = {}
        self._evaluation: Optional[Json] = None
        # Values of coverage, and whether it was undefined between one and the one before.
        self._coverage: List[Tuple[float, bool]] = []
        self._gap = False
        self._looked = 0.0
        self._control = 0
        self._older = self._newer = (time.monotonic(), self._step)
        self._speed = 0.0
        for place in (folder, folder / "samples", folder / "checkpoints"):
            for left in place.glob(".*.tmp"):
                if place != folder or left.name.startswith(".status.json."):
                    shutil.rmtree(str(left)) if left.is_dir() else left.unlink()
        self._journal = _Appended(folder / "journal.ndjson", lines=True)
        self._evaluations = _Appended(folder / "evaluations.ndjson", lines=True)
        self._log = _Appended(folder / "trainer.log", lines=True)
        earlier = sorted(path.name for path in folder.glob("events.out.tfevents.*"))
        self._events = _Appended(folder / _next_event_file(earlier), lines=False)
        self._events.append(_version_event())
        self._answered = set()
        self._recall(status.get("state"))
        if earlier:
            self._events.append(_restart_event(self._step + 1))
        self._beating = threading.Event()
        if steps is not None and steps != self._steps:
            planned, self._steps = self._steps, _whole(steps, "steps", 1)
            self._tell({"kind": "intervention", "key": "steps", "from": planned, "to": self._steps, "by": "python"})
        self._say("training")
        self._heart = threading.Thread(target=self._beat, name="pairing-lab-heartbeat", daemon=True)
        self._heart.start()

    def _recall(self, state: Any) -> None:
        """Takes up what sessions before this one recorded."""
        for entry in _records(self.folder / "journal.ndjson"):
            if isinstance(entry.get("request"), str):
                self._answered.add(entry["request"])
            if isinstance(entry.get("controlOffset"), int):
                self._answered.add(entry["controlOffset"])
            key, to, step = entry.get("key"), entry.get("to"), entry.get("step")
            if entry.get("kind") == "intervention" and isinstance(key, str) and isinstance(to, (int, float)):
                self._turns.append((step if isinstance(step, int) else 0, key, float(to)))
        for record in _records(self.folder / "evaluations.ndjson"):
            if isinstance(record.get("step"), int) and record["step"] <= self._step:
                self._took(record)
        ended = state in ("done", "stopped", "failed")
        for request in self._requests():
            if ended:
                self._refuse(request, "the run had ended before this request was read")
            elif request["do"] in ("stop", "pause"):
                self._refuse(request, "the process that was asked is gone")
            else:
                self._serve(request)

    # What the training says

    @property
    def id(self) -> str:
        return self.folder.name

    @property
    def step(self) -> int:
        """The last finished step; 0 in a new run."""
        return self._step

    @property
    def stopped(self) -> bool:
        """Whether somebody asked it to stop."""
        return self._stop

    def steps(self) -> Iterator[int]:
        """The steps that are still to be taken, each once the one before is finished; ends early when asked to stop."""
        if self.should_stop():
            return
        while self._step < self._steps:
            step = self._step + 1
            yield step
            self._reached(step)
            if self.should_stop():
                return

    def should_stop(self) -> bool:
        """To be called between two steps, where `steps` is not used: serves what was asked, and waits while paused.

        True when somebody asked the run to stop. Cheap: the control file is looked at 20 times a second.
        """
        self._open()
        now = time.monotonic()
        if not self._stop and now - self._looked >= _LOOK_EVERY:
            self._looked = now
            self._serve_all()
            while self._paused and not self._stop:
                time.sleep(_LOOK_EVERY)
                self._serve_all()
        return self._stop

    def knob(self, key: str, default: float, minimum: float, maximum: float, title: str = "") -> float:
        """The value of a number that Pairing Lab may turn, for the next step; the first call declares it.

        key: a path such as "pairing.weight". A key of Pairing Lab's own experiments has its name and symbol there.
        """
        knob = self._knobs.get(key)
        if knob is None:
            if not isinstance(key, str) or len(key) > 200 or not _KEY.match(key):
                raise RunError('a knob\'s key must be a path such as "pairing.weight", not %.80r' % key)
            if len(self._knobs) >= _MOST_KNOBS:
                raise RunError("a run has at most %d knobs" % _MOST_KNOBS)
            knob = _Knob(float(default), float(minimum), float(maximum), _text(title or key, "a title", 100))
            if not all(map(math.isfinite, (knob.default, knob.minimum, knob.maximum))) or knob.why_not(knob.default):
                raise RunError("%s: the default must lie between two finite bounds" % key)
            self._knobs[key] = knob
            self._point(self._step, key, self._value(key))
            self._say(self._state)
        return self._value(key)

    def log(self, step: int, values: Mapping[str, Any]) -> None:
        """Scalars of a step, by TensorBoard tag ("loss/generator"). What is not finite is left out."""
        self._open()
        found = _finite(values)
        self._reached(_whole(step, "step"))
        self._scalars.update(found)
        if len(self._scalars) > _MOST_TAGS:
            raise RunError("a run has at most %d tags" % _MOST_TAGS)
        self._record(step, found)

    def samples(self, step: int, samples: Any) -> None:
        """What the generator makes of the probe latents at a step.

        Points [n, dims] in the data's own units; images from -1 to 1, [n, channels, height, width] as PyTorch has them
        or [n, height, width, channels], with 1 or 3 channels.
        """
        self._open()
        step = _whole(step, "step")
        shape, values = _floats(samples)
        if self._images and len(shape) in (3, 4):
            shape, values = _channels_last(shape, values)
        if len(shape) != (4 if self._images else 2) or 0 in shape or (self._images and shape[3] not in (1, 3)):
            wanted = "[n, height, width, 1 or 3]" if self._images else "[n, dims]"
            raise RunError("samples must be %s, not %s" % (wanted, list(shape)))
        self._lock.check()
        place = self.folder / "samples" / _step_name(step)
        if self._images:
            picture = _grid(shape, values)
            _replace(place.with_suffix(".png"), picture.png)
            with self._mutex:
                self._events.append(_picture_event(step, "samples", picture))
        _replace(place.with_suffix(".npy"), _npy(shape, values))

    def evaluation(self, step: int, values: Mapping[str, Any], undefined: Optional[Mapping[str, str]] = None) -> None:
        """Measures of a step ("quality/coverage"); `undefined` says why others have no value there."""
        self._open()
        step, found = _whole(step, "step"), _finite(values)
        reasons = {_text(tag, "a tag", 300): _one_line(str(why)) for tag, why in (undefined or {}).items()}
        for tag in values:
            if tag not in found:
                reasons.setdefault(tag, "not finite")
        record = {"step": step, "values": found, "undefined": reasons}
        with self._mutex:
            self._lock.check()
            self._evaluations.append(_json_line(record))
            self._record(step, dict(found, **{"knob/" + key: self._value(key, step) for key in self._knobs}))
            self._took(record)
        self._say(self._state)

    def generator(self, step: int, onnx: bytes) -> None:
        """The generator of a step as an ONNX model, by which Pairing Lab interpolates and draws the latent map.

        One input `latent`, float32 [n, latent size] with n open, and one output `sample`, as in `samples`: images are
        [n, height, width, channels] from -1 to 1.
        """
        self._open()
        place = self.folder / "checkpoints" / _step_name(_whole(step, "step"))
        beside = _temporary(place)
        self._lock.check()
        shutil.rmtree(str(beside), ignore_errors=True)
        beside.mkdir(parents=True)
        (beside / "generator.onnx").write_bytes(bytes(onnx))
        shutil.rmtree(str(place), ignore_errors=True)
        beside.rename(place)

    def notice(self, message: str) -> None:
        """A sentence in the run's journal."""
        self._open()
        self._tell({"kind": "notice", "message": _one_line(message)})

    def probe_latents(self, count: Optional[int] = None) -> List[List[float]]:
        """The latents that every run of this latent size renders, [count, size]: 1,024 for points, 96 for images."""
        number = (96 if self._images else 1024) if count is None else _whole(count, "count", 1)
        return _probe_latents(number, self._latent["size"], self._latent["distribution"])

    # What becomes of it

    def close(self, state: str = "done", message: str = "") -> None:
        """Ends the run: state is done, stopped or failed. Leaving the context does it. More often is no more."""
        if self._ended is not None:
            return
        self._ended = state
        self._beating.set()
        self._heart.join()
        try:
            for request in self._early + self._requests():
                self._refuse(request, "the run has ended")
            if message:
                self._log.append(("%s %s\n" % (_now(), message)).encode("utf-8", "replace"))
            self._say(state, _one_line(message))
        except RunError:
            pass
        finally:
            for file in (self._journal, self._evaluations, self._log, self._events):
                file.close()
            self._lock.release()

    def __enter__(self) -> "Run":
        return self

    def __exit__(self, kind: Any, error: Optional[BaseException], trace: Any) -> None:
        if error is None:
            self.close("stopped" if self._stop else "done")
        elif isinstance(error, KeyboardInterrupt):
            self.close("stopped", "interrupted")
        else:
            with self._mutex:
                lines = "".join(traceback.format_exception(kind, error, trace))
                self._log.append(lines.encode("utf-8", "replace"))
            self.close("failed", "%s: %s" % (kind.__name__, error))

    # The inside

    def _open(self) -> None:
        if self._ended is not None:
            raise RunError("the run has ended: nothing more can be recorded")

    def _reached(self, step: int) -> None:
        if step <= self._step:
            return
        with self._mutex:
            self._step = step
            due = [turn for turn in self._due if turn[0] <= step]
            self._due = [turn for turn in self._due if turn[0] > step]
        for at, key, value in due:
            self._point(at, key, value)
        now = time.monotonic()
        since, begun = self._older
        if now - since >= 0.25:
            self._speed = (step - begun) / (now - since)
        if now - self._newer[0] >= _SPEED_OVER:
            self._older, self._newer = self._newer, (now, step)

    def _value(self, key: str, step: Optional[int] = None) -> float:
        """A change at a step holds from the next one."""
        knob, at = self._knobs[key], self._step if step is None else step - 1
        value = knob.default
        for turned, which, to in sorted(self._turns, key=lambda turn: turn[0]):
            if which == key and turned <= at and knob.why_not(to) is None:
                value = to
        return value

    def _record(self, step: int, values: Mapping[str, float]) -> None:
        if values:
            with self._mutex:
                self._lock.check()
                self._events.append(_scalars_event(step, values))

    def _point(self, step: int, key: str, value: float) -> None:
        self._scalars["knob/" + key] = value
        self._record(step, {"knob/" + key: value})

    def _took(self, record: Json) -> None:
        self._evaluation = record
        values, undefined = record.get("values"), record.get("undefined")
        coverage = values.get("quality/coverage") if isinstance(values, dict) else None
        if isinstance(coverage, (int, float)):
            self._coverage.append((float(coverage), self._gap and bool(self._coverage)))
            self._gap = False
        elif isinstance(undefined, dict) and "quality/coverage" in undefined:
            self._gap = True

    def _trend(self) -> Json:
        """At most 16 values of coverage, and before which of them it had none meanwhile."""
        last = len(self._coverage) - 1
        picked = list(range(last + 1)) if last < _TREND else [round(i * last / (_TREND - 1)) for i in range(_TREND)]
        spans = zip(range(1, len(picked)), picked, picked[1:])
        gaps = [i for i, before, at in spans if any(gap for _, gap in self._coverage[before + 1 : at + 1])]
        return {"trend": [self._coverage[at][0] for at in picked], "trendGaps": gaps}

    def _say(self, state: str, message: str = "") -> None:
        """Writes the status: what everybody sees of the run at a glance, and its heartbeat."""
        with self._mutex:
            self._lock.check()
            changed = (state, message) != (self._state, self._message)
            self._state, self._message = state, message
            status = dict(
                _process(),
                state=state,
                step=self._step,
                steps=self._steps,
                stepsPerSecond=self._speed if state == "training" else 0,
                message=message,
                scalars={tag: value for tag, value in self._scalars.items() if not _MEASURE.match(tag)},
                lastEvaluation=self._evaluation,
                **self._trend(),
                knobs={
                    key: {
                        "title": knob.title,
                        "value": self._value(key),
                        "default": knob.default,
                        "minimum": knob.minimum,
                        "maximum": knob.maximum,
                    }
                    for key, knob in self._knobs.items()
                },
                heartbeatAt=_now(),
            )
            _replace(self.folder / "status.json", _document(status), durable=changed)
            if changed:
                # What watches the folder above hears of it.
                os.utime(str(self.folder))

    def _beat(self) -> None:
        while not self._beating.wait(_BEAT_EVERY):
            try:
                with self._mutex:
                    self._lock.beat()
                    self._say(self._state, self._message)
            except (OSError, RunError):
                # A full disk or a network that is away may pass; a run that was taken over is told by the next record.
                pass

    def _tell(self, entry: Json) -> None:
        with self._mutex:
            self._lock.check()
            self._journal.append(_json_line(dict({"at": _now(), "step": self._step}, **entry)))

    # Requests

    def _requests(self) -> List[Json]:
        """What was asked since the last look and is not answered yet; what is no request is refused or noticed here."""
        path = self.folder / "control.ndjson"
        try:
            size = path.stat().st_size
            if size < self._control:
                self._control = 0
            if size == self._control:
                return []
            with path.open("rb") as file:
                file.seek(self._control)
                content = file.read(size - self._control)
        except OSError:
            return []
        found = []
        lines = content.split(b"\n")
        for line in lines[:-1]:
            at, self._control = self._control, self._control + len(line) + 1
            if line:
                found.extend(self._understand(line, at))
        if len(lines[-1]) > _MOST_LINE:
            self._control += len(lines[-1])
        return found

    def _understand(self, line: bytes, at: int) -> List[Json]:
        try:
            value = json.loads(line.decode("utf-8")) if len(line) <= _MOST_LINE else None
        except (ValueError, RecursionError):
            value = None
        asked = value if isinstance(value, dict) else {}
        request = asked.get("id")
        if not isinstance(request, str) or not 1 <= len(request) <= 200:
            if at not in self._answered:
                self._answered.add(at)
                message = "control.ndjson: a line that is no request was skipped: %s"
                shown = _one_line(line[:80].decode("utf-8", "replace"))
                self._tell({"kind": "notice", "message": message % shown, "controlOffset": at})
            return []
        if request in self._answered:
            return []
        by = asked.get("by")
        asked["by"] = by if isinstance(by, str) and len(by) <= 200 else "unknown"
        wrong = self._wrong(asked)
        if wrong is not None:
            self._refuse(asked, "not a request: " + wrong)
            return []
        return [asked]

    def _wrong(self, asked: Json) -> Optional[str]:
        do, value = asked.get("do"), asked.get("value")
        if do not in ("set", "pause", "resume", "checkpoint", "stop"):
            return "do: expected set, pause, resume, checkpoint or stop"
        if do != "set":
            return None
        if not isinstance(asked.get("key"), str) or len(asked["key"]) > 200:
            return "key: expected a text"
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            return "value: expected a finite number"
        return None

    def _serve_all(self) -> None:
        early, self._early = self._early, []
        for request in early + self._requests():
            self._serve(request)

    def _serve(self, request: Json) -> None:
        do = request["do"]
        if do == "set":
            self._set(request)
        elif do == "pause":
            self._pause(request, True, "the run is already paused")
        elif do == "resume":
            self._pause(request, False, "the run is not paused")
        elif do == "stop":
            self._stop = True
            self._apply(request)
        elif self._on_checkpoint is None:
            self._refuse(request, "this trainer keeps no checkpoints when asked")
        else:
            try:
                self._on_checkpoint(self._step)
            except RunError as error:
                self._refuse(request, _one_line(str(error)))
            else:
                self._apply(request)

    def _no_checkpoint(self, step: int) -> None:
        raise RunError("this trainer keeps no checkpoints when asked")

    def _pause(self, request: Json, paused: bool, already: str) -> None:
        if self._paused == paused:
            self._refuse(request, already)
            return
        self._paused = paused
        self._apply(request)
        self._older = self._newer = (time.monotonic(), self._step)
        self._say("paused" if paused else "training")

    def _set(self, request: Json) -> None:
        key, value = request["key"], float(request["value"])
        knob = self._knobs.get(key)
        if knob is None and self._step == self._first:
            self._early.append(request)
            return
        why = "%s is not a knob; knobs: %s" % (key, ", ".join(self._knobs) or "none yet") if knob is None else knob.why_not(value)
        if why is not None:
            self._refuse(request, _one_line(why))
            return
        before = self._value(key)
        with self._mutex:
            self._turns.append((self._step, key, value))
            self._due.append((self._step + 1, key, value))
        self._point(self._step, key, before)
        self._apply(request, {"key": key, "from": before, "to": value})
        self._say(self._state, self._message)

    def _apply(self, request: Json, more: Optional[Json] = None) -> None:
        self._answer(request, dict({"kind": "intervention", "do": request["do"]}, **(more or {})))

    def _refuse(self, request: Json, message: str) -> None:
        self._answer(request, {"kind": "refused", "message": message})

    def _answer(self, request: Json, entry: Json) -> None:
        self._answered.add(request["id"])
        self._tell(dict(entry, request=request["id"], by=request["by"]))


def _next_event_file(earlier: Sequence[str]) -> str:
    """Later in the order of names than those that are there, whatever the clock says."""
    prefix = "events.out.tfevents."
    seconds = [re.match(r"\d{10}", name[len(prefix) :]) for name in earlier]
    latest = max([int(match.group()) for match in seconds if match] or [0])
    host = re.sub(r"[^A-Za-z0-9_-]", "-", socket.gethostname()) or "host"
    return "%s%010d.%s.%d.%d" % (prefix, max(int(time.time()), latest + 1), host, os.getpid(), len(earlier))

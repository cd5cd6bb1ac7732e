"""A process that parses what a stranger has uploaded, and may do nothing else.

It gets the bytes on stdin and answers lines on stdout. Before it looks at them it gives up, for good: memory beyond a
limit, seconds of CPU, core files, writing into any file, and opening anything (no descriptor beyond those that are
open: no file, no socket, no pipe). On Linux a filter of system calls (seccomp) also takes the calls away that start
programs, make sockets, open files or look into other processes; where the machine has no such filter the limits stand
alone. What ends it is told as a fault of the file.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct
import sys

from matcher.cv.limits import CPU_S, MEMORY_BYTES

_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
"""``prctl`` numbers of Linux (linux/prctl.h, linux/seccomp.h)."""

_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 1  # refuse with EPERM
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_OTHER_TABLE = 0x40000000
"""Numbers from here on are those of x32, a second table of the same calls."""

_CALLS: dict[str, tuple[int, tuple[int, ...]]] = {
    # open openat openat2 creat | socket connect bind sendto socketpair | clone fork vfork clone3 execve execveat |
    # ptrace process_vm_readv process_vm_writev | kill tkill tgkill | unlink unlinkat rename renameat renameat2 |
    # mount umount2 unshare setns bpf io_uring_setup memfd_create pidfd_getfd
    "x86_64": (
        0xC000003E,
        (
            2,
            257,
            437,
            85,
            41,
            42,
            49,
            44,
            53,
            56,
            57,
            58,
            435,
            59,
            322,
            101,
            310,
            311,
            62,
            200,
            234,
            87,
            263,
            82,
            264,
            316,
            165,
            166,
            272,
            308,
            321,
            425,
            319,
            438,
        ),
    ),
    "aarch64": (
        0xC00000B7,
        (
            56,
            437,
            198,
            203,
            200,
            206,
            199,
            220,
            435,
            221,
            281,
            117,
            270,
            271,
            129,
            130,
            131,
            35,
            38,
            276,
            40,
            39,
            97,
            268,
            280,
            425,
            279,
            438,
        ),
    ),
}
"""Machine to its audit architecture and the calls that are refused (numbers of the kernel's tables)."""


def confine(memory: int = MEMORY_BYTES, cpu_s: int = CPU_S) -> bool:
    """Give up everything but computing; all that is needed must be imported and read before.

    Args:
        memory: Address space in bytes.
        cpu_s: Seconds of CPU.

    Returns:
        Whether the filter of system calls stands too.
    """
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu_s),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    return sys.platform == "linux" and _filter_calls()


def _filter_calls() -> bool:
    """Refuse the calls of ``_CALLS``; False where the kernel or the machine knows no such filter."""
    known = _CALLS.get(platform.machine())
    if known is None:
        return False
    architecture, calls = known
    steps = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, architecture), (_RETURN, 0, 0, _REFUSE), (_LOAD, 0, 0, 0)]
    steps += [(_AT_LEAST, len(calls) + 1, 0, _OTHER_TABLE)]
    steps += [(_EQUAL, len(calls) - at, 0, call) for at, call in enumerate(calls)]
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(steps), ctypes.addressof(code)))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    if prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(prctl(_SET_SECCOMP, _FILTER, ctypes.c_void_p(ctypes.addressof(program)), 0, 0) == 0)


def quiet_environment() -> dict[str, str]:
    """The environment of the process: nothing but where Python finds its modules; no key of ours is in it."""
    kept = ("PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "LANG", "LD_LIBRARY_PATH")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"PYTHONDONTWRITEBYTECODE": "1"}

"""Every error that EDC raises on purpose.

    EdcError
    ├── UsageError       wrong use, or no permission: change the command (exit code 2)
    ├── InputError       this input cannot be processed: here is why, and what to do (exit code 3)
    ├── TransientError   try again later: locked, disk full, service away (exit code 4)
    └── InvariantError   a bug in EDC (exit code 1)

A message names the file, quotes the value, and says the remedy.
"""

from __future__ import annotations

import errno
from typing import ClassVar


class EdcError(Exception):
    """The root; never raised itself."""

    exit_code: ClassVar[int] = 1


class UsageError(EdcError):
    exit_code = 2


class InputError(EdcError):
    exit_code = 3


class TransientError(EdcError):
    exit_code = 4


class InvariantError(EdcError):
    exit_code = 1


def from_os_error(error: OSError, doing: str) -> EdcError | None:
    """The EDC error for a full disk or a forbidden folder; None where the operating system's is unknown to us."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return TransientError(f"{doing}: no space left on the disk. Free some and run the command again: "
                              "what was finished is kept.")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return UsageError(f"{doing}: no permission to write {error.filename or 'there'}. "
                          "Choose another --out or change the folder's rights.")
    return None

"""A child process that ends when its parent was killed, so that no orphan keeps the port."""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def end_with_parent(parent: int | None) -> None:
    """Have Linux send SIGTERM to this process when its parent dies; elsewhere do nothing.

    `parent`: the process id it was started by, None when there is nobody to outlive. One that died
    before this was asked sends nothing any more: then this process ends here and now.
    """
    if sys.platform != "linux" or parent is None:
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)

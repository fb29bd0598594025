"""Kernels that keep to themselves: own sockets, own settings, one thread, this interpreter."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from traitlets import Dict, Int
from traitlets.config import Config

_ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
}
"""Processes run side by side, so each computes on one core; figures go to the notebook."""


@dataclass(frozen=True, slots=True)
class PrivateKernel:
    """A kernel's settings, and what its process said outside of the notebook.

    Attributes
    ----------
    config : traitlets.config.Config
        Settings for `PrivateKernelManager`.
    log : BinaryIO
        Standard output and error of the kernel's process.
    """

    config: Config
    log: BinaryIO

    def last_words(self) -> str:
        """Give the last line that the process wrote; empty where it wrote none."""
        self.log.seek(0)
        lines = self.log.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else ""


class PrivateKernelManager(AsyncKernelManager):
    """Starts this very interpreter as the kernel, whatever kernels the user has installed."""

    environment = Dict(help="Environment variables added for the kernel.").tag(config=True)
    log_handle = Int(help="File to which the kernel's process may complain.").tag(config=True)

    @property
    def kernel_spec(self) -> KernelSpec:
        """The interpreter that runs the batch."""
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name="Python 3", language="python")

    async def _async_launch_kernel(self, kernel_cmd: list[str], **options: object) -> None:
        own = {"env": {**os.environ, **self.environment}, "stdout": self.log_handle, "stderr": self.log_handle}
        await super()._async_launch_kernel(kernel_cmd, **{**options, **own})


@contextmanager
def private_kernel(session: Path) -> Iterator[PrivateKernel]:
    """Give the settings of a kernel with a folder of its own, removed afterwards.

    Kernels on TCP ports race for them when many start at once; sockets in a private folder can't
    meet. Where there are no such sockets (Windows) TCP is used.

    Parameters
    ----------
    session : pathlib.Path
        Folder of the whole batch.

    Yields
    ------
    PrivateKernel
        Its settings and its log.
    """
    with (
        tempfile.TemporaryDirectory(dir=session, prefix="", ignore_cleanup_errors=True) as folder,
        Path(folder, "log").open("w+b") as log,
    ):
        environment = {**_ENVIRONMENT, "IPYTHONDIR": f"{folder}/ipython"}
        settings = {"connection_file": f"{folder}/c.json", "log_handle": log.fileno(), "environment": environment}
        if os.name == "posix":
            settings |= {"transport": "ipc", "ip": f"{folder}/s"}
        yield PrivateKernel(Config({"PrivateKernelManager": settings}), log)

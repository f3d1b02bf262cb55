"""Sticks for tests: images with the file systems sticks have, plugged in through FUSE, pulled by ending their driver."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True, kw_only=True)
class Format:
    """A file system of sticks: what makes it in an image, and what drives it, staying in the foreground."""

    name: str
    make: tuple[str, ...]
    drive: tuple[str, ...]
    locked: tuple[str, ...]  # as drive, for a stick whose lock is set
    smallest: int  # MB
    needs_device: bool = False


FAT32 = Format(
    name="fat32",
    make=("mkfs.vfat", "-F", "32"),
    drive=("fusefat", "-f", "-s", "-o", "rw+"),
    locked=("fusefat", "-f", "-s", "-o", "ro"),
    smallest=34,
)
EXFAT = Format(
    name="exfat",
    make=("mkfs.exfat",),
    drive=("mount.exfat-fuse", "-d"),
    locked=("mount.exfat-fuse", "-d", "-o", "ro"),
    smallest=30,
    needs_device=True,
)
NTFS = Format(
    name="ntfs",
    make=("mkfs.ntfs", "-F", "-q", "-f"),
    drive=("ntfs-3g", "-o", "no_detach,windows_names"),
    locked=("ntfs-3g", "-o", "no_detach,windows_names,ro"),
    smallest=30,
)


class Stick:
    """An image that can be plugged in at a folder, again and again."""

    def __init__(self, kind: Format, image: Path, folder: Path, megabytes: int = 0) -> None:
        skip_without(kind)
        self.kind, self.image, self.folder = kind, image, folder
        folder.mkdir()
        with image.open("xb") as made:
            made.truncate((megabytes or kind.smallest) << 20)
        subprocess.run([*kind.make, str(image)], check=True, capture_output=True)
        self._said = image.with_suffix(".log")
        self._driver: subprocess.Popen[bytes] | None = None

    @contextlib.contextmanager
    def plugged(self, *, locked: bool = False) -> Iterator[Path]:
        """The folder of the stick while it is plugged in; written to the image when this is left, whatever happened inside."""
        with contextlib.ExitStack() as stack:
            source = stack.enter_context(_device(self.image)) if self.kind.needs_device else str(self.image)
            stack.callback(self._unplug)
            command = [*(self.kind.locked if locked else self.kind.drive), source, str(self.folder)]
            with self._said.open("wb") as said:  # a pipe that nobody empties would stop the driver
                self._driver = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said)
            self._wait_until_there(self._driver)
            yield self.folder

    def pull(self) -> None:
        """Nothing of the stick answers any more, from one moment to the next."""
        assert self._driver is not None
        self._driver.kill()
        self._driver.wait(10)

    def _wait_until_there(self, driver: subprocess.Popen[bytes]) -> None:
        for _attempt in range(500):
            if os.path.ismount(self.folder):
                return
            if driver.poll() is not None:
                said = self._said.read_text("utf-8", "replace")
                pytest.skip(f"{self.kind.drive[0]} may not mount here: {said.strip()[-120:]}")
            time.sleep(0.01)
        pytest.fail(f"{self.kind.drive[0]} does not mount")

    def _unplug(self) -> None:
        driver, self._driver = self._driver, None
        if _is_mounted(self.folder) and subprocess.run(["umount", str(self.folder)], capture_output=True).returncode:
            subprocess.run(["umount", "-l", str(self.folder)], check=True)
        if driver is None:
            return
        try:
            driver.wait(10)  # only now everything is in the image
        except subprocess.TimeoutExpired:
            driver.kill()
            driver.wait(10)


def skip_without(kind: Format) -> None:
    """Skip the test where this machine cannot plug such a stick in, and say why."""
    if not hasattr(os, "geteuid") or os.geteuid():
        pytest.skip("only an administrator of Linux may mount")
    if not os.access("/dev/fuse", os.R_OK | os.W_OK):
        pytest.skip("this machine has no /dev/fuse")
    tools = [kind.make[0], kind.drive[0], "umount", *(["losetup"] if kind.needs_device else [])]
    for tool in tools:
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")


@contextlib.contextmanager
def _device(image: Path) -> Iterator[str]:
    made = subprocess.run(["losetup", "-f", "--show", str(image)], capture_output=True, text=True)
    if made.returncode:
        pytest.skip(f"no loop device may be made here: {made.stderr.strip()[-120:]}")
    try:
        yield made.stdout.strip()
    finally:
        subprocess.run(["losetup", "-d", made.stdout.strip()], check=True)


def _is_mounted(folder: Path) -> bool:
    """By the system's list: a stick whose driver has died answers no question."""
    return any(line.split()[1] == str(folder) for line in Path("/proc/mounts").read_text("utf-8").splitlines())

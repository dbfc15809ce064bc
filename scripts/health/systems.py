"""The command that gets a program or a library, by the package manager of this machine."""

from __future__ import annotations

import os
import shutil

_INSTALL = {
    "apt-get": "apt-get install -y",
    "dnf": "dnf install -y",
    "pacman": "pacman -S --needed",
    "brew": "brew install",
}
# What cairo and pango are built against for Python, and programs.
_PACKAGES = {
    "cairo": ("libcairo2-dev pkg-config gcc python3-dev", "cairo-devel gcc python3-devel", "cairo gcc", "cairo"),
    "pango": ("libpango1.0-dev pkg-config gcc python3-dev", "pango-devel gcc python3-devel", "pango gcc", "pango"),
    "chromium": ("chromium", "chromium", "chromium", "--cask chromium"),
    "ffmpeg": ("ffmpeg", "ffmpeg-free", "ffmpeg", "ffmpeg"),
    "python": ("python3 python3-venv", "python3", "python", "python"),
}


def install_line(wanted: str) -> str:
    """The command that installs it; where no manager is known, what to install."""
    for (manager, install), packages in zip(_INSTALL.items(), _PACKAGES[wanted], strict=True):
        if shutil.which(manager):
            root = "" if manager == "brew" or os.geteuid() == 0 else "sudo "
            return f"{root}{install} {packages}"
    return f"install {wanted}"

"""The cli room: the commands, and what starts and keeps the platform."""

from zhuchao.cli.runner import main

__all__ = ["main"]

"""The door of the desk, which stands with the accounts: other rooms use it too."""

from zhuchao.access.door import staff

__all__ = ["staff"]

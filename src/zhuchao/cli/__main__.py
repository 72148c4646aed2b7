"""`python -m zhuchao.cli`, the way child processes are started."""

from zhuchao.cli import main

main()

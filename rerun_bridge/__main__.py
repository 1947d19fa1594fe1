"""``python -m rerun_bridge`` is ``rerun-bridge``."""

from __future__ import annotations

import sys

from rerun_bridge.cli import main

__all__: list[str] = []

if __name__ == '__main__':
    sys.exit(main())

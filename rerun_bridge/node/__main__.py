"""``python -m rerun_bridge.node``, where no workspace is built."""

from __future__ import annotations

from rerun_bridge.node import main

if __name__ == '__main__':
    main()

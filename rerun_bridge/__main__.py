"""``python -m rerun_bridge`` is ``rerun-bridge``."""

from __future__ import annotations

from rerun_bridge.cli.program import run

__all__: list[str] = []

if __name__ == '__main__':
    run()

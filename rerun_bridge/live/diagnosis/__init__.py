"""
Why a topic is not shown: from what a session has seen to one line, and one that says what to do.

Pure: whoever looks at graphs, machines and viewers gives what was found there.
"""

from __future__ import annotations

from rerun_bridge.live.diagnosis.evidence import Evidence, Finding, Machine
from rerun_bridge.live.diagnosis.examination import examine

__all__ = ['Evidence', 'Finding', 'Machine', 'examine']

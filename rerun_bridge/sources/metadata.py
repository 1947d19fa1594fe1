"""
``metadata.yaml`` of a bag folder, in every version rosbag2 has written.

Versions 1-3 know no compression or no QoS, 4 adds QoS texts, 5 lists files, 6-8 add custom data
and the distro, 9 writes QoS as a list instead of a text and adds type hashes. What is absent has
its default; what is there is taken as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from rerun_bridge.errors import SourceError
from rerun_bridge.nouns import dataclass, field

__all__ = ['BagMetadata', 'read_metadata']


@dataclass(frozen=True)
class BagMetadata:
    """
    What is of use in a bag's metadata.

    :param files: relative to the folder.
    :param profiles: topic to its publishers' QoS, as text.
    :param counts: topic to how many messages of it all files have together.
    """

    version: int = 0
    storage: str = ''
    files: tuple[str, ...] = ()
    ros_distro: str = ''
    profiles: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)


def _texts(values: object) -> tuple[str, ...]:
    return tuple(map(str, values)) if isinstance(values, list) else ()


def _topics(entries: object) -> Iterator[tuple[str, Mapping[str, object], object]]:
    """Yield name, settings and message count of each topic."""
    for entry in entries if isinstance(entries, list) else []:
        topic = entry.get('topic_metadata') if isinstance(entry, dict) else None
        if isinstance(topic, dict):
            yield str(topic.get('name')), topic, entry.get('message_count')


def _profiles(topic: Mapping[str, object]) -> str:
    profiles = topic.get('offered_qos_profiles') or ''
    if isinstance(profiles, str):
        return profiles
    import json  # slow to load, and seldom needed

    return json.dumps(profiles, default=str)


def read_metadata(path: Path) -> BagMetadata:
    """
    Return the metadata of a bag.

    :param path: of the ``metadata.yaml``.
    :raises SourceError: it cannot be read or is not what rosbag2 writes.
    """
    import yaml  # only folders need it, and start-up counts

    loader = getattr(yaml, 'CSafeLoader', yaml.SafeLoader)
    try:
        document = yaml.load(path.read_text('utf-8', 'replace'), loader)
    except OSError as error:
        raise SourceError(f'cannot be opened: {error.strerror}', file=str(path)) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        where = getattr(getattr(error, 'problem_mark', None), 'line', 0) + 1
        raise SourceError(f'line {where} is not YAML', file=str(path)) from error
    info = document.get('rosbag2_bagfile_information') if isinstance(document, dict) else None
    if not isinstance(info, dict):
        raise SourceError('has no rosbag2_bagfile_information', file=str(path))
    version = info.get('version')
    topics = list(_topics(info.get('topics_with_message_count')))
    return BagMetadata(
        version if isinstance(version, int) else 0,
        str(info.get('storage_identifier') or ''),
        _texts(info.get('relative_file_paths')),
        str(info.get('ros_distro') or ''),
        {name: text for name, topic, _ in topics if (text := _profiles(topic))},
        {name: count for name, _, count in topics if isinstance(count, int)},
    )

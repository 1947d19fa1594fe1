"""The layout of recordings with pictures."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pytest

from rerun_bridge.cli import main
from rerun_bridge.default_layout import SeenEntities, default_layout
from rerun_bridge.messages import TypeName
from rerun_bridge.sdk.archetypes import Points3D, Scalars
from rerun_bridge.sdk.entity_path import EntityPath
from rerun_bridge.sdk.rrd.decoder import FoundChunk, read_rrd
from test.support.chunks import STAMP, chunk_of, times
from test.support.golden import ChunkList
from test.support.small_bags import ENCAPSULATION, new_bag
from test.support.standard_types import definition_of


def cells(archetype: Any) -> dict[str, Any]:
    """Return the values of an archetype by field, as they were given."""
    return {
        component.descriptor.component.partition(':')[2]: component.rows([cell]).lists.to_pylist()[
            0
        ]
        for component, cell in archetype.cells.items()
    }


def views_of(entities: dict[str, tuple[str, ...]], *topics: str) -> list[tuple[str, str, Any]]:
    """Return kind, origin and contents of the views of a layout."""
    archetypes = {
        EntityPath.parse(path): [f'rerun.archetypes.{name}' for name in names]
        for path, names in entities.items()
    }
    layout = default_layout(archetypes, [EntityPath.parse(topic) for topic in topics])
    if layout is None:
        return []
    rows = [(path, cells(fields)) for path, fields in layout.rows()]
    contents = {path: fields['query'] for path, fields in rows if 'query' in fields}
    return [
        (
            fields['class_identifier'][0],
            fields['space_origin'][0],
            contents[f'{path}/ViewContents'],
        )
        for path, fields in rows
        if 'class_identifier' in fields
    ]


def test_every_picture_has_a_view() -> None:
    """Centred on it; space and map are there only if there is something in them."""
    pictures = {'/left/image': ('Image',), '/right/image': ('VideoStream', 'CoordinateFrame')}
    assert views_of(pictures) == [
        ('2D', '/left/image', ['$origin/**']),
        ('2D', '/right/image', ['$origin/**']),
    ]
    more = {'/right/info': ('Pinhole',), '/fix': ('GeoPoints',)}
    kinds = [kind for kind, _, _ in views_of({**pictures, **more})]
    assert sorted(kinds) == ['2D', '2D', '3D', 'Map']


def test_a_picture_below_another_has_its_own_view_only() -> None:
    """As image_transport names them."""
    found = views_of({'/cam/image': ('Image',), '/cam/image/compressed': ('EncodedImage',)})
    assert found == [
        ('2D', '/cam/image', ['$origin/**', '- /cam/image/compressed/**']),
        ('2D', '/cam/image/compressed', ['$origin/**']),
    ]


def test_plots_of_a_topic_share_a_view() -> None:
    """Whatever is below it and is no plot is not in there."""
    entities = {
        '/image': ('Image',),
        '/imu': ('Scalars', 'SeriesLines'),
        '/imu/fields': ('sensor_msgs.msg.Imu',),
        '/cmd/linear x': ('Scalars',),
        '/cmd/angular': ('Scalars',),
    }
    found = views_of(entities, '/imu', '/cmd', '/image')
    assert found[1:] == [
        ('TimeSeries', '/cmd', ['+ /cmd/angular', r'+ /cmd/linear\ x']),
        ('TimeSeries', '/imu', ['+ /imu']),
    ]


def test_texts_and_states() -> None:
    """One log, one view of states, each document by itself."""
    entities = {
        '/image': ('EncodedImage',),
        '/rosout': ('TextLog',),
        '/diagnostics/a': ('StateChange', 'StateConfiguration'),
        '/robot_description': ('TextLog', 'TextDocument'),
    }
    assert [(kind, origin) for kind, origin, _ in views_of(entities)[1:]] == [
        ('TextLog', '/'),
        ('StateTimeline', '/'),
        ('TextDocument', '/robot_description'),
    ]


def test_many_pictures_become_tabs() -> None:
    """All of them."""
    for count in (1, 3, 4, 6, 7, 20):
        found = views_of({f'/cam{number:02}': ('DepthImage',) for number in range(count)})
        assert [origin for _, origin, _ in found] == [f'/cam{n:02}' for n in range(count)]


def test_without_pictures_the_viewer_decides() -> None:
    """As it does for nothing at all."""
    assert views_of({'/points': ('Points3D',), '/x': ('Scalars',)}) == []
    assert views_of({}) == []


def test_fields_are_no_drawings() -> None:
    """A type of somebody's may be called as an archetype is."""
    kept = {EntityPath.parse('/a'): {'sensor_msgs.msg.Image', 'my_msgs.msg.VideoStream', ''}}
    assert default_layout(kept, []) is None
    seen = SeenEntities(ChunkList())
    seen.archetypes = {**kept, EntityPath.parse('/b'): {'rerun.archetypes.DepthImage'}}
    pictures = [seen.pictures(EntityPath.parse(path)) for path in ('/a', '/b')]
    assert pictures == [[], ['DepthImage']]


def test_what_entities_have_is_noted() -> None:
    """Of all chunks, which go on as they are."""
    chunks = ChunkList()
    seen = SeenEntities(chunks)
    plot = chunk_of('/a', [times(STAMP, 1)], [Scalars.scalars.column([1.0])])
    points = chunk_of('/a', [times(STAMP, 1)], [Points3D.positions.column([[1.0, 2, 3]])])
    for chunk in (plot, points):
        seen.send_chunk(chunk)
    assert list(chunks) == [plot, points]
    names = {'rerun.archetypes.Scalars', 'rerun.archetypes.Points3D'}
    assert seen.archetypes == {EntityPath.parse('/a'): names}
    assert seen.pictures(EntityPath.parse('/a')) == seen.pictures(EntityPath.parse('/b')) == []


def test_a_bag_with_pictures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its layout is in the file, unless the configuration says otherwise; the report is exact."""
    bag_path, out, config = (tmp_path / name for name in ('a.mcap', 'a.rrd', 'a.yaml'))
    image = TypeName('sensor_msgs/msg/CompressedImage')
    with new_bag(bag_path) as bag:
        bag.channel('/camera', image, definition_of(image).text)
        strings = struct.pack('<IB3xI5s3x', 1, 0, 5, b'jpeg\0')
        data = struct.pack('<I', 4) + b'\xff\xd8\xff\xe0'
        bag.message('/camera', ENCAPSULATION + bytes(8) + strings + data)
    config.write_text('recording: {layout: false}')
    kinds = []
    for arguments in ((), ('-c', str(config))):
        assert main(['convert', str(bag_path), '-o', str(out), '-f', *arguments]) == 0
        found = read_rrd(out.read_bytes())
        kinds.append({each.store.kind for each in found if isinstance(each, FoundChunk)})
    assert kinds == [{'recording', 'blueprint'}, {'recording'}]
    assert capsys.readouterr().out.count('1  EncodedImage\n') == 2

"""Frames from the configuration, as static chunks; the official viewer's words for them."""

from __future__ import annotations

from rerun_bridge.extra_frames import extra_chunks
from rerun_bridge.frames import ExtraPinhole, ExtraTransform, Frames

MATRIX = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0)


def _cells(frames: Frames) -> dict[str, dict[str, object]]:
    return {
        str(chunk.entity_path): {
            column.descriptor.component: column.lists.to_pylist()[0] for column in chunk.components
        }
        for chunk in extra_chunks(frames)
        if chunk.is_static
    }


def test_nothing_is_nothing() -> None:
    """Without extra frames there are no chunks."""
    assert list(extra_chunks(Frames())) == []


def test_a_transform() -> None:
    """The matrix is row by row in the file and column by column in the recording."""
    transform = ExtraTransform('base', 'arm/camera', MATRIX)
    (cells,) = _cells(Frames(extra_transforms=(transform,))).values()
    assert cells == {
        'Transform3D:translation': [[4, 8, 12]],
        'Transform3D:mat3x3': [[1, 5, 9, 2, 6, 10, 3, 7, 11]],
        'Transform3D:parent_frame': ['base'],
        'Transform3D:child_frame': ['arm/camera'],
    }


def test_a_transform_from_the_parent() -> None:
    """As Rerun calls it: ChildFromParent is 2."""
    transform = ExtraTransform('base', 'camera', MATRIX, from_parent=True)
    (cells,) = _cells(Frames(extra_transforms=(transform,))).values()
    assert cells['Transform3D:relation'] == [2]


def test_every_child_has_an_entity_of_its_own() -> None:
    """Of a static entity only the newest row counts."""
    transforms = tuple(ExtraTransform('base', name, MATRIX) for name in ('a', 'b/c'))
    paths = set(_cells(Frames(extra_transforms=transforms)))
    assert paths == {'/extra_transforms/a', r'/extra_transforms/b\/c'}


def test_a_pinhole() -> None:
    """Like one of a camera_info: from the camera's frame to the image plane of its pictures."""
    pinhole = ExtraPinhole('cam', 640, 480, (1, 2, 3, 4, 5, 6, 7, 8, 9))
    assert _cells(Frames(extra_pinholes=(pinhole,))) == {
        '/extra_pinholes/cam': {
            'Pinhole:image_from_camera': [[1, 4, 7, 2, 5, 8, 3, 6, 9]],
            'Pinhole:resolution': [[640, 480]],
            'Pinhole:camera_xyz': [[3, 2, 5]],
            'Pinhole:parent_frame': ['cam'],
            'Pinhole:child_frame': ['cam_image_plane'],
        }
    }

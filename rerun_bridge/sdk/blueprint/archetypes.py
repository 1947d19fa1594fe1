"""What a blueprint is written with: archetypes of their own, of which a viewer knows more."""

from __future__ import annotations

from enum import IntEnum

from rerun_bridge.sdk.archetypes.archetype import Archetype, Component
from rerun_bridge.sdk.archetypes.arrow_types import BOOL, F32, U8, U32, UTF8
from rerun_bridge.sdk.arrow.types import DataType, vector_of
from rerun_bridge.sdk.component import ComponentDescriptor

__all__ = [
    'ContainerBlueprint',
    'ContainerKind',
    'PanelBlueprint',
    'PanelState',
    'TimePanelBlueprint',
    'ViewBlueprint',
    'ViewContents',
    'ViewportBlueprint',
]

UUID = vector_of(U8, 16)
OF_BLUEPRINTS, OF_RECORDINGS = 'rerun.blueprint.components', 'rerun.components'


class ContainerKind(IntEnum):
    """How a container shows what is in it."""

    TABS = 1
    HORIZONTAL = 2
    VERTICAL = 3
    GRID = 4


class PanelState(IntEnum):
    """How much of a panel is seen."""

    HIDDEN = 1
    COLLAPSED = 2
    EXPANDED = 3


class _Component(Component):
    """A component of a blueprint's archetype."""

    def __init__(self, component_type: str, arrow_type: DataType, of: str = OF_BLUEPRINTS) -> None:
        super().__init__(component_type, arrow_type)
        self._of = of

    def __set_name__(self, owner: type, name: str) -> None:
        """Take the archetype's and the field's name."""
        self.descriptor = ComponentDescriptor(
            f'{owner.__name__}:{name}',
            f'rerun.blueprint.archetypes.{owner.__name__}',
            f'{self._of}.{self.component_type}',
        )


class ViewportBlueprint(Archetype):
    """All that is not a panel."""

    root_container = _Component('RootContainer', UUID)
    auto_layout = _Component('AutoLayout', BOOL)
    auto_views = _Component('AutoViews', BOOL)


class ContainerBlueprint(Archetype):
    """Views and containers beside each other."""

    container_kind = _Component('ContainerKind', U8)
    display_name = _Component('Name', UTF8, OF_RECORDINGS)
    contents = _Component('IncludedContent', UTF8)
    col_shares = _Component('ColumnShare', F32)
    row_shares = _Component('RowShare', F32)
    active_tab = _Component('ActiveTab', UTF8)
    visible = _Component('Visible', BOOL, OF_RECORDINGS)
    grid_columns = _Component('GridColumns', U32)


class ViewBlueprint(Archetype):
    """One view."""

    class_identifier = _Component('ViewClass', UTF8)
    display_name = _Component('Name', UTF8, OF_RECORDINGS)
    space_origin = _Component('ViewOrigin', UTF8)
    visible = _Component('Visible', BOOL, OF_RECORDINGS)


class ViewContents(Archetype):
    """Which entities a view shows."""

    query = _Component('QueryExpression', UTF8)


class PanelBlueprint(Archetype):
    """A panel at the edge."""

    state = _Component('PanelState', U8)


class TimePanelBlueprint(Archetype):
    """The panel of the times."""

    state = _Component('PanelState', U8)
    timeline = _Component('TimelineName', UTF8)

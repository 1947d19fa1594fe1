"""
Blueprints: which views a viewer shows, and how they are laid out.

Names and arguments are those of ``rerun.blueprint``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from rerun_bridge.sdk.archetypes.archetype import Archetype
from rerun_bridge.sdk.blueprint.archetypes import (
    ContainerBlueprint,
    ContainerKind,
    PanelBlueprint,
    PanelState,
    TimePanelBlueprint,
    ViewBlueprint,
    ViewContents,
    ViewportBlueprint,
)
from rerun_bridge.sdk.ids import random_uuid, uuid_text

if TYPE_CHECKING:
    from uuid import UUID

__all__ = [
    'BlueprintLike',
    'BlueprintPanel',
    'Container',
    'Blueprint',
    'Grid',
    'Horizontal',
    'Panel',
    'SelectionPanel',
    'Tabs',
    'TimePanel',
    'Vertical',
    'View',
]

Row: TypeAlias = 'tuple[str, Archetype]'
"""An entity path, and what to log there."""


class View:
    """
    A view.

    :param origin: the entity that it is centred on.
    :param contents: which entities it shows: queries like ``$origin/**``, ``+ /a/**``, ``- /b``.
    :param name: its title.
    :param class_identifier: what kind of view; the classes below know theirs.
    """

    class_identifier: ClassVar[str] = ''

    def __init__(
        self,
        *,
        origin: str = '/',
        contents: str | Sequence[str] = '$origin/**',
        name: str | None = None,
        visible: bool | None = None,
        class_identifier: str | None = None,
    ) -> None:
        self._path = f'view/{uuid_text(random_uuid())}'
        self._origin = origin
        self._contents = contents
        self.name = name
        self._visible = visible
        self._class = class_identifier or self.class_identifier

    @property
    def path(self) -> str:
        """Where it is in the blueprint."""
        return self._path

    def rows(self) -> Iterator[Row]:
        """Yield what the blueprint says of it."""
        yield (
            self._path,
            ViewBlueprint.from_fields(
                class_identifier=self._class,
                display_name=self.name,
                space_origin=self._origin,
                visible=self._visible,
            ),
        )
        yield f'{self._path}/ViewContents', ViewContents.from_fields(query=self._contents)


class Container:
    """
    Views and containers together.

    :param args: what is in it; or ``contents``.
    :param column_shares: how wide the columns are, in proportion to each other.
    :param row_shares: likewise how high the rows are.
    :param active_tab: which tab is in front: its number, or the name of the view.
    """

    _kind: ClassVar[ContainerKind]

    def __init__(
        self,
        *args: Container | View,
        contents: Iterable[Container | View] | None = None,
        column_shares: Sequence[float] | None = None,
        row_shares: Sequence[float] | None = None,
        grid_columns: int | None = None,
        active_tab: int | str | None = None,
        name: str | None = None,
        visible: bool | None = None,
    ) -> None:
        if args and contents is not None:
            raise ValueError('contents given twice: by position and by name')
        self._contents = list(args if contents is None else contents)
        self._id = random_uuid()
        self.name = name
        self._fields: dict[str, Any] = {
            'container_kind': self._kind,
            'col_shares': column_shares,
            'row_shares': row_shares,
            'grid_columns': grid_columns,
            'active_tab': None if active_tab is None else self._tab(active_tab),
            'display_name': name,
            'visible': visible,
        }

    def _tab(self, tab: int | str) -> str:
        named = [each for each in self._contents if isinstance(tab, str) and each.name == tab]
        if isinstance(tab, str) and not named:
            raise ValueError(f'no tab is called {tab!r}')
        return named[0].path if isinstance(tab, str) else self._contents[tab].path

    @property
    def id(self) -> UUID:
        """What the blueprint calls it."""
        from uuid import UUID  # start-up

        return UUID(bytes=self._id)

    @property
    def id_bytes(self) -> bytes:
        """The same as 16 bytes."""
        return self._id

    @property
    def path(self) -> str:
        """Where it is in the blueprint."""
        return f'container/{uuid_text(self._id)}'

    def rows(self) -> Iterator[Row]:
        """Yield what the blueprint says of it, and of what is in it."""
        for each in self._contents:
            yield from each.rows()
        contents = [each.path for each in self._contents]
        yield self.path, ContainerBlueprint.from_fields(contents=contents, **self._fields)


class Horizontal(Container):
    """Beside each other."""

    _kind = ContainerKind.HORIZONTAL


class Vertical(Container):
    """Above each other."""

    _kind = ContainerKind.VERTICAL


class Grid(Container):
    """In rows and columns."""

    _kind = ContainerKind.GRID


class Tabs(Container):
    """One in front of the others."""

    _kind = ContainerKind.TABS


class Panel:
    """
    A panel at the edge of the viewer.

    :param state: ``hidden``, ``collapsed`` or ``expanded``.
    :param expanded: the old way to say so.
    """

    path: ClassVar[str]

    def __init__(self, *, state: str | None = None, expanded: bool | None = None) -> None:
        if state is None and expanded is not None:
            state = 'expanded' if expanded else 'collapsed'
        known = [each.name.lower() for each in PanelState]
        if state is not None and state.lower() not in known:
            raise ValueError(f'panel state {state!r} is none of {", ".join(known)}')
        self._state = None if state is None else PanelState[state.upper()]

    def rows(self) -> Iterator[Row]:
        """Yield what the blueprint says of it."""
        yield self.path, PanelBlueprint.from_fields(state=self._state)


class BlueprintPanel(Panel):
    """The panel of views, at the left."""

    path = 'blueprint_panel'


class SelectionPanel(Panel):
    """The panel of what is selected, at the right."""

    path = 'selection_panel'


class TimePanel(Panel):
    """
    The panel of the times, at the bottom.

    :param timeline: the one that is selected.
    """

    path = 'time_panel'

    def __init__(
        self,
        *,
        state: str | None = None,
        expanded: bool | None = None,
        timeline: str | None = None,
    ) -> None:
        super().__init__(state=state, expanded=expanded)
        self._timeline = timeline

    def rows(self) -> Iterator[Row]:
        """Yield what the blueprint says of it."""
        fields = TimePanelBlueprint.from_fields(state=self._state, timeline=self._timeline)
        yield self.path, fields


class Blueprint:
    """
    What a viewer shows of an application.

    :param parts: views and containers, which become tabs where they are several; and panels.
    :param auto_layout: let the viewer lay out anew when views are added; where not given, it does
        if there are no views and containers.
    :param auto_views: let the viewer add views; likewise.
    :param collapse_panels: show as much as possible of the views.
    """

    def __init__(
        self,
        *parts: Container | View | Panel,
        auto_layout: bool | None = None,
        auto_views: bool | None = None,
        collapse_panels: bool = False,
    ) -> None:
        contents = [each for each in parts if isinstance(each, (Container, View))]
        panels = [each for each in parts if isinstance(each, Panel)]
        self._panels = {panel.path: panel for panel in panels}
        if len(contents) + len(panels) < len(parts) or len(self._panels) < len(panels):
            raise ValueError('a blueprint has views, containers, and each panel at most once')
        if collapse_panels:
            for kind in (BlueprintPanel, SelectionPanel, TimePanel):
                self._panels.setdefault(kind.path, kind(state='collapsed'))
        self._root: Container | None = None
        if len(contents) == 1 and isinstance(contents[0], Container):
            self._root = contents[0]
        elif contents:
            self._root = Tabs(*contents)
        self._auto_layout = True if auto_layout is None and not contents else auto_layout
        self._auto_views = True if auto_views is None and not contents else auto_views

    def rows(self) -> Iterator[Row]:
        """Yield everything it says."""
        root = None
        if self._root is not None:
            yield from self._root.rows()
            root = list(self._root.id_bytes)
        yield (
            'viewport',
            ViewportBlueprint.from_fields(
                root_container=root, auto_layout=self._auto_layout, auto_views=self._auto_views
            ),
        )
        for panel in self._panels.values():
            yield from panel.rows()


BlueprintLike: TypeAlias = Blueprint | Container | View

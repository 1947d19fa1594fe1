"""What blueprints say, and how they are put together."""

from __future__ import annotations

from typing import Any

import pytest

from rerun_bridge.sdk.blueprint import (
    Blueprint,
    BlueprintPanel,
    Grid,
    Horizontal,
    SelectionPanel,
    Spatial3DView,
    Tabs,
    TextLogView,
    TimePanel,
    TimeSeriesView,
    Vertical,
    View,
)


def said(blueprint: Any) -> dict[str, dict[str, Any]]:
    """Return what a blueprint says: values by field, by what is meant."""
    found: dict[str, dict[str, Any]] = {}
    for path, fields in blueprint.rows():
        found.setdefault(path, {}).update(
            {
                component.descriptor.component: component.rows([cell]).lists.to_pylist()[0]
                for component, cell in fields.cells.items()
            }
        )
    return found


def test_a_view() -> None:
    """Its kind, its place, its title, and what it shows."""
    view = TimeSeriesView(origin='/plots', contents=['$origin/**', '- /plots/x'], name='Plots')
    assert said(view) == {
        view.path: {
            'ViewBlueprint:class_identifier': ['TimeSeries'],
            'ViewBlueprint:space_origin': ['/plots'],
            'ViewBlueprint:display_name': ['Plots'],
        },
        f'{view.path}/ViewContents': {'ViewContents:query': ['$origin/**', '- /plots/x']},
    }
    own = View(class_identifier='Own', visible=False)
    assert said(own)[own.path]['ViewBlueprint:class_identifier'] == ['Own']
    assert said(own)[own.path]['ViewBlueprint:visible'] == [False]


@pytest.mark.parametrize(
    ('kind', 'number'), [(Tabs, 1), (Horizontal, 2), (Vertical, 3), (Grid, 4)]
)
def test_a_container(kind: Any, number: int) -> None:
    """What is in it, in order; by position or by name."""
    views = [Spatial3DView(), TextLogView()]
    for made in (kind(*views), kind(contents=views)):
        found = said(made)
        assert found[made.path] == {
            'ContainerBlueprint:container_kind': [number],
            'ContainerBlueprint:contents': [view.path for view in views],
        }
        assert len(found) == 5
    with pytest.raises(ValueError, match='contents given twice'):
        kind(views[0], contents=views)


def test_shares_columns_and_tabs() -> None:
    """Each where it belongs."""
    one, two = Spatial3DView(name='one'), TextLogView(name='two')
    assert said(made := Horizontal(one, two, column_shares=[2, 1]))[made.path][
        'ContainerBlueprint:col_shares'
    ] == [2, 1]
    assert said(made := Vertical(one, two, row_shares=[2, 1]))[made.path][
        'ContainerBlueprint:row_shares'
    ] == [2, 1]
    assert (
        said(made := Grid(one, two, grid_columns=2, name='all'))[made.path]
        | {
            'ContainerBlueprint:grid_columns': [2],
            'ContainerBlueprint:display_name': ['all'],
        }
        == said(made)[made.path]
    )
    for tab in (1, 'two'):
        found = said(made := Tabs(one, two, active_tab=tab))[made.path]
        assert found['ContainerBlueprint:active_tab'] == [two.path]
    with pytest.raises(ValueError, match="no tab is called 'three'"):
        Tabs(one, two, active_tab='three')


def test_a_blueprint_has_one_root() -> None:
    """A container as it is; a view or several things in tabs."""
    container = Horizontal(Spatial3DView())
    found = said(Blueprint(container))
    assert found['viewport'] == {
        'ViewportBlueprint:root_container': [list(container.id.bytes)],
    }
    for parts in ([Spatial3DView()], [Spatial3DView(), container]):
        found = said(Blueprint(*parts))
        kinds = [fields.get('ContainerBlueprint:container_kind') for fields in found.values()]
        assert [1] in kinds


def test_an_empty_blueprint_leaves_it_to_the_viewer() -> None:
    """Unless it is told not to."""
    assert said(Blueprint())['viewport'] == {
        'ViewportBlueprint:auto_layout': [True],
        'ViewportBlueprint:auto_views': [True],
    }
    assert said(Blueprint(auto_layout=False, auto_views=False))['viewport'] == {
        'ViewportBlueprint:auto_layout': [False],
        'ViewportBlueprint:auto_views': [False],
    }


def test_panels() -> None:
    """Their state, by word or flag; collapsed all at once, but for those that say otherwise."""
    found = said(
        Blueprint(
            BlueprintPanel(state='hidden'),
            SelectionPanel(expanded=False),
            TimePanel(state='expanded', timeline='ros_time'),
        )
    )
    assert found['blueprint_panel'] == {'PanelBlueprint:state': [1]}
    assert found['selection_panel'] == {'PanelBlueprint:state': [2]}
    assert found['time_panel'] == {
        'TimePanelBlueprint:state': [3],
        'TimePanelBlueprint:timeline': ['ros_time'],
    }
    found = said(Blueprint(TimePanel(expanded=True), collapse_panels=True))
    assert found['time_panel'] == {'TimePanelBlueprint:state': [3]}
    assert found['blueprint_panel'] == found['selection_panel'] == {'PanelBlueprint:state': [2]}


@pytest.mark.parametrize(
    'wrong',
    [
        lambda: Blueprint('view'),
        lambda: Blueprint(TimePanel(), TimePanel()),
        lambda: TimePanel(state='open'),
    ],
)
def test_nonsense_is_refused(wrong: Any) -> None:
    """What is no part, panels twice, unknown states."""
    with pytest.raises(ValueError):
        wrong()

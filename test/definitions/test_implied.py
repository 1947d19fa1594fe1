"""Types without a text."""

from __future__ import annotations

import pytest

from rerun_bridge.definitions.implied import implied
from rerun_bridge.messages import TypeName


@pytest.mark.parametrize(
    ('name', 'expected'),
    [
        ('p/srv/X_Event', {'request': 'p/srv/X_Request', 'response': 'p/srv/X_Response'}),
        ('p/action/X_SendGoal_Event', {'request': 'p/action/X_SendGoal_Request'}),
        ('p/action/X_SendGoal_Request', {'goal': 'p/action/X_Goal'}),
        ('p/action/X_SendGoal_Response', {'accepted': 'bool'}),
        ('p/action/X_GetResult_Request', {'goal_id': 'unique_identifier_msgs/msg/UUID'}),
        ('p/action/X_GetResult_Response', {'status': 'int8', 'result': 'p/action/X_Result'}),
        ('p/action/X_FeedbackMessage', {'feedback': 'p/action/X_Feedback'}),
        ('builtin_interfaces/msg/Time', {'sec': 'int32', 'nanosec': 'uint32'}),
    ],
)
def test_members(name: str, expected: dict[str, str]) -> None:
    """What rosidl makes of services and actions."""
    declaration = implied(TypeName(name))
    assert declaration is not None
    found = {field.name: field.type.base for field in declaration.fields}
    assert expected.items() <= found.items()


def test_requests_of_an_event_are_at_most_one() -> None:
    """Bounded sequences, as either may be left out."""
    declaration = implied(TypeName('p/srv/X_Event'))
    assert declaration is not None
    shapes = [(field.type.collection, field.type.length) for field in declaration.fields]
    assert shapes == [('none', 0), ('sequence', 1), ('sequence', 1)]


@pytest.mark.parametrize('name', ['p/msg/X_Event', 'p/srv/X_Request', 'p/srv/X', 'Event', ''])
def test_types_that_need_a_text(name: str) -> None:
    """Nothing is made up for them."""
    assert implied(TypeName(name)) is None


def test_built_in_types_are_those_of_the_distros() -> None:
    """As rosbags knows them."""
    typesys = pytest.importorskip('rosbags.typesys', reason='no rosbags')
    store = typesys.get_typestore(typesys.Stores.ROS2_JAZZY)
    for name in (
        'builtin_interfaces/msg/Time',
        'builtin_interfaces/msg/Duration',
        'service_msgs/msg/ServiceEventInfo',
        'unique_identifier_msgs/msg/UUID',
    ):
        declaration = implied(TypeName(name))
        assert declaration is not None
        constants, fields = store.fielddefs[name]
        assert [field.name for field in declaration.fields] == [field for field, _ in fields]
        found = [(constant.name, constant.value) for constant in declaration.constants]
        assert found == [(constant, value) for constant, _, value in constants]

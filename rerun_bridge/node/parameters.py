"""The parameters of :mod:`rerun_bridge.config.parameters`, as rclpy has them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rcl_interfaces.msg import IntegerRange, ParameterDescriptor
from rclpy.node import Node
from rclpy.parameter import Parameter as RosParameter

from rerun_bridge.config import Config
from rerun_bridge.config.parameters import PARAMETERS, Parameter, configured
from rerun_bridge.errors import ConfigError

__all__ = ['changed_config', 'config_of', 'declare']

BY_NAME = {each.name: each for each in PARAMETERS}
SIM_TIME = 'use_sim_time'
"""Of every node of ROS."""


def declare(node: Node) -> None:
    """
    Declare all parameters.

    :raises ParameterException: a value that was given is none of its kind, or out of its range.
    """
    for each in PARAMETERS:
        node.declare_parameter(each.name, each.default, _descriptor(each))


def _descriptor(parameter: Parameter) -> ParameterDescriptor:
    found = ParameterDescriptor(description=parameter.about)
    if not parameter.while_active:
        found.additional_constraints = 'to be set while the bridge is not active'
    if parameter.choices:
        words = ', '.join(filter(None, parameter.choices))
        found.additional_constraints = f'one of {words}, or empty; ' + found.additional_constraints
    if parameter.range is not None:
        first, last = parameter.range
        found.integer_range = [IntegerRange(from_value=first, to_value=last, step=1)]
    return found


def config_of(node: Node) -> Config:
    """
    Return the configuration that the node's parameters make.

    :raises ConfigError: they are wrong, or the file that they name is.
    """
    return _config(node, {})


def changed_config(
    node: Node, changes: Iterable[RosParameter], *, is_active: bool
) -> Config | None:
    """
    Return the configuration that there will be with parameters as they are about to be set.

    None where it stays as it is.

    :raises ConfigError: they cannot be so, or not now.
    """
    values = {each.name: each.value for each in changes if each.name in {*BY_NAME, SIM_TIME}}
    if not values:
        return None
    fixed = [name for name in values if name == SIM_TIME or not BY_NAME[name].while_active]
    if is_active and fixed:
        raise ConfigError(f'{", ".join(fixed)}: not while the bridge is active: call ~/stop first')
    return _config(node, values)


def _config(node: Node, changes: dict[str, Any]) -> Config:
    values = {name: node.get_parameter(name).value for name in (*BY_NAME, SIM_TIME)}
    return configured({**values, **changes})

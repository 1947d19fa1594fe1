"""Plain values as YAML that a person would write."""

from __future__ import annotations

from collections.abc import Mapping

import yaml

__all__ = ['yaml_text']


class _Dumper(yaml.SafeDumper):
    """Writes every value out, lists in one line, and whole numbers without a point."""

    def ignore_aliases(self, data: object) -> bool:
        """Write a value again, where it is there twice."""
        return True


def _list(dumper: _Dumper, values: list[object]) -> yaml.Node:
    is_flat = not any(isinstance(value, (dict, list)) for value in values)
    return dumper.represent_sequence('tag:yaml.org,2002:seq', values, flow_style=is_flat)


def _float(dumper: _Dumper, value: float) -> yaml.Node:
    whole = value.is_integer() and abs(value) < 1e9
    return dumper.represent_int(int(value)) if whole else dumper.represent_float(value)


_Dumper.add_representer(list, _list)
_Dumper.add_representer(float, _float)


def yaml_text(data: Mapping[str, object]) -> str:
    """Return plain values as YAML; an empty text for none."""
    text: str = yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=99)
    return text if data else ''

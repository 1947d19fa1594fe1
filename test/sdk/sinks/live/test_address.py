"""Where viewers listen, as people write it."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerun_bridge.errors import ConfigError
from rerun_bridge.sdk.sinks.live.address import Address, parse_address


@pytest.mark.parametrize(
    ('text', 'address'),
    [
        (None, Address('127.0.0.1', 9876)),
        ('', Address('127.0.0.1', 9876)),
        ('10.0.0.7:1234', Address('10.0.0.7', 1234)),
        (':1234', Address('127.0.0.1', 1234)),
        ('robot.local', Address('robot.local', 9876)),
        ('[::1]:1234', Address('::1', 1234)),
        ('rerun+http://127.0.0.1:9876/proxy', Address('127.0.0.1', 9876)),
        ('http://127.0.0.1:9876', Address('127.0.0.1', 9876)),
        ('rerun://example.org/proxy', Address('example.org', 443, True)),
        ('rerun+https://example.org:1234/proxy', Address('example.org', 1234, True)),
    ],
)
def test_addresses(text: str | None, address: Address) -> None:
    """Every way to write them."""
    assert parse_address(text) == address


def test_links_are_read_back() -> None:
    """What we call a viewer means the viewer."""
    for address in (Address('h', 1), Address('::1', 2), Address('h', 3, True)):
        assert parse_address(address.link) == address


@pytest.mark.parametrize(
    'text', ['a:b', 'ftp://a:1', 'a:99999', 'http://a:1/other', 'u@a:1', 'a:0', 'http://[::1']
)
def test_what_is_no_address(text: str) -> None:
    """The error shows what was given and what is wanted."""
    with pytest.raises(ConfigError, match='expected'):
        parse_address(text)


@given(st.text())
def test_any_text_is_an_address_or_refused(text: str) -> None:
    """Nothing else comes out."""
    with suppress(ConfigError):
        assert 0 < parse_address(text).port < 65536

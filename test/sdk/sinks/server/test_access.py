"""Who is let in."""

from __future__ import annotations

import socket

import pytest

from rerun_bridge.sdk.sinks.server.access import Access, host_of, is_near


@pytest.mark.parametrize(
    ('header', 'host'),
    [
        ('127.0.0.1:9090', '127.0.0.1'),
        ('localhost', 'localhost'),
        ('[::1]:9090', '::1'),
        ('[::1]', '::1'),
        ('', ''),
    ],
)
def test_the_host_is_without_port_and_brackets(header: str, host: str) -> None:
    """As browsers send it."""
    assert host_of(header) == host


@pytest.mark.parametrize(
    'header', ['127.0.0.1:9090', 'LocalHost:1', '[::1]:9090', '192.168.1.5:9090', '[fe80::1]']
)
def test_our_names_and_all_addresses_are_known(header: str) -> None:
    """Also behind a tunnel, which has other ports."""
    assert Access('127.0.0.1').knows(header)


@pytest.mark.parametrize(
    'header', [None, '', 'evil.example:9090', '127.0.0.1.evil.example', 'localhost.evil.example']
)
def test_other_names_are_not_known(header: str | None) -> None:
    """A page can make them lead here."""
    assert not Access('127.0.0.1').knows(header)


@pytest.mark.parametrize('host', ['0.0.0.0', '::', ''])
def test_on_all_of_the_network_the_name_of_the_machine_is_shown(host: str) -> None:
    """For that is what others call it by."""
    access = Access(host)
    assert access.shown_host == socket.gethostname()
    assert access.knows(f'{socket.gethostname()}:9090')


def test_only_the_token_is_admitted() -> None:
    """Whatever else is sent."""
    access = Access('127.0.0.1')
    assert access.admits(access.token)
    for wrong in (
        None,
        '',
        access.token[:-1],
        access.token + 'a',
        'µ\ud800'.encode('utf-8', 'replace').decode(),
    ):
        assert not access.admits(wrong)


def test_a_token_is_long_and_another_each_time() -> None:
    """Unless one is given."""
    tokens = {Access('127.0.0.1').token for _ in range(10)}
    assert len(tokens) == 10
    assert min(map(len, tokens)) >= 32
    assert Access('127.0.0.1', 'own').token == 'own'


@pytest.mark.parametrize(
    ('host', 'near'),
    [
        ('localhost', True),
        ('127.0.0.2', True),
        ('::1', True),
        ('10.0.0.2', False),
        ('robot', False),
    ],
)
def test_who_is_near(host: str, near: bool) -> None:
    """By the name that a request calls the server by."""
    assert is_near(host) is near

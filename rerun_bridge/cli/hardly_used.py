"""
What numpy and others load at the start, and a command line of ours hardly ever uses.

A name that is not listed here costs time, no more: who asks a module for one loads it.
"""

from __future__ import annotations

from collections.abc import Mapping

from rerun_bridge.cli.late_modules import (
    Anything,
    as_it_is,
    functions_of,
    one_or_many,
    silent_on,
    when_called,
)

__all__ = ['HARDLY_USED', 'NEVER_READ']

HARDLY_USED: Mapping[str, Mapping[str, object]] = {
    **{
        name: {}
        for name in (
            *('ast', 'ipaddress', 'pickle', 'platform', 'textwrap', 'tokenize', 'weakref'),
            *('numpy.lib.format', 'numpy.lib.npyio', 'numpy.lib.scimath'),
        )
    },
    'gettext': {'gettext': as_it_is, 'ngettext': one_or_many},
    'inspect': {
        'cleandoc': as_it_is,
        'signature': silent_on(
            ('numpy._core.multiarray', 'numpy.lib.'), when_called('inspect', 'signature')
        ),
    },
    'urllib.parse': {'quote_from_bytes': when_called('urllib.parse', 'quote_from_bytes')},
    **{name: {'NDArray': Anything} for name in ('numpy._typing', 'numpy.typing')},
    'numpy.__config__': functions_of('numpy.__config__', 'show_config'),
    'numpy.linalg': functions_of('numpy.linalg', 'eigvals inv lstsq matrix_power'),
    'numpy.lib._arraypad_impl': functions_of('numpy.lib._arraypad_impl', 'pad'),
    'numpy.lib._arraysetops_impl': functions_of(
        'numpy.lib._arraysetops_impl',
        'ediff1d intersect1d isin setdiff1d setxor1d union1d unique unique_all'
        ' unique_counts unique_inverse unique_values',
    ),
    'numpy.lib._histograms_impl': functions_of(
        'numpy.lib._histograms_impl', 'histogram histogram_bin_edges histogramdd'
    ),
    'numpy.lib._nanfunctions_impl': functions_of(
        'numpy.lib._nanfunctions_impl',
        'nanargmax nanargmin nancumprod nancumsum nanmax nanmean nanmedian nanmin nanpercentile'
        ' nanprod nanquantile nanstd nansum nanvar',
    ),
    'numpy.lib._npyio_impl': {
        **functions_of(
            'numpy.lib._npyio_impl',
            'fromregex genfromtxt load loadtxt packbits save savetxt savez savez_compressed'
            ' unpackbits',
        ),
        'packbits': when_called('numpy._core.multiarray', 'packbits'),
        'unpackbits': when_called('numpy._core.multiarray', 'unpackbits'),
    },
    'numpy.lib._polynomial_impl': functions_of(
        'numpy.lib._polynomial_impl',
        'poly poly1d polyadd polyder polydiv polyfit polyint polymul polysub polyval roots',
    ),
}
"""Modules, each with what stands for its names until it is loaded: a fourth of the start."""

NEVER_READ = tuple(
    f'numpy.{core}.{name}'
    for core in ('_core', 'core')
    for name in ('_add_newdocs', '_add_newdocs_scalars')
)
"""The manual of what numpy has compiled, which nobody asks a command line for: another tenth."""

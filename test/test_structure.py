"""
The shape of the code, as data: who imports whom, where libraries may be used, how big things are.

Change a table here only together with ARCHITECTURE.md.
"""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = 'rerun_bridge'

RANKS: tuple[tuple[str, ...], ...] = (
    ('errors', 'nouns'),
    ('messages', 'batching', 'live_settings', 'subscription_qos', 'thinning'),
    ('definitions',),
    ('cdr', 'sdk', 'imaging', 'geometry'),
    ('converters', 'sources'),
    (
        'bridge',
        'channel_pipeline',
        'default_layout',
        'extra_frames',
        'frame_tree',
        'frames',
        'joint_pipeline',
        'row_times',
        'ros_log',
        'simulated_time',
        'stats',
        'topic_patterns',
        'topic_rules',
        'video_streams',
    ),
    ('config', 'conversion', 'live'),
    ('__init__', '__main__', 'blueprint', 'cli', 'launching', 'node', 'showing'),
)
"""A unit is a module or folder below the package; it imports from lower ranks."""

STANDARD = sys.stdlib_module_names | {'_sha2', '_sha256'}
"""With what only other Pythons have."""

TOGETHER = {1, 5, 6, 7}
"""Ranks whose units are one part and may import each other; of the others, none knows another."""

ONLY_FROM = {'sdk': {'sdk', 'errors', 'nouns'}}
"""Units that may import even less than their rank allows: the SDK knows nothing of ROS."""

BORDERS: dict[str, tuple[str, ...]] = {
    'numpy': ('',),
    'pyarrow': ('sdk', 'sources'),
    'cv2': ('imaging', 'sdk.archetypes.compression'),
    'yaml': ('config', 'sources.metadata'),
    'rosbags': ('sources.definition_lookup',),
    'isal': ('sources',),
    'xxhash': ('sdk.rrd',),
    'grpc': ('sdk.sinks.server.native_grpc',),
    'cyclonedds': ('sources.dds.typed_reader',),
    'diagnostic_msgs': ('node',),
    'rcl_interfaces': ('node',),
    'launch': ('launching',),
    'rclpy': ('node', 'ros_log', 'sources.ros'),
    'rosidl_runtime_py': ('sources.ros',),
    'std_srvs': ('node',),
    'type_description_interfaces': ('sources.ros',),
    'typing_extensions': ('nouns',),
}
"""Third-party library to prefixes of the modules that may import it; ``''`` is all of them."""

LOADED_WHEN_ASKED = ('rosbags', 'pyarrow.compute', 'pandas')
"""Too slow to load for every conversion: not imported by just importing modules."""

ROS_EDGES = ('launching', 'node', 'sources.ros')
"""Imported only where ROS is, with all below them; test/ros runs them there."""

OPTIONAL = ('rclpy', 'cyclonedds', 'grpc', 'cv2', 'isal', 'rosbags')
"""Every module can be imported where these are missing."""

NO_TEST_OF_ITS_OWN: dict[str, str] = {
    '__main__': 'runs cli.main; test/cli runs it as a process',
    'converters.converter': 'only nouns; every converter is a test of them',
    'sdk.chunk': 'only nouns',
    'sdk.component': 'only nouns',
    'sdk.log_msg': 'only nouns; test_encoder.py makes them',
    'sdk.sinks.base': 'only a protocol',
    'sdk.archetypes.arrow_types': 'only types; the tests of the archetypes compare them',
    'sdk.archetypes.enums': 'only declarations; test_as_in_rerun_sdk.py compares them',
    'sdk.archetypes.geo': 'only declarations; test_as_in_rerun_sdk.py compares them',
    'sdk.archetypes.graphs': 'only declarations; test_as_in_rerun_sdk.py compares them',
    'sdk.archetypes.mcap': 'only declarations; test_as_in_rerun_sdk.py compares them',
    'sdk.archetypes.spatial2d': 'only declarations; test_as_in_rerun_sdk.py compares them',
    'sdk.archetypes.spatial3d': 'only declarations; test_as_in_rerun_sdk.py compares them',
    'sdk.archetypes.states': 'only declarations; test_as_in_rerun_sdk.py compares them',
    'sdk.archetypes.texts': 'only declarations; test_as_in_rerun_sdk.py compares them',
    'sdk.archetypes.inputs': 'only types',
    'sdk.archetypes.cells.cells': 'only a protocol',
    'sdk.archetypes.cells.items': 'test_texts.py, test_blobs.py and others of its folder use it',
    'config.loading': 'test_config.py reads files with it',
    'live.diagnosis.evidence': 'only nouns; test_examination.py makes them',
    'live.graph_change': 'only a noun; test_session.py hears them',
    'live_settings': 'only nouns; test_config.py makes them',
    'cli.graph_help': 'only texts; test_arguments.py reads them',
    'channel_pipeline': 'test_bridge.py drives it, from CDR bytes to chunks',
    'cdr.plan': 'only nouns; test_compile.py makes them',
    'definitions.schema': 'only nouns',
    'sources.dds.samples': 'only a noun',
    'sources.base': 'only nouns and a protocol; test/sources runs every source against it',
    'converters.reduced_pictures': 'the tests of the image converters draw with it',
    'stats': 'only counters; test_bridge.py counts with them',
}
"""Module to why it has no test file; ``__init__`` of packages need none."""

LONGEST_MODULE, LONGEST_BODY = 400, 60
BAD_NAME = re.compile(r'util|helper|common|manager', re.IGNORECASE)
BAD_CLASS = re.compile(r'Base[A-Z]|.*Impl$')


@dataclass(frozen=True)
class Import:
    """
    One imported module.

    :param names: what is taken from it by ``from … import``.
    :param at_load: executed when the importing module is loaded.
    """

    module: str
    names: tuple[str, ...]
    line: int
    at_load: bool


@dataclass(frozen=True)
class Module:
    """A source file of the package; ``name`` is dotted, without the package: ``cdr.decode``."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def full_name(self) -> str:
        """Return the name to import it by."""
        name = re.sub(r'\.?__init__$', '', self.name)
        return f'{PACKAGE}.{name}' if name else PACKAGE

    @property
    def unit(self) -> str:
        """Return the part of the package it belongs to."""
        return self.name.split('.')[0]

    @property
    def place(self) -> str:
        """Return its path in the project."""
        return str(self.path.relative_to(ROOT))


def modules() -> list[Module]:
    """Return all modules of the package."""
    found = []
    for path in sorted((ROOT / PACKAGE).rglob('*.py')):
        name = '.'.join(path.relative_to(ROOT / PACKAGE).with_suffix('').parts)
        text = path.read_text(encoding='utf-8')
        found.append(Module(name, path, text, ast.parse(text)))
    return found


def imports(tree: ast.Module) -> Iterator[Import]:
    """Yield every import of a module, wherever it stands."""
    yield from _imports(tree.body, at_load=True)


def _imports(nodes: list[ast.stmt] | list[ast.AST], at_load: bool) -> Iterator[Import]:
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, (), node.lineno, at_load)
        elif isinstance(node, ast.ImportFrom):
            names = tuple(alias.name for alias in node.names)
            yield Import('.' * node.level + (node.module or ''), names, node.lineno, at_load)
        else:
            later = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
            typing_only = isinstance(node, ast.If) and 'TYPE_CHECKING' in ast.unparse(node.test)
            inner = list(ast.iter_child_nodes(node))
            yield from _imports(inner, at_load and not later and not typing_only)


def rank_of(unit: str) -> int:
    """Return the rank of a unit; one that no rank names is an error of this table."""
    for rank, units in enumerate(RANKS):
        if unit in units:
            return rank
    raise AssertionError(f'{unit} has no rank: add it to RANKS and to ARCHITECTURE.md')


def unit_of(import_: Import, known: set[str]) -> list[str]:
    """Return the units of our package that an import reaches; empty for other packages."""
    parts = import_.module.split('.')
    if parts[0] != PACKAGE:
        return []
    if len(parts) > 1:
        return [parts[1]]
    return [name if name in known else '__init__' for name in import_.names] or ['__init__']


def allowed(unit: str, other: str) -> bool:
    """Tell whether a unit may import another."""
    if unit == other:
        return True
    if unit in ONLY_FROM:
        return other in ONLY_FROM[unit]
    rank, other_rank = rank_of(unit), rank_of(other)
    return other_rank < rank or (other_rank == rank and rank in TOGETHER)


def within(name: str, prefixes: tuple[str, ...]) -> bool:
    """Tell whether a dotted name is one of the prefixes or below one."""
    return any(not prefix or f'{name}.'.startswith(f'{prefix}.') for prefix in prefixes)


MODULES = modules()
LOADABLE = [m for m in MODULES if m.name != '__main__' and not within(m.name, ROS_EDGES)]
UNITS = {module.unit for module in MODULES}
NAMES = {module.full_name for module in MODULES}


def test_imports_are_found_wherever_they_stand() -> None:
    """The finder below sees aliases, lists, functions, type checking and relative imports."""
    source = (
        'import a.b as c\nfrom d import e, f\nfrom . import g\n'
        'def h():\n    import i\n'
        'if TYPE_CHECKING:\n    import j\n'
        'try:\n    import k\nexcept ImportError:\n    pass\n'
    )
    found = {(i.module, i.names, i.at_load) for i in imports(ast.parse(source))}
    assert found == {
        ('a.b', (), True),
        ('d', ('e', 'f'), True),
        ('.', ('g',), True),
        ('i', (), False),
        ('j', (), False),
        ('k', (), True),
    }


def test_the_table_of_ranks_says_no_where_it_should() -> None:
    """The rules, by example."""
    assert allowed('cli', 'conversion')
    assert allowed('bridge', 'stats')
    assert allowed('converters', 'cdr')
    assert allowed('sdk', 'errors')
    assert not allowed('cdr', 'converters')
    assert not allowed('converters', 'sources')
    assert not allowed('cdr', 'sdk')
    assert not allowed('sdk', 'messages')
    assert within('sources.db3', ('sources',))
    assert not within('sourcesque', ('sources',))


def test_imports_run_one_way() -> None:
    """A module imports from lower ranks or its own unit, by absolute names."""
    wrong = [
        f'{module.place}:{import_.line}: {module.unit} must not import {other}'
        for module in MODULES
        for import_ in imports(module.tree)
        for other in unit_of(import_, UNITS)
        if not allowed(module.unit, other)
    ]
    relative = [
        f'{module.place}:{import_.line}: relative import'
        for module in MODULES
        for import_ in imports(module.tree)
        if import_.module.startswith('.')
    ]
    assert wrong + relative == []


def test_no_import_cycles() -> None:
    """By the imports that run when modules are loaded."""
    graph = {module.full_name: _targets(module) - {module.full_name} for module in MODULES}
    remaining = dict(graph)
    while leaves := [name for name, others in remaining.items() if not others & set(remaining)]:
        for name in leaves:
            del remaining[name]
    assert sorted(remaining) == [], (
        'these modules import each other in a circle, or a circle of others'
    )


def _targets(module: Module) -> set[str]:
    targets = set()
    for import_ in imports(module.tree):
        if import_.at_load and import_.module.split('.')[0] == PACKAGE:
            inner = {f'{import_.module}.{name}' for name in import_.names} & NAMES
            only_modules = bool(import_.names) and len(inner) == len(import_.names)
            targets |= inner if only_modules else inner | {import_.module}
    return targets


def test_third_party_libraries_stay_behind_their_borders() -> None:
    """Each library is imported where the table allows, and no other library is."""
    wrong = []
    for module in MODULES:
        for import_ in imports(module.tree):
            library = import_.module.split('.')[0]
            if library in STANDARD or library == PACKAGE:
                continue
            if not within(module.name, BORDERS.get(library, ())):
                wrong.append(f'{module.place}:{import_.line}: {library}')
    assert wrong == []


def run_python(code: str) -> str:
    """Return what a fresh interpreter prints."""
    command = [sys.executable, '-c', code]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_every_module_can_be_imported_without_the_optional_libraries() -> None:
    """A missing library disables its own feature, nothing else; and none is missed at import."""
    names = sorted(module.full_name for module in LOADABLE)
    code = (
        'import importlib, sys\n'
        f'for name in {OPTIONAL!r}: sys.modules[name] = None\n'
        f'for name in {names!r}: importlib.import_module(name)\n'
    )
    run_python(code)


def test_importing_loads_nothing_slow() -> None:
    """The start of every conversion pays for what modules import."""
    names = sorted(module.full_name for module in LOADABLE)
    code = (
        'import importlib, sys\n'
        f'for name in {names!r}: importlib.import_module(name)\n'
        f'print([name for name in {LOADED_WHEN_ASKED!r} if name in sys.modules])\n'
    )
    assert run_python(code).strip() == '[]'


@pytest.mark.parametrize('module', MODULES, ids=lambda module: module.name)
def test_a_module_is_small_enough_to_see(module: Module) -> None:
    """At most 400 lines, and 60 of a function's body without its docstring."""
    assert len(module.text.splitlines()) <= LONGEST_MODULE
    long = []
    for node in ast.walk(module.tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            body = node.body[1:] if ast.get_docstring(node, clean=False) is not None else node.body
            lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
            if lines > LONGEST_BODY:
                long.append(f'{module.place}:{node.lineno}: {node.name} has {lines} lines')
    assert long == []


@pytest.mark.parametrize(
    'module',
    LOADABLE,
    ids=lambda module: module.name,
)
def test_a_module_says_what_it_offers(module: Module) -> None:
    """``__all__`` is there and every name in it exists; a package without code needs none."""
    if module.path.name == '__init__.py' and len(module.tree.body) == 1:
        assert ast.get_docstring(module.tree), f'{module.place} has neither code nor a docstring'
        return
    loaded = importlib.import_module(module.full_name)
    names = getattr(loaded, '__all__', None)
    assert names is not None, f'{module.place} has no __all__'
    assert [name for name in names if not hasattr(loaded, name)] == []
    assert len(set(names)) == len(names)


def test_every_module_has_a_test_file() -> None:
    """``rerun_bridge/cdr/decode.py`` is tested by ``test/cdr/test_decode.py``."""
    missing = []
    for module in MODULES:
        if module.path.name == '__init__.py' or module.name in NO_TEST_OF_ITS_OWN:
            continue
        if within(module.name, ROS_EDGES):
            continue  # what test/ros runs
        inside = module.path.relative_to(ROOT / PACKAGE)
        test = ROOT / 'test' / inside.with_name(f'test_{inside.name}')
        if not test.is_file():
            missing.append(str(test.relative_to(ROOT)))
    assert missing == []


def test_exceptions_to_the_rule_exist_and_have_reasons() -> None:
    """A module that is gone, or tested after all, leaves the list."""
    names = {module.name for module in MODULES}
    for name, reason in NO_TEST_OF_ITS_OWN.items():
        assert name in names, f'{name} is no module any more'
        assert reason
        *folders, last = name.split('.')
        assert not (ROOT / 'test' / Path(*folders) / f'test_{last}.py').exists(), name


def test_names_say_something() -> None:
    """No module or class is called util, helper, common, manager, Base… or …Impl."""
    bad = [module.place for module in MODULES if BAD_NAME.search(module.name)]
    for module in MODULES:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef):
                named_badly = BAD_NAME.search(node.name) or BAD_CLASS.match(node.name)
                bad += [f'{module.place}:{node.lineno}: {node.name}'] if named_badly else []
    assert bad == []


CONVERTERS = [
    module
    for module in MODULES
    if re.fullmatch(r'converters\.\w+\.(?!__init__)\w+(\.__init__)?', module.name)
]


@pytest.mark.parametrize('module', CONVERTERS, ids=lambda module: module.name)
def test_a_converter_file_holds_one_converter_and_its_path_is_its_registration(
    module: Module,
) -> None:
    """One ``CONVERTER``, of the type that the path names, and found by that type."""
    from rerun_bridge.converters import find_converter, module_name

    loaded = importlib.import_module(module.full_name)
    assert loaded.__all__ == ['CONVERTER']
    converter = loaded.CONVERTER
    assert f'{PACKAGE}.converters.{module_name(converter.type_name)}' == module.full_name
    assert find_converter(converter.type_name) is converter


def test_every_message_package_of_the_converters_is_a_package() -> None:
    """A folder without ``__init__.py`` would not be installed."""
    folders = {path.parent for path in (ROOT / PACKAGE).rglob('*.py')}
    assert [str(f) for f in sorted(folders) if not (f / '__init__.py').is_file()] == []

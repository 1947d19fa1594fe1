"""The road from text to schema."""

from __future__ import annotations

import subprocess
import sys

from rerun_bridge.definitions import parse_definition
from rerun_bridge.definitions.reading import declarations
from rerun_bridge.messages import MessageDefinition, TypeName

NAME = TypeName('pkg/msg/Type')
MSG = 'int32 x\n'
IDL = 'module pkg { module msg { struct Type { long x; }; }; };'


def test_both_formats_say_the_same() -> None:
    """The schema does not tell how it was written."""
    from_msg = parse_definition(MessageDefinition('ros2msg', MSG), NAME)
    from_idl = parse_definition(MessageDefinition('ros2idl', IDL), NAME)
    assert from_msg == from_idl


def test_declarations_of_mixed_sections() -> None:
    """Every section is read by its own grammar."""
    rule = '=' * 80
    text = f'{MSG}{rule}\nIDL: pkg/msg/Type\n{IDL.replace("Type", "Other")}\n{rule}\nMSG: a/B\n'
    assert set(declarations(text, NAME, 'MSG')) == {NAME, 'pkg/msg/Other', 'a/msg/B'}


def test_the_idl_grammar_is_loaded_when_it_is_needed() -> None:
    """A conversion without IDL does not pay for it."""
    code = (
        'import sys\n'
        'from rerun_bridge.definitions import parse_definition\n'
        'from rerun_bridge.messages import MessageDefinition\n'
        f'parse_definition(MessageDefinition("ros2msg", {MSG!r}), {NAME!r})\n'
        'assert "rerun_bridge.definitions.idl" not in sys.modules\n'
    )
    subprocess.run([sys.executable, '-c', code], check=True)

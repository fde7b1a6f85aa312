"""The rules: pure functions over frozen dataclasses, without input, output or a clock."""

"""Readers run in processes of their own, which may be ended: a parser that hangs takes nothing with it."""

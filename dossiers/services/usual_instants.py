"""The SQL that reads an instant in the portal's usual spelling, 05/01/2024 13:30, the short way."""

# Told by writing the instant back: exact, and a third of the time of the regular expressions.
_USUAL = """
case when {cell} like '__/__/20__ __:__' and pg_input_is_valid({cell}, 'timestamp')
          and to_char({cell}::timestamp, 'DD/MM/YYYY HH24:MI') = {cell}
     then {cell}::timestamp at time zone interval '07:00' else {other} end
"""


def usual_or(cell: str, other: str) -> str:
    """Return SQL for the instant in a cell; `other` reads it where the spelling is another."""
    return _USUAL.format(cell=cell, other=other)

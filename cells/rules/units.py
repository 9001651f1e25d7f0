"""Which committee may stand under which, and where the tree would bite its tail."""

__all__ = ["LEVELS_FROM_TOP", "is_below", "is_within", "path_of"]

LEVELS_FROM_TOP = ("city", "district", "commune")


def is_below(level: str, above: str) -> bool:
    """Say whether a committee of `level` may stand under one of the level `above`.

    Since 2025-07-01 communes stand directly under the city, so levels may be skipped.
    """
    return LEVELS_FROM_TOP.index(level) > LEVELS_FROM_TOP.index(above)


def path_of(pk: int, above: str) -> str:
    """Return the path of committee `pk` under a committee whose path is `above` ("" for none)."""
    return f"{above}{pk}/"


def is_within(path: str, outer: str) -> bool:
    """Say whether the committee at `path` is the one at `outer` or stands below it."""
    return path.startswith(outer)

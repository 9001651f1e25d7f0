"""How Party papers name the committee that issues them (HD 05-HD/VPTW 27/5/2026)."""

__all__ = ["organ_of", "place_of"]

# How the name of a unit begins -> how its committee is called.
_ORGANS = {
    "Thành phố": "Thành ủy",
    "Huyện": "Huyện ủy",
    "Quận": "Quận ủy",
    "Thị xã": "Thị ủy",
    "Xã": "Đảng ủy xã",
    "Phường": "Đảng ủy phường",
    "Thị trấn": "Đảng ủy thị trấn",
}


def organ_of(name: str) -> str:
    """Return the committee of a unit: "Huyện Hòa Vang" gives "Huyện ủy Hòa Vang"."""
    for kind, organ in _ORGANS.items():
        if name.startswith(f"{kind} "):
            return f"{organ} {name.removeprefix(kind).strip()}"
    return f"Đảng ủy {name}"


def place_of(name: str) -> str:
    """Return the place a paper is issued at: "Huyện Hòa Vang" gives "Hòa Vang"."""
    for kind in _ORGANS:
        if name.startswith(f"{kind} "):
            return name.removeprefix(kind).strip()
    return name

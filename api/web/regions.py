"""A province or regency chosen on a page: the two lists to choose from, and the code that was chosen."""

from __future__ import annotations

from dataclasses import dataclass

from taxonomy.places import Gazetteer

_PROVINCE, _REGENCY = 2, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """What was chosen.

    Attributes:
        code: Of a regency or province; empty for everywhere.
        province: Code of its province, or empty.
        name: Empty for everywhere.
        provinces: Code and name of all.
        regencies: Of the province; none while none is chosen.
    """

    code: str
    province: str
    name: str
    provinces: tuple[tuple[str, str], ...]
    regencies: tuple[tuple[str, str], ...]

    @property
    def query(self) -> str:
        """What an address carries on, with its ``&`` before; empty for everywhere."""
        return f"&wilayah={self.code}" if self.code else ""


def region_of(gazetteer: Gazetteer, province: str, regency: str = "") -> Region:
    """The choice of a form; a regency of another province than the one chosen beside it does not count.

    Args:
        gazetteer: Of all regions.
        province: Code of a province, or of a regency as addresses carry it; anything else is everywhere.
        regency: Code of a regency, or empty.
    """
    provinces = tuple((one.code, one.name) for one in gazetteer.provinces())
    names = dict(provinces)
    chosen = province[:_PROVINCE] if province[:_PROVINCE] in names else ""
    regencies = tuple((one.code, one.name) for one in gazetteer.regencies(chosen)) if chosen else ()
    wanted = {regency, province if len(province) == _REGENCY else ""}
    narrow = next((one for one in regencies if one[0] in wanted), None)
    return Region(
        code=narrow[0] if narrow else chosen,
        province=chosen,
        name=narrow[1] if narrow else names.get(chosen, ""),
        provinces=provinces,
        regencies=regencies,
    )

"""What the tests of pages stand on."""

import pytest

from tests import make


@pytest.fixture
def office(db, client):
    """A district with its officer signed in, one agency, one cadre, one area."""
    district = make.district(name="Huyện Hòa Vang")
    commune = make.commune(parent=district, name="Hòa Khương")
    agency = make.agency(committee=district, name="Phòng Nội vụ")
    by = make.district_officer(district)
    client.force_login(by)
    return {
        "district": district,
        "commune": commune,
        "agency": agency,
        "cadre": make.cadre(agency=agency, full_name="Nguyễn Văn Bình"),
        "area": make.area(commune=commune, name="Phú Sơn 3"),
        "by": by,
    }

"""Committees, residential areas and the bodies in them."""

from accounts.rules import Role
from tests.access.rows import Row

DISTRICT, COMMUNE, CADRE = Role.DISTRICT_OFFICER, Role.COMMUNE_OFFICER, Role.CADRE
SECRETARY, INSPECTOR = Role.CELL_SECRETARY, Role.INSPECTOR
ENDED = {"valid_to": "31/12/2025", "reason": "Sáp nhập theo nghị quyết"}


def commune_facts(world):
    return {"name": "Hòa Mới", "level": "commune", "parent": world.district.pk, "code": "20399"}


def commune_edited(world):
    return {**commune_facts(world), "version": world.commune.version}


def commune_ended(world):
    return {**ENDED, "version": world.commune.version}


def area_facts(world):
    return {"name": "Thôn Mới", "kind": "village", "committee": world.commune.pk}


def area_edited(world):
    return {**area_facts(world), "version": world.area.version}


def area_ended(world):
    return {**ENDED, "version": world.area.version}


def body_edited(world):
    return {"kind": "women", "version": world.body.version}


def body_ended(world):
    return {**ENDED, "version": world.body.version}


#        name, stranger, wrong role, outside reach, inside reach, role, wrong role
ROWS = [
    Row("cells:commune_list", 302, 403, 200, 200),
    Row("cells:commune_list", 302, 403, 200, 200, COMMUNE),
    Row("cells:commune_detail", 302, 403, 404, 200),
    Row("cells:commune_detail", 302, 403, 404, 200, COMMUNE),
    Row("cells:commune_detail", 302, 403, 404, 200, CADRE),
    # Whose district it is not is answered 200 with the refusal at the field.
    Row("cells:commune_create", 302, 403, 200, 302, DISTRICT, CADRE, "post", data=commune_facts),
    Row("cells:commune_create", 302, 403, 403, 403, COMMUNE, SECRETARY, "post", data=commune_facts),
    Row("cells:commune_edit", 302, 403, 404, 302, DISTRICT, INSPECTOR, "post", data=commune_edited),
    Row("cells:commune_edit", 302, 403, 404, 302, COMMUNE, CADRE, "post", data=commune_edited),
    Row("cells:commune_edit", 302, 403, 404, 404, COMMUNE, CADRE, args={"commune_id": "district"}),
    Row("cells:commune_end", 302, 403, 404, 302, DISTRICT, INSPECTOR, "post", data=commune_ended),
    Row("cells:commune_end", 302, 403, 404, 403, COMMUNE, CADRE, "post", data=commune_ended),
    Row("cells:area_list", 302, 403, 200, 200),
    Row("cells:area_list", 302, 403, 200, 200, SECRETARY),
    Row("cells:area_detail", 302, 403, 404, 200, COMMUNE),
    Row("cells:area_detail", 302, 403, 404, 200, SECRETARY),
    Row("cells:area_detail", 302, 403, 404, 200, CADRE),
    Row("cells:area_create", 302, 403, 200, 302, COMMUNE, SECRETARY, "post", data=area_facts),
    Row("cells:area_edit", 302, 403, 404, 302, COMMUNE, SECRETARY, "post", data=area_edited),
    Row("cells:area_edit", 302, 403, 404, 302, DISTRICT, INSPECTOR, "post", data=area_edited),
    Row("cells:area_end", 302, 403, 404, 302, COMMUNE, SECRETARY, "post", data=area_ended),
    Row("cells:body_create", 302, 403, 404, 302, COMMUNE, CADRE, "post", data={"kind": "women"}),
    Row("cells:body_edit", 302, 403, 404, 302, COMMUNE, CADRE, "post", data=body_edited),
    Row("cells:body_end", 302, 403, 404, 302, COMMUNE, CADRE, "post", data=body_ended),
]

"""Transport for people: server-rendered pages that work without JavaScript, and the error page."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from gateway.portal import signing_in
from gateway.portal.client.download import router as download_router
from gateway.portal.client.eyes_routes import router as eyes_router
from gateway.portal.client.helper import router as helper_router
from gateway.portal.client.keys import router as keys_router
from gateway.portal.client.mandate import router as mandate_router
from gateway.portal.client.rectify import router as wrong_router
from gateway.portal.client.routes import router as client_router
from gateway.portal.client.table import router as table_router
from gateway.portal.client.wanted import router as wanted_router
from gateway.portal.client.withheld import router as not_seen_router
from gateway.portal.client.zrm import router as how_router
from gateway.portal.desk.authority import router as authority_router
from gateway.portal.desk.own_key import router as own_key_router
from gateway.portal.desk.routes import router as desk_router
from gateway.portal.desk.sharing import router as desk_sharing_router
from gateway.portal.desk.signing import router as desk_signing_router
from gateway.portal.emergency.routes import router as emergency_router
from gateway.portal.errors import error_page
from gateway.portal.explaining import router as explaining_router
from gateway.portal.mdo.asking import router as asking_router
from gateway.portal.mdo.routes import router as mdo_router
from gateway.portal.operator.routes import router as operator_router
from gateway.portal.operator.translations import router as translations_router
from gateway.portal.professional.rectify import router as answering_router
from gateway.portal.professional.routes import router as professional_router
from gateway.portal.professional.withhold import router as withhold_router
from gateway.portal.professional.withholding import router as withholding_router
from gateway.portal.professional.zrm import router as scores_router

__all__ = ["error_page", "mount"]


def mount(app: FastAPI) -> None:
    """Hang all pages and the style sheet into the application."""
    routers = (
        *(signing_in.router, explaining_router, professional_router, emergency_router),
        *(client_router, eyes_router, keys_router, download_router, wrong_router, helper_router, table_router),
        *(mandate_router, how_router, scores_router, operator_router, translations_router),
        # A registrar's own pages before those of a visit, whose address begins alike.
        *(authority_router, own_key_router, desk_router, desk_sharing_router, desk_signing_router),
        *(not_seen_router, withholding_router, withhold_router),
        *(wanted_router, answering_router, mdo_router, asking_router),
    )
    for router in routers:
        app.include_router(router, include_in_schema=False)
    app.mount("/static", StaticFiles(packages=[("gateway.portal", "static")]), name="static")

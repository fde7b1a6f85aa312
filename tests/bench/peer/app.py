"""The application: `uvicorn peer.app:app`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from peer.database import engine
from peer.participants.routes import router as participants
from peer.trainees.routes import router as trainees


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Close the connections at the end."""
    yield
    await engine.dispose()


app = FastAPI(title="Peer", lifespan=lifespan)
app.include_router(participants)
app.include_router(trainees)


@app.exception_handler(HTTPException)
async def answer_error(request: Request, error: HTTPException) -> JSONResponse:
    """Answer with the body that the error carries."""
    return JSONResponse(error.detail, error.status_code)


@app.exception_handler(RequestValidationError)
async def answer_invalid_request(request: Request, error: RequestValidationError) -> JSONResponse:
    """Say what is wrong, each field by its title."""
    errors = [
        {"error": "UnprocessableEntity", "message": message_about(one)} for one in error.errors()
    ]
    return JSONResponse({"errors": errors}, 422)


def message_about(error: dict[str, Any]) -> str:
    """Return a sentence that names the field, or speaks of the whole."""
    names = [name for name in error["loc"][1:] if isinstance(name, str) and name != "data"]
    if not names:
        is_rule = error["type"] == "rule"
        return error["msg"] if is_rule else "Param is missing or the value is empty: data"
    title = " ".join(name.replace("_", " ").capitalize() for name in names)
    said = "can't be blank" if error["type"] == "missing" else error["msg"]
    return f"{title} {said}"

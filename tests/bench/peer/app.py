"""The application: `uvicorn peer.app:app`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

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
    messages = []
    for one in error.errors():
        title = str(one["loc"][-1]).replace("_", " ").capitalize()
        said = "can't be blank" if one["type"] == "missing" else one["msg"]
        messages.append({"error": "UnprocessableEntity", "message": f"{title} {said}"})
    return JSONResponse({"errors": messages}, 422)

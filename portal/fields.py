"""The fields of a form that was sent: texts by name, without files."""

from typing import Annotated

from fastapi import Depends, Request

MOST = 60
"""Fields of our largest form, with room."""


async def _fields(request: Request) -> dict[str, str]:
    async with request.form(max_files=0, max_fields=MOST) as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


Fields = Annotated[dict[str, str], Depends(_fields)]

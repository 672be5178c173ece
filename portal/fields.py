"""The fields of a form that was sent: texts by name, without files."""

from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, HTTPException, Request

MOST = 60
"""Fields of our largest form, with room."""

PLAIN = "application/x-www-form-urlencoded"

MOST_OF_A_LIST = 1000
"""Fields of a form with one for every thing of a list."""


async def read(request: Request, most: int = MOST) -> dict[str, str]:
    """Reads the form; 400 where it has too many fields or is no form."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() == PLAIN:
        return _plain(await request.body(), most)
    async with request.form(max_files=0, max_fields=most) as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


async def _fields(request: Request) -> dict[str, str]:
    return await read(request)


async def _many_fields(request: Request) -> dict[str, str]:
    return await read(request, MOST_OF_A_LIST)


def _plain(body: bytes, most: int) -> dict[str, str]:
    """What every form of ours sends; the library's parser, made for streams, takes ten times as long."""
    try:
        return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=most))
    except ValueError:
        raise HTTPException(400, f"A form has at most {most} fields.") from None


Fields = Annotated[dict[str, str], Depends(_fields)]
ManyFields = Annotated[dict[str, str], Depends(_many_fields)]


async def _lists(request: Request) -> dict[str, list[str]]:
    async with request.form(max_files=0, max_fields=MOST_OF_A_LIST) as form:
        return {name: [value for value in form.getlist(name) if isinstance(value, str)] for name in form}


Lists = Annotated[dict[str, list[str]], Depends(_lists)]
"""Where one name may stand several times, as that of ticks in a list."""

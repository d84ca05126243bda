"""The API's reference as a page of ours: read from the OpenAPI document, no script, no other host."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from search.api.routes import api

EXAMPLES = {
    "/api/v1/releases": "?phase=phase-2&sort=newest",
    "/api/v1/claims": "?phase=phase-3",
    "/api/v1/products": "",
    "/api/v1/registrants": "",
    "/api/v1/filings": "",
    "/api/v1/contacts": "",
}
"""Addresses that answer whatever the archive holds."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a route."""

    name: str
    where: str
    kind: str
    required: bool
    said: str


@dataclass(frozen=True, slots=True)
class Route:
    """One route: its parameters, and the shape it answers with."""

    path: str
    anchor: str
    said: str
    parameters: list[Parameter]
    answer: str
    example: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape of answers, with its fields as (name, kind, said)."""

    name: str
    said: str
    fields: list[tuple[str, str, str]]


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show every route and every shape."""
    document = api.get_openapi_schema()
    context = {
        "routes": list(_routes(document)),
        "shapes": list(_shapes(document)),
        "openapi": "/api/v1/openapi.json",
    }
    return render(request, "search/api.html", context)


def _routes(document: dict[str, Any]) -> Iterator[Route]:
    for path, methods in document["paths"].items():
        operation = methods["get"]
        answered = operation["responses"][200]["content"]["application/json"]["schema"]
        yield Route(
            path,
            operation["operationId"],
            operation.get("description", ""),
            [_parameter(parameter) for parameter in operation.get("parameters", ())],
            _kind(answered),
            path + EXAMPLES[path] if path in EXAMPLES else "",
        )


def _parameter(parameter: dict[str, Any]) -> Parameter:
    schema = parameter["schema"]
    said = parameter.get("description") or schema.get("description", "")
    return Parameter(
        parameter["name"], parameter["in"], _kind(schema), parameter.get("required", False), said
    )


def _shapes(document: dict[str, Any]) -> Iterator[Shape]:
    for name, schema in sorted(document["components"]["schemas"].items()):
        fields = [
            (field, _kind(inner), inner.get("description", ""))
            for field, inner in schema.get("properties", {}).items()
        ]
        yield Shape(name, schema.get("description", ""), fields)


def _kind(schema: dict[str, Any]) -> str:
    """Return a schema in words: `list of Claim`, `string or nothing`."""
    if "$ref" in schema:
        name: str = schema["$ref"].rsplit("/", 1)[-1]
        return name
    if "anyOf" in schema:
        return " or ".join(_kind(inner) for inner in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(value for value in schema["enum"] if value)
    if "const" in schema:
        return str(schema["const"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    named = {"null": "nothing", "boolean": "true or false", "integer": "number"}
    kind = schema.get("format") or schema.get("type", "anything")
    return named.get(kind, kind)

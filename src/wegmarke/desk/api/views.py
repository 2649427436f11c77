"""The reference of the HTTP interface, drawn from its OpenAPI description: no script of others, nothing to load."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.api.routes import api


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of an operation or a field of a schema."""

    name: str
    type: str
    is_required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as the reference shows it."""

    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Field, ...]
    answer: str


@dataclass(frozen=True, slots=True)
class SchemaShown:
    """One schema as the reference shows it."""

    name: str
    description: str
    fields: tuple[Field, ...]


@needs("use_account")
@require_GET
def reference(request: HttpRequest) -> HttpResponse:
    """Every operation and every schema."""
    description = api.get_openapi_schema()
    context = {
        "operations": operations(description),
        "schemas": schemas(description),
        "openapi_url": reverse("api-v1:openapi-json"),
        "base_url": request.build_absolute_uri(reverse("api-v1:api-root")),
    }
    return render(request, "api/reference.html", context)


def operations(description: Mapping[str, Any]) -> tuple[Operation, ...]:
    """Read the operations out of an OpenAPI description."""
    return tuple(
        Operation(
            method=method.upper(),
            path=path,
            summary=operation.get("summary", ""),
            description=operation.get("description", ""),
            parameters=tuple(
                Field(
                    parameter["name"],
                    type_of(parameter["schema"]),
                    parameter.get("required", False),
                    parameter["schema"].get("description", ""),
                )
                for parameter in operation.get("parameters", ())
            ),
            answer=_answer(operation),
        )
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    )


def schemas(description: Mapping[str, Any]) -> tuple[SchemaShown, ...]:
    """Read the schemas out of an OpenAPI description."""
    found = description.get("components", {}).get("schemas", {})
    return tuple(
        SchemaShown(
            name,
            schema.get("description", ""),
            tuple(
                Field(key, type_of(value), key in schema.get("required", ()), value.get("description", ""))
                for key, value in schema.get("properties", {}).items()
            ),
        )
        for name, schema in found.items()
    )


def _answer(operation: Mapping[str, Any]) -> str:
    content = operation["responses"].get(200, operation["responses"].get("200", {})).get("content", {})
    schema = content.get("application/json", {}).get("schema")
    return type_of(schema) if schema else ""


def type_of(schema: Mapping[str, Any]) -> str:
    """Name the type of a schema in a word or two: `integer`, `list of JobOut`, `number or null`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " or ".join(type_of(part) for part in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {type_of(schema.get('items', {}))}"
    kind = str(schema.get("type", "any"))
    return f"{kind} ({schema['format']})" if "format" in schema else kind

"""The types of Sources/schema/Types.swift as pydantic models."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import Enum, IntEnum
from typing import Annotated, Generic, Literal, Optional, TypeVar, Union
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, HttpUrl

Content = TypeVar("Content")
Byte = Annotated[int, Field(ge=0, le=255)]


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=False)


class Scalars(Model):
    text: str
    flag: bool
    count: int
    byte: Byte
    ratio: float


class Money(Model):
    price: Decimal


class Moment(Model):
    at: datetime


class Link(Model):
    site: Optional[HttpUrl] = None
    id: UUID


class Optionals(Model):
    name: Optional[str] = None
    count: Optional[int] = None
    tags: Optional[list[str]] = None


class Color(str, Enum):
    red = "red"
    green = "green"
    blue = "blue"


class Level(IntEnum):
    low = 1
    high = 10


class Painted(Model):
    color: Color
    others: list[Color]
    level: Level


class Address(Model):
    street: str
    city: str


class Person(Model):
    name: str
    address: Address


class Matrix(Model):
    rows: list[list[float]]


class Scores(Model):
    points: dict[str, int]


class Folder(Model):
    name: str
    folders: list[Folder]


class Chain(Model):
    value: int
    next: Optional[Chain] = None


class Author(Model):
    name: str
    books: Optional[list[Book]] = None


class Book(Model):
    title: str
    author: Optional[Author] = None


class Renamed(Model):
    first_name: str
    year_of_birth: int


class Box(Model, Generic[Content]):
    content: Content


class Boxes(Model):
    number: Box[int]
    word: Box[str]


class Twenty(Model):
    a1: str
    a2: str
    a3: str
    a4: str
    a5: str
    b1: int
    b2: int
    b3: int
    b4: int
    b5: int
    c1: float
    c2: float
    c3: float
    c4: Optional[str] = None
    c5: Optional[int] = None
    d1: bool
    d2: bool
    d3: list[str]
    d4: list[int]
    d5: Address


class D(Model):
    value: int


class C(Model):
    d: D


class B(Model):
    c: C


class Deep(Model):
    b: B


class Invoice(Model):
    number: Annotated[str, Field(pattern="^[A-Z]{2}[0-9]+$", max_length=20)]
    total: Annotated[float, Field(ge=0)]
    items: Annotated[list[str], Field(min_length=1)]


class Card(Model):
    kind: Literal["card"]
    number: str


class Transfer(Model):
    kind: Literal["transfer"]
    iban: str


class Order(Model):
    payment: Union[Card, Transfer]
    refund: Optional[Union[Card, Transfer]] = None


for model in list(Model.__subclasses__()):
    if model is not Box:
        model.model_rebuild()

"""The board: what is wrong now, most urgent first."""

from django.http import HttpResponse
from django.shortcuts import render

from tocsin.web.request import Request


def board(request: Request) -> HttpResponse:
    """What is wrong now."""
    return render(request, "board.html", {"section": "board"})

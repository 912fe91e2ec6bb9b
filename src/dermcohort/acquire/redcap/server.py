"""Read the records of a REDCap project from its server, by PyCap. Nothing is written there.

The token is taken from the environment and stands in no message. It is sent encrypted, unless
the server is this machine itself, and to no other address than the one that the study file names.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from dermcohort.acquire.redcap.export import Export, Variable, variable
from dermcohort.errors import SourceUnreadable
from dermcohort.sources import Source

if TYPE_CHECKING:
    import requests
    from redcap.project import Project

#: Seconds to wait for a connection, and between two pieces of an answer.
PATIENCE_S = (10.0, 120.0)
#: Variable of the environment that holds the token, if the study file names none.
TOKEN = "REDCAP_TOKEN"
_TOKEN_LETTERS = 32
_SAID = 200
#: The first status of each kind.
_REDIRECT, _REFUSED = 300, 400
_URL = re.compile(
    r"redcap\+(?P<scheme>https?)://(?:(?P<login>[^@/?#]*)@)?"
    r"(?P<host>\[[0-9a-fA-F:]+\]|[^/:?#@\s]+)(?P<port>:[0-9]+)?(?P<path>/[^?#\s]*)?"
)
_THIS_MACHINE = ("127.0.0.1", "localhost", "[::1]")
_EXAMPLE = f'database = "redcap+https://${{{TOKEN}}}@redcap.example.org/api/"'


class Address(NamedTuple):
    """Where a project is.

    Attributes
    ----------
    url : str
        Of the API; without the token.
    place : str
        As messages name it.
    variable : str
        Variable of the environment that holds the token.
    """

    url: str
    place: str
    variable: str


def read_project(source: Source) -> Export:
    """All records of a project and its data dictionary.

    Parameters
    ----------
    source : Source
        Its ``database`` is ``redcap+https://${REDCAP_TOKEN}@host/api/``.

    Raises
    ------
    SourceUnreadable
        If there is no token, no such server, no right to export, no record, or the answer is not
        that of REDCap's API.
    """
    address = address_of(source.database)
    project = _project(address)
    variables = _variables(_asked(address, lambda: project.metadata), address)
    records = _asked(address, lambda: project.export_records(format_type="json"))
    if not isinstance(records, list) or not all(isinstance(row, dict) for row in records):
        raise _not_redcap(address)
    if not records:
        raise SourceUnreadable(
            f"{address.place} has no record that this token may export; "
            "try: look at the user's rights, and at the data access group"
        )
    fields = tuple(dict.fromkeys(name for row in records for name in row))
    return Export(
        file=address.place,
        fields=fields,
        # As in the csv that REDCap exports, whose first row holds the fields.
        first_row=2,
        rows=[tuple(_value(row.get(name)) for name in fields) for row in records],
        variables=variables,
        live=True,
        missing=_missing_codes(project),
    )


def address_of(database: str) -> Address:
    """The address of a project, from the study file.

    >>> address_of("redcap+https://redcap.example.org/api/").url
    'https://redcap.example.org/api/'

    Raises
    ------
    SourceUnreadable
        If it is none, holds the token itself, or would send it unencrypted over a network.
    """
    found = _URL.fullmatch(database.strip())
    if found is None:
        # What it is may hold the token, so it is not shown.
        raise SourceUnreadable(f"`database` of a redcap source is no address; try: {_EXAMPLE}")
    named = re.fullmatch(r"\$\{(\w+)\}", found["login"] or f"${{{TOKEN}}}")
    if named is None:
        raise SourceUnreadable(
            "`database` holds the token itself, and a study file is passed on and copied into "
            f"reports; try: {_EXAMPLE}, and export {TOKEN}=... before the command"
        )
    if found["scheme"] == "http" and found["host"] not in _THIS_MACHINE:
        raise SourceUnreadable(
            f"{found['host']} would get the token unencrypted; try: redcap+https://"
        )
    path = (found["path"] or "/api/").rstrip("/") + "/"
    if not path.endswith("/api/"):
        raise SourceUnreadable(
            f"the address of a REDCap API ends with /api/, got {path!r}; try: look at API in the "
            "menu of the project"
        )
    host = found["host"] + (found["port"] or "")
    return Address(f"{found['scheme']}://{host}{path}", f"REDCap at {host}", named[1])


def _project(address: Address) -> Project:
    try:
        from redcap.project import Project
    except ImportError as missing:
        raise SourceUnreadable(
            "a REDCap server needs pycap; try: pip install 'dermcohort[sources]'"
        ) from missing
    token = os.environ.get(address.variable, "").strip()
    if not token:
        raise SourceUnreadable(
            f"{address.place} needs a token, and the environment variable {address.variable} is "
            f"not set; try: export {address.variable}=... before the command; the token is under "
            "API in the menu of the project"
        )
    # PyCap would show a token of another length in its message.
    if not re.fullmatch(f"[0-9A-Za-z]{{{_TOKEN_LETTERS}}}", token):
        raise SourceUnreadable(
            f"{address.variable} holds {len(token)} letters, and the API token of a project has "
            f"{_TOKEN_LETTERS}, letters and digits only; try: copy it again from REDCap"
        )
    seen = {"response": lambda response, **_: _refuse_status(response, address)}
    # A redirect would hand the token on to another address.
    return Project(
        address.url, token, timeout=PATIENCE_S, allow_redirects=False, hooks=seen,
        headers={"Connection": "close"},
    )  # fmt: skip


def _refuse_status(response: requests.Response, address: Address) -> None:
    """PyCap does not look at the status of an answer."""
    status = response.status_code
    if status < _REDIRECT:
        return
    said = _words(response, address)
    response.close()
    if status < _REFUSED:
        raise SourceUnreadable(
            f"{address.place} sends us to another address; "
            "try: write the address in the study file as API in the menu of the project shows it"
        )
    raise SourceUnreadable(f"{address.place} refused ({status}{said}); try: {_remedy(status)}")


def _words(response: requests.Response, address: Address) -> str:
    """What the server says about an error; nothing if it is a page."""
    try:
        said = str(response.json()["error"])
    except (ValueError, KeyError, TypeError):
        return ""
    return f": {_masked(said, address)}"


def _masked(said: str, address: Address) -> str:
    """What a server said, on one line and without the token."""
    token = os.environ.get(address.variable, "").strip()
    words = " ".join(said.split())
    return (words.replace(token, "***") if token else words)[:_SAID]


def _remedy(status: int) -> str:
    if status in (401, 403):
        return (
            "see whether the token is the one of this project, and whether its user has the rights "
            "API Export and Data Export"
        )
    if status == 404:
        return "correct the address; it is shown under API in the menu of the project"
    if status >= 500:
        return "run it again later, or export the records as csv"
    return "look at API in the menu of the project, or export the records as csv"


def _asked(address: Address, question: Callable[[], Any]) -> Any:
    """The answer of the server, or why there is none."""
    import requests

    try:
        return question()
    except requests.exceptions.JSONDecodeError:
        raise _not_redcap(address) from None
    except requests.exceptions.SSLError:
        raise SourceUnreadable(
            f"{address.place} has no certificate that this machine trusts; try: ask for the "
            "hospital's certificate, and set REQUESTS_CA_BUNDLE to its file"
        ) from None
    except requests.exceptions.Timeout:
        raise SourceUnreadable(
            f"{address.place} did not answer in time; try: again later, inside the hospital's "
            "network or its VPN"
        ) from None
    except requests.exceptions.RequestException as refused:
        # PyCap's own error is of this class, with what the server said.
        said = refused.args[0] if refused.args else None
        if isinstance(said, dict):
            words = _masked(str(said.get("error", "")), address)
            raise SourceUnreadable(
                f"{address.place} refused: {words}; try: {_remedy(_REFUSED)}"
            ) from None
        # The original would show the address with all that is in it.
        raise SourceUnreadable(
            f"{address.place} cannot be reached; "
            "try: correct the host, or connect to the hospital's network or its VPN"
        ) from None


def _not_redcap(address: Address) -> SourceUnreadable:
    return SourceUnreadable(
        f"{address.place} answers, but not as REDCap's API does; "
        "try: correct the address; it is shown under API in the menu of the project"
    )


def _variables(metadata: Any, address: Address) -> dict[str, Variable]:
    if not isinstance(metadata, list) or not metadata:
        raise _not_redcap(address)
    names = ("field_name", "form_name", "field_type", "field_label",
             "select_choices_or_calculations")  # fmt: skip
    try:
        found = [variable(*(str(each[name] or "") for name in names)) for each in metadata]
    except (KeyError, TypeError):
        raise _not_redcap(address) from None
    return {each.name: each for each in found}


def _missing_codes(project: Project) -> tuple[str, ...]:
    """The project's codes for missing data; none where the server is too old to tell."""
    import requests

    try:
        told = project.export_project_info(format_type="json")
    except (SourceUnreadable, requests.exceptions.RequestException):
        return ()
    codes = told.get("missing_data_codes") if isinstance(told, Mapping) else ""
    pairs = str(codes or "").split("|")
    return tuple(code for pair in pairs if (code := pair.partition(",")[0].strip()))


def _value(value: Any) -> str | None:
    text = "" if value is None else str(value)
    return text if text.strip() else None

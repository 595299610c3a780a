"""tocsin handbook: the escalation process as PDF, from the organisation in force, in French or English."""

from pathlib import Path
from zoneinfo import ZoneInfo

import click

from tocsin.cli import ready
from tocsin.cli.output import language_option
from tocsin.core.kernel.errors import BadInput, fault
from tocsin.core.kernel.sentences import Language, declare

declare(
    {
        "cli.handbook.file": (
            "le fichier « {file} » ne peut pas être écrit : {reason}",
            "the file '{file}' cannot be written: {reason}",
        ),
    }
)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@language_option("en")
def handbook(file: Path | None, language: Language) -> None:
    """Write the process handbook as PDF.

    It says who is asked about an incident, when and how, for each priority.

    FILE is ``escalation-en.pdf`` or ``escalation-fr.pdf`` here if it is not named. The page *Escalation* gives the same.
    """
    ready.database()
    from django.utils import timezone, translation

    from tocsin.flow import clock
    from tocsin.flow.organisation import snapshot
    from tocsin.web.escalation.views import handbook_of

    organisation = snapshot()
    target = file or Path(f"escalation-{language}.pdf")
    with translation.override(language), timezone.override(ZoneInfo(organisation.settings.zone)):
        made = handbook_of(organisation, clock.now(), language)
    try:
        target.write_bytes(made)
    except OSError as error:
        reason = error.strerror or str(error)
        raise BadInput([fault("cli.handbook.file", field="file", file=str(target), reason=reason)]) from error
    click.echo(str(target))

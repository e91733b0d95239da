"""The command `maplebridge`."""

from pathlib import Path
from typing import Annotated

import typer

from bot import console
from bot.audit_cli import audit_app
from bot.routing_cli import routing_app
from bot.staff_cli import staff_app
from triage.figures import GroupedBy
from triage.limits import LONGEST_MUTE_HOURS, MuteReason

app = typer.Typer(
    help="Maple Bridge: reports from residents, on Telegram.",
    no_args_is_help=True,
    # A traceback with local variables would show the words of a report.
    pretty_exceptions_enable=False,
    add_completion=False,
)

keys_app = typer.Typer(help="Renew the keys, and bring them back.", no_args_is_help=True)
app.add_typer(keys_app, name="keys")

app.add_typer(routing_app, name="routing")
app.add_typer(staff_app, name="staff")
app.add_typer(audit_app, name="audit")

Config = Annotated[
    Path, typer.Option("--config", help="The installation's config.toml.", envvar=None)
]


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="Where the installation goes; made if missing.")],
    token_file: Annotated[
        Path | None, typer.Option(help="A file with the bot's token in it.")
    ] = None,
    base_url: Annotated[
        str | None, typer.Option(help="Another Bot API server; ends in /bot.")
    ] = None,
    base_file_url: Annotated[
        str | None, typer.Option(help="Where that server has files; ends in /file/bot.")
    ] = None,
    database_url: Annotated[
        str | None, typer.Option(help="Another database than a file in the folder.")
    ] = None,
) -> None:
    """Set up an installation: configuration, keys, recovery copy, database."""
    from bot import founding

    answers = founding.Answers(
        token_file=token_file,
        base_url=base_url,
        base_file_url=base_file_url,
        database_url=database_url,
    )
    console.guarded(lambda: founding.init(folder, answers))


@app.command()
def check(config: Config) -> None:
    """Name every mistake in the configuration, with file and line."""
    console.guarded(lambda: console.checked(config))


@app.command("bot")
def bot_(config: Config) -> None:
    """Be the bot, until SIGTERM or Ctrl-C."""
    console.guarded(lambda: console.run_bot(config))


@app.command()
def doctor(config: Config) -> None:
    """Check token, database, keys, clock, disk and parked updates; say what to do."""
    from bot import doctor as examination

    console.guarded(lambda: examination.examine(config))


@app.command()
def upgrade(config: Config) -> None:
    """Bring the database to this release. Make a backup first: there is no way back."""
    console.guarded(lambda: console.upgraded(config))


@app.command()
def copy(
    config: Config,
    to: Annotated[str, typer.Option(help="The other database, written as database.url is.")],
) -> None:
    """Copy the installation to another database, SQLite or PostgreSQL. Stop the bot first."""
    from bot import copying

    console.guarded(lambda: copying.copy(config, to))


@app.command()
def parked(
    config: Config,
    retry: Annotated[bool, typer.Option("--retry", help="Give them another chance.")] = False,
) -> None:
    """List the updates that could not be handled, by the number their sender was told."""
    console.guarded(lambda: console.parked(config, retry=retry))


@app.command()
def figures(
    config: Config,
    by: Annotated[GroupedBy, typer.Option(help="What they are put into groups by.")] = (
        GroupedBy.QUEUE
    ),
    week: Annotated[str | None, typer.Option(help="A week as 2026-W48; else this one.")] = None,
) -> None:
    """Print how many cases came in, wait, are late, were answered in time, and verified."""
    from bot import figures as counting

    console.guarded(lambda: counting.show(config, by, week))


@app.command()
def mute(
    config: Config,
    reference: Annotated[str, typer.Argument(help="The reference of one of their reports.")],
    hours: Annotated[int, typer.Option(min=1, max=LONGEST_MUTE_HOURS, help="For how long.")],
    reason: Annotated[MuteReason, typer.Option(help="Why; it stands in the record.")],
) -> None:
    """Refuse for a while what the reporter of a report writes, but for words of danger."""
    from bot import muting

    console.guarded(lambda: muting.mute(config, reference, hours, reason))


@app.command()
def unmute(
    config: Config,
    reference: Annotated[str, typer.Argument(help="The reference of one of their reports.")],
) -> None:
    """Listen again to the reporter of a report."""
    from bot import muting

    console.guarded(lambda: muting.unmute(config, reference))


@app.command()
def understand(
    text: Annotated[str | None, typer.Option(help="One text to read.")] = None,
    file: Annotated[Path | None, typer.Option(help="A CSV with the columns id and text.")] = None,
    out: Annotated[Path | None, typer.Option(help="The JSON Lines to write.")] = None,
    data: Annotated[Path | None, typer.Option(help="Another folder of words and places.")] = None,
) -> None:
    """Show what is read out of a text: kind, danger, place, time, numbers and names."""
    from bot import understanding

    folder = data or understanding.DATA
    if text is not None:
        console.guarded(lambda: understanding.of_text(text, folder))
    elif file is not None and out is not None:
        console.guarded(lambda: understanding.of_file(file, out, folder))
    else:
        console.fail("Give --text, or --file with --out.")


@app.command()
def match(
    file: Annotated[Path, typer.Argument(help="A CSV with the columns id, time and text.")],
    out: Annotated[Path, typer.Option(help="The best earlier reports of each, a CSV to write.")],
    leads: Annotated[Path, typer.Option(help="The incident of each report, a CSV to write.")],
    data: Annotated[Path | None, typer.Option(help="Another folder of words and weights.")] = None,
) -> None:
    """Find which reports of a file are one incident, each among those before it."""
    from bot import matching

    console.guarded(lambda: matching.match(file, out, leads, data or matching.DATA))


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="Reports as CSV, XLSX or JSON Lines.")],
    *,
    config: Config,
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", help="Which column is what, such as text=内容; may be repeated."),
    ] = None,
    batch: Annotated[
        str | None, typer.Option(help="What the file is called; else its name.")
    ] = None,
    bad: Annotated[
        Path | None, typer.Option(help="A CSV to write the rows to that are no reports.")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Refuse rows of kinds that are not known here.")
    ] = False,
) -> None:
    """Take in earlier reports from a file; each row once, however often it is begun."""
    from bot import importing

    wish = importing.Wish(
        file=file, columns=tuple(columns or ()), batch=batch or file.name, bad=bad, strict=strict
    )
    console.guarded(lambda: importing.take_in(config, wish))


@app.command()
def calibrate(
    pairs: Annotated[
        Path | None, typer.Argument(help="A CSV of judged pairs: id_a, id_b, label.")
    ] = None,
    *,
    out: Annotated[Path, typer.Option(help="The weights to write.")],
    texts: Annotated[Path | None, typer.Option(help="The reports that the ids name.")] = None,
    data: Annotated[Path | None, typer.Option(help="Another folder of words and weights.")] = None,
    from_answers: Annotated[
        bool, typer.Option("--from-answers", help="Learn from what officers said of links, too.")
    ] = False,
    config: Annotated[
        Path | None, typer.Option("--config", help="The installation of these officers.")
    ] = None,
) -> None:
    """Learn from judged pairs which reports are one incident; keep what is better."""
    from bot import matching

    if from_answers != (config is not None) or not (pairs or from_answers):
        console.fail("Give a file of pairs, or --from-answers with --config, or all three.")
    console.guarded(lambda: matching.calibrate(pairs, texts, out, data or matching.DATA, config))


@keys_app.command()
def rotate(
    config: Config,
    index: Annotated[
        bool, typer.Option("--index", help="Renew the index key and the look-ups of reporters.")
    ] = False,
    everywhere: Annotated[
        bool, typer.Option("--everywhere", help="Every machine has the key files of this one.")
    ] = False,
    retire: Annotated[
        bool, typer.Option("--retire", help="Drop old versions that nothing is sealed under.")
    ] = False,
) -> None:
    """Give the keys a new version, and seal anew what is under older ones, while bots run."""
    from bot import keys

    step = keys.Step(index=index, everywhere=everywhere, retire=retire)
    console.guarded(lambda: keys.rotate(config, step))


@keys_app.command()
def recover(
    copy: Annotated[Path, typer.Argument(help="The recovery copy, such as keys.age.")],
    config: Config,
    passphrase_file: Annotated[
        Path | None, typer.Option(help="A file with its passphrase; else it is asked or read.")
    ] = None,
) -> None:
    """Bring the keys back from their recovery copy."""
    from bot import keys

    console.guarded(lambda: keys.recover(config, copy, passphrase_file))


@keys_app.command()
def custodian(
    out: Annotated[Path, typer.Option(help="The file for the private key; it must be new.")],
) -> None:
    """Make the key pair of one of the two custodians, on a machine of their own."""
    from bot import custody

    console.guarded(lambda: custody.new_key(out))


@app.command()
def originals(
    config: Config,
    reference: Annotated[str, typer.Argument(help="The reference of the report.")],
    out: Annotated[Path, typer.Option(help="The folder to write them to.")],
) -> None:
    """Write out the originals of a report's files, which both custodians together can open."""
    from bot import custody

    console.guarded(lambda: custody.hand_out(config, reference, out))


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="The port of the page.")] = 8765,
) -> None:
    """Play with it on this machine: a page with phones, no token, no account."""
    from bot import demo as play

    console.guarded(lambda: play.play(port))


def main() -> None:
    """Run the command line."""
    app()

"""The command that takes in a list of organisations."""

from pathlib import Path

import click

from handbook_api.core.identity import TERMINAL
from handbook_api.organisations import service
from handbook_api.organisations.cli.base import organisation_commands
from handbook_api.organisations.listed_files import read_list
from handbook_api.runtime import Runtime
from handbook_api.terminal import refusal_text, with_runtime


@organisation_commands.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Chỉ kiểm tra, không lưu gì.")
@click.option("--decision", help="Số, ký hiệu, ngày của quyết định.")
@with_runtime
def import_list(runtime: Runtime, path: Path, decision: str | None, *, dry_run: bool) -> None:
    """Nhập tổ chức từ tệp CSV có các cột code, name, kind, parent_code, opened_on.

    Tổ chức đã có thì để nguyên; có dòng sai thì nêu từng dòng và không lưu gì.
    """
    read = read_list(path.read_bytes(), runtime.content)
    with runtime.transaction(read_only=dry_run) as session:
        listing = service.plan_listing(
            session,
            TERMINAL,
            runtime.content,
            read.lines,
            decision=decision,
            faulty=read.faulty,
        )
        problems = sorted([*read.problems, *listing.problems], key=lambda one: one.number)
        if not problems and not dry_run:
            service.carry_out(session, TERMINAL, listing.plan)
    for problem in problems:
        text = refusal_text(problem.refusal, runtime)
        click.secho(f"✗ dòng {problem.number}, cột {problem.column}: {text}", fg="red", err=True)
    if problems:
        click.echo(f"Có {len(problems)} lỗi: chưa lưu gì.")
        raise SystemExit(1)
    count = len(listing.plan.openings)
    kept = "chưa lưu gì" if dry_run else "đã lưu"
    click.echo(f"Tổ chức mới: {count}; đã có từ trước: {listing.unchanged}; {kept}.")

"""Commands that change the tree, each shown before it is done."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import click

from handbook_api.core.identity import TERMINAL
from handbook_api.organisations import service
from handbook_api.organisations.cli.base import (
    acting,
    carry_out,
    find,
    organisation_commands,
    read,
)
from handbook_api.organisations.service import Merging, Moving, NewOrganisation, Renaming
from handbook_api.runtime import Runtime
from handbook_api.terminal import with_runtime


@organisation_commands.command("open")
@click.option("--name", required=True, help="Tên tổ chức.")
@click.option("--kind", required=True, help="Mã loại, ví dụ cell, base_committee.")
@click.option("--under", help="Mã hoặc id của cấp trên; bỏ trống khi đứng trên cùng.")
@click.option("--code", help="Mã chính thức.")
@acting
@with_runtime
def open_organisation(
    runtime: Runtime, name: str, kind: str, under: str | None, code: str | None, **how: Any
) -> None:
    """Thành lập tổ chức mới."""
    with runtime.transaction(read_only=True) as session:
        parent_id = find(session, runtime, under).id if under else None
    new = NewOrganisation(name, kind, parent_id, code)
    carry_out(
        runtime,
        lambda session, stated: service.plan_opening(
            session, TERMINAL, runtime.content, new, stated
        ),
        **how,
    )


@organisation_commands.command()
@click.argument("organisation")
@click.option("--name", help="Tên mới.")
@click.option("--code", help="Mã mới; mã của cấp dưới đổi theo.")
@acting
@with_runtime
def rename(
    runtime: Runtime, organisation: str, name: str | None, code: str | None, **how: Any
) -> None:
    """Đổi tên, đổi mã."""
    (found,) = read(runtime, [organisation])
    wanted = Renaming(found, name, code)
    carry_out(
        runtime,
        lambda session, stated: service.plan_renaming(
            session, TERMINAL, runtime.content, wanted, stated
        ),
        **how,
    )


@organisation_commands.command()
@click.argument("organisation")
@click.option("--under", help="Mã hoặc id của cấp trên mới.")
@click.option("--top", is_flag=True, help="Đứng trên cùng, không có cấp trên trong sổ tay.")
@click.option("--kind", help="Mã loại mới, nếu đổi loại.")
@click.option("--code", help="Mã mới.")
@acting
@with_runtime
def move(
    runtime: Runtime,
    organisation: str,
    under: str | None,
    kind: str | None,
    code: str | None,
    *,
    top: bool,
    **how: Any,
) -> None:
    """Chuyển tổ chức (cùng mọi tổ chức bên dưới) sang cấp trên khác."""
    if top == bool(under):
        raise click.UsageError("Cần đúng một trong hai: --under hoặc --top.")
    (found,) = read(runtime, [organisation])
    parent_id = read(runtime, [under])[0].id if under else None
    wanted = Moving(found, parent_id, kind, code)
    carry_out(
        runtime,
        lambda session, stated: service.plan_moving(
            session, TERMINAL, runtime.content, wanted, stated
        ),
        **how,
    )


@organisation_commands.command()
@click.argument("organisations", nargs=-1, required=True)
@click.option("--into", help="Mã hoặc id của tổ chức còn lại sau sáp nhập.")
@click.option("--name", help="Tên của tổ chức mới lập từ sáp nhập.")
@click.option("--kind", help="Loại của tổ chức mới.")
@click.option("--under", help="Cấp trên của tổ chức mới.")
@click.option("--code", help="Mã của tổ chức mới.")
@acting
@with_runtime
def merge(  # noqa: PLR0913  # one option each
    runtime: Runtime,
    organisations: Sequence[str],
    into: str | None,
    name: str | None,
    *,
    kind: str | None,
    under: str | None,
    code: str | None,
    **how: Any,
) -> None:
    """Sáp nhập: người và cấp dưới về tổ chức còn lại (--into) hoặc tổ chức mới (--name)."""
    if (into is None) == (name is None):
        raise click.UsageError("Cần đúng một trong hai: --into hoặc --name.")
    sources = read(runtime, organisations)
    heir: UUID | NewOrganisation
    if into is not None:
        heir = read(runtime, [into])[0].id
    else:
        parent_id = read(runtime, [under])[0].id if under else None
        heir = NewOrganisation(name or "", kind or "", parent_id, code)
    wanted = Merging(sources, heir)
    carry_out(
        runtime,
        lambda session, stated: service.plan_merging(
            session, TERMINAL, runtime.content, wanted, stated
        ),
        **how,
    )


@organisation_commands.command()
@click.argument("organisation")
@acting
@with_runtime
def close(runtime: Runtime, organisation: str, **how: Any) -> None:
    """Kết thúc hoạt động của tổ chức không còn người và cấp dưới."""
    (found,) = read(runtime, [organisation])
    carry_out(
        runtime,
        lambda session, stated: service.plan_closing(session, TERMINAL, found, stated),
        **how,
    )

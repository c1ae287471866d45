"""Commands of search."""

import click

from handbook_api.core import clock
from handbook_api.core.identity import GUEST
from handbook_api.documents.vocabulary import ValidityStatus
from handbook_api.runtime import Runtime
from handbook_api.search import following, service
from handbook_api.search.service import Found
from handbook_api.terminal import progress, with_runtime
from search_index import Excerpt, Query


@click.group("search")
def search_commands() -> None:
    """Tìm kiếm và chỉ mục."""


@search_commands.command()
@with_runtime
def rebuild(runtime: Runtime) -> None:
    """Dựng chỉ mục mới bên cạnh chỉ mục đang dùng, rồi chuyển sang."""
    with progress("Đang dựng chỉ mục") as report:
        count = following.rebuild(runtime, progress=report)
    click.echo(f"Đã lập chỉ mục {count} đoạn.")


@search_commands.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", default=5, show_default=True, type=click.IntRange(1, 50))
@click.option("--as-at", type=click.DateTime(["%Y-%m-%d"]), help="Hiệu lực tại ngày này.")
@with_runtime
def query(runtime: Runtime, words: tuple[str, ...], limit: int, as_at: object) -> None:
    """Tìm như một người đọc không đăng nhập."""
    day = as_at.date() if hasattr(as_at, "date") else clock.today()
    question = Query(text=" ".join(words), limit=limit)
    following.catch_up(runtime, wait=60)
    with runtime.transaction(read_only=True) as session:
        found = service.search(runtime, session, GUEST, question, day)
    _show(runtime, found)


def _show(runtime: Runtime, found: Found) -> None:
    label = runtime.words("vi").label
    answer = found.answer
    if answer.did_you_mean:
        click.echo(f"Có phải bạn muốn tìm: {answer.did_you_mean}?")
    click.echo(f"{answer.total} văn bản.")
    for place, hit in enumerate(answer.hits, 1):
        row = found.documents[hit.document_id]
        name = " ".join(filter(None, (row.document.symbol, row.document.title)))
        click.secho(f"\n{place}. {name}", bold=True)
        by = ", ".join(source.symbol or source.title for _, source in row.replaced_by)
        status = label(f"status.{row.status}")
        if by and row.status == ValidityStatus.REPLACED:
            status += f" bằng {by}"
        elif by:
            status += f" (có thể đã được thay thế bằng {by})"
        click.echo(f"   {status} · {hit.document_id}")
        for passage in hit.passages:
            place_in_text = passage.number or passage.heading or passage.anchor or "tên văn bản"
            click.echo(f"   - {place_in_text}: {_marked(passage.excerpt)}")


def _marked(excerpt: Excerpt) -> str:
    text, shown, last = excerpt.text, [], 0
    for start, end in excerpt.marks:
        shown += [text[last:start], click.style(text[start:end], bold=True, fg="red")]
        last = end
    return "".join([*shown, text[last:]]).replace("\n", " ")

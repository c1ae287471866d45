"""The command line, composed."""

import click
import orjson

from handbook_api import __version__, preparing, registry, serving, worker
from handbook_api.app import create_app
from handbook_api.content_store import check
from handbook_api.core import logs
from handbook_api.core.settings import PREFIX, Settings, read_settings
from handbook_api.db import migrate
from handbook_api.db.engine import make_engine
from handbook_api.demo import service as demo_service
from handbook_api.demo.cli import doors_in_words
from handbook_api.demo.sign_ins import SignIn
from handbook_api.http.openapi import openapi_document
from handbook_api.http.openapi_30 import as_openapi_30
from handbook_api.runtime import Runtime
from handbook_api.terminal import progress, refusals_in_words, with_any_runtime, with_runtime


@click.group()
@click.version_option(__version__)
def main() -> None:
    """Sổ tay đảng viên điện tử."""


@main.command()
@click.option(
    "--prepare",
    is_flag=True,
    help="Trước khi chạy: nâng cấp CSDL, xuất bản nội dung, cập nhật chỉ mục.",
)
@click.option(
    "--demo",
    is_flag=True,
    help="Cơ sở dữ liệu chưa có ai: tạo đảng bộ minh họa nhỏ. In cách đăng nhập thử, mật khẩu mới.",
)
def serve(*, prepare: bool, demo: bool) -> None:
    """Chạy dịch vụ web (và tiến trình nền đi kèm)."""
    with refusals_in_words():
        settings = read_settings()
        (_prepare if prepare else _require_migrated)()
        doors = _open_demo() if demo else ()
        serving.serve(settings, lambda: _announce(settings, doors))


@with_any_runtime
def _prepare(runtime: Runtime) -> None:
    with progress("Đang cập nhật chỉ mục") as report:
        preparing.prepare(runtime, report)


@with_runtime
def _require_migrated(runtime: Runtime) -> None:
    del runtime


@with_runtime
def _open_demo(runtime: Runtime) -> tuple[SignIn, ...]:
    with progress("Đang tạo đảng bộ minh họa") as report:
        return demo_service.prepare(runtime, report)


def _announce(settings: Settings, doors: tuple[SignIn, ...]) -> None:
    address = f"http://{settings.host}:{settings.port}"
    click.echo(
        f"\nSổ tay đảng viên điện tử đang chạy.\n"
        f"  Mở bằng trình duyệt:  {address}/\n"
        f"  Giao diện lập trình:  {address}/docs\n"
        f"  Thử tìm:              {address}/api/v1/search?q=đảng+phí\n"
        f"  Tình trạng:           {address}/readyz\n"
        f"Dừng bằng Ctrl+C."
    )
    if doors:
        click.echo(f"\n{doors_in_words(doors)}")


@main.command(name="worker")
@with_any_runtime
def run_worker(runtime: Runtime) -> None:
    """Chạy tiến trình nền: việc đến hạn, lịch, chỉ mục. Chạy được nhiều tiến trình, nhiều máy."""
    logs.configure(runtime.settings.log_level)
    worker.run(runtime)


@main.command()
def settings() -> None:
    """Liệt kê mọi biến cấu hình, giá trị đang dùng (che phần bí mật) và ý nghĩa."""
    with refusals_in_words():
        current = read_settings()
    for name, field in Settings.model_fields.items():
        click.echo(f"{PREFIX}{name.upper()}={getattr(current, name)}")
        click.echo(f"    {field.description}")


@main.group()
def db() -> None:
    """Cơ sở dữ liệu."""


@db.command()
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Nâng cấp lược đồ đến bản mới nhất (hoặc bản nêu tên)."""
    with refusals_in_words():
        engine = make_engine(read_settings().database)
    migrate.upgrade(engine, revision)
    click.echo(f"Cơ sở dữ liệu đang ở bản {migrate.HEAD if revision == 'head' else revision}.")


@main.group()
def content() -> None:
    """Nội dung do cán bộ biên tập."""


@content.command(name="check")
def check_content() -> None:
    """Kiểm tra thư mục nội dung; nêu từng lỗi và cách sửa."""
    with refusals_in_words():
        problems = check(read_settings().content_folder)
    for problem in problems:
        click.echo(": ".join(filter(None, (problem.file, problem.place, problem.message))))
    if problems:
        click.secho(f"Còn {len(problems)} lỗi.", fg="red", err=True)
        raise SystemExit(1)
    click.echo("Nội dung đúng cả.")


@content.command()
@with_runtime
def publish(runtime: Runtime) -> None:
    """Đưa nội dung đã kiểm tra vào thư viện."""
    published = preparing.publish_content(runtime)
    if published is None:
        click.echo("Nội dung không có gì mới.")
    else:
        click.echo(
            f"Đã ghi {published.written} văn bản, {published.unchanged} không đổi, "
            f"rút {published.withdrawn}."
        )


@main.command()
@click.option("--version", type=click.Choice(["3.1", "3.0"]), default="3.1", show_default=True)
@with_any_runtime
def openapi(runtime: Runtime, version: str) -> None:
    """In bản mô tả giao diện lập trình (OpenAPI) ra màn hình."""
    app = create_app(runtime)
    document = openapi_document(app, runtime.words("vi"))
    shown = document if version == "3.1" else as_openapi_30(document)
    click.echo(orjson.dumps(shown, option=orjson.OPT_INDENT_2))


for command in registry.COMMANDS:
    main.add_command(command)

if __name__ == "__main__":
    main()

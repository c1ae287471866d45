"""Every setting, read once from HANDBOOK_* environment variables into one frozen object."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from handbook_api.core.errors import HandbookError

PREFIX = "HANDBOOK_"

#: This machine itself, where unencrypted HTTP is safe.
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class SettingsNotUnderstood(HandbookError):
    """A setting is unknown or has a value we cannot use; `facts` say which and why."""

    status, code = 500, "settings.not_understood"


class Settings(BaseModel):
    """How this node runs. Each field is the environment variable HANDBOOK_<FIELD> in capitals."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    var_folder: Path = Field(
        Path("var"), description="Thư mục dữ liệu lúc chạy: cơ sở dữ liệu nhúng, chỉ mục, tệp tạm."
    )
    content_folder: Path = Field(
        Path("content"), description="Thư mục nội dung do cán bộ biên tập (TOML, Markdown, CSV)."
    )
    database_url: SecretStr | None = Field(
        None,
        description="Địa chỉ cơ sở dữ liệu, ví dụ postgresql+psycopg://user:pass@host/handbook. "
        "Để trống: SQLite trong thư mục dữ liệu.",
    )
    key_file: Path | None = Field(
        None,
        description="Tệp chùm khoá mã hoá dữ liệu cá nhân (quyền 600, sao lưu riêng nơi khác). "
        "Để trống: keys.json trong thư mục dữ liệu, tự tạo lần đầu.",
    )
    system_owner: str = Field(
        "", max_length=200, description="Chủ quản hệ thống thông tin (Quy định 556-QĐ/VPTW)."
    )
    system_operator: str = Field(
        "", max_length=200, description="Đơn vị vận hành hệ thống (Quy định 556-QĐ/VPTW)."
    )
    data_owner: str = Field(
        "", max_length=200, description="Chủ quản dữ liệu (Quy định 556-QĐ/VPTW)."
    )
    help_phone: str = Field(
        "",
        pattern=r"^[0-9+ .()\-]{0,40}$",
        description="Số điện thoại hỏi về sổ tay, ví dụ của văn phòng đảng ủy; hiện trên trang Trợ "
        "giúp. Để trống: trang chỉ nhắc gọi số in trên phiếu đăng nhập.",
    )
    public_url: str = Field(
        "",
        max_length=200,
        description="Địa chỉ công khai của dịch vụ, ví dụ https://sotay.example.vn: in lên phiếu "
        "đăng nhập (mã QR) và dùng khi đăng nhập qua OpenID Connect.",
    )
    oidc_client_id: str = Field(
        "", max_length=200, description="Mã ứng dụng do nhà cung cấp định danh cấp."
    )
    oidc_client_secret: SecretStr | None = Field(
        None,
        description="Khoá bí mật của ứng dụng ở nhà cung cấp định danh; để trống nếu không có.",
    )
    oidc_name: str = Field(
        "Định danh điện tử",
        min_length=1,
        max_length=60,
        description="Chữ trên nút đăng nhập qua nhà cung cấp định danh.",
    )
    oidc_hosts: str = Field(
        "",
        description="Các máy của nhà cung cấp định danh mà dịch vụ được gọi tới, cách nhau bằng "
        "dấu phẩy. Để trống: chỉ máy nêu trong HANDBOOK_OIDC_ISSUER.",
    )
    oidc_scopes: str = Field(
        "openid",
        pattern=r"^(.* )?openid( .*)?$",
        max_length=200,
        description="Phạm vi xin nhà cung cấp định danh; luôn có openid.",
    )
    oidc_claim: str = Field(
        "sub",
        min_length=1,
        max_length=60,
        description="Trường trong mã định danh dùng để nhận ra người: ổn định, không cấp lại cho "
        "người khác.",
    )
    oidc_two_factor_acr: str = Field(
        "",
        max_length=200,
        description="Giá trị acr cho biết nhà cung cấp đã xác thực hai lớp; chỉ khi nhận đúng giá "
        "trị này phiên mới có mã thứ hai. Để trống: không bao giờ.",
    )
    oidc_issuer: str = Field(
        "",
        max_length=300,
        description="Địa chỉ (issuer) của nhà cung cấp định danh OpenID Connect, đúng từng chữ. "
        "Để trống: không dùng. Cần HANDBOOK_PUBLIC_URL và HANDBOOK_OIDC_CLIENT_ID; địa chỉ trả về "
        "phải đăng ký ở nhà cung cấp: HANDBOOK_PUBLIC_URL cộng /dang-nhap/dinh-danh.",
    )
    fcm_credentials_file: Path | None = Field(
        None,
        description="Tệp JSON của tài khoản dịch vụ Firebase (quyền 600) để rung điện thoại. Để "
        "trống: không rung máy nào, hộp thư vẫn nhận thông báo. `handbook push check` thử tệp này.",
    )
    fcm_project_id: str = Field(
        "",
        pattern=r"^[a-z0-9-]{0,60}$",
        description="Mã dự án Firebase. Để trống: lấy trong tệp tài khoản dịch vụ.",
    )
    fcm_web_api_key: str = Field(
        "",
        pattern=r"^[A-Za-z0-9_\-]{0,100}$",
        description="Rung trình duyệt: apiKey của ứng dụng web trong dự án Firebase. Cả bốn mục "
        "HANDBOOK_FCM_WEB_… là giá trị công khai, nằm trong trang web. Để trống: không rung trình "
        "duyệt. Cần đủ bốn mục, HANDBOOK_FCM_CREDENTIALS_FILE và HANDBOOK_FCM_PROJECT_ID.",
    )
    fcm_web_app_id: str = Field(
        "", pattern=r"^[A-Za-z0-9:]{0,100}$", description="appId của ứng dụng web đó."
    )
    fcm_web_sender_id: str = Field(
        "", pattern=r"^[0-9]{0,40}$", description="messagingSenderId của ứng dụng web đó."
    )
    fcm_web_vapid_key: str = Field(
        "",
        validate_default=True,
        pattern=r"^[A-Za-z0-9_\-]{0,200}$",
        description="Khoá công khai “Web Push certificates” của dự án (mục Cloud Messaging).",
    )
    fcm_base_url: str = Field(
        "",
        max_length=200,
        description="Chỉ để thử: máy chủ đóng vai Firebase trên chính máy này, ví dụ "
        "http://127.0.0.1:9999. Để trống: máy chủ của Google.",
    )
    fcm_request_seconds: float = Field(
        10.0, gt=0, le=60, description="Chờ Firebase trả lời một lần gửi lâu nhất, tính bằng giây."
    )
    fcm_call_seconds: float = Field(
        60.0,
        gt=0,
        le=110,
        description="Chờ xong một lượt gửi (tối đa 100 máy, kể cả gửi lại) lâu nhất, tính bằng "
        "giây; quá thì coi như chưa rõ kết quả và nghỉ.",
    )
    push_lease_seconds: float = Field(
        30.0,
        ge=1,
        le=600,
        description="Tiến trình gửi bị ngắt giữa chừng thì sau chừng này giây tiến trình khác làm "
        "tiếp.",
    )
    sms_url: str = Field(
        "",
        max_length=300,
        description="Địa chỉ https của cổng nhắn tin SMS. Để trống: không nhắn tin. Tin nhắn chỉ "
        "báo có thông báo mới, không có nội dung.",
    )
    sms_hosts: str = Field(
        "",
        description="Các máy mà dịch vụ được gọi tới để nhắn tin, cách nhau bằng dấu phẩy. Để "
        "trống: chỉ máy nêu trong HANDBOOK_SMS_URL. Không theo chuyển hướng.",
    )
    sms_token: SecretStr | None = Field(
        None,
        description="Mã do nhà cung cấp SMS cấp; gửi trong Authorization: Bearer, hoặc ở chỗ "
        "{token} trong HANDBOOK_SMS_BODY nếu có.",
    )
    sms_body: str = Field(
        '{"to": "{to}", "text": "{text}", "id": "{id}"}',
        max_length=2000,
        description="Khuôn JSON gửi đến cổng SMS. Chỗ điền: {text}, {id}, {token}, và số máy dạng "
        "{to} (+84…), {to_digits} (84…) hoặc {to_home} (0…).",
    )
    sms_accepted: str = Field(
        "",
        max_length=100,
        description="Mục và giá trị cho biết cổng SMS đã nhận tin, ví dụ CodeResult=100. Để trống: "
        "mọi câu trả lời 2xx là đã nhận.",
    )
    sms_seconds: float = Field(
        10.0, gt=0, le=60, description="Chờ cổng SMS trả lời một tin lâu nhất, tính bằng giây."
    )
    smtp_host: str = Field(
        "", max_length=200, description="Máy chủ gửi thư (SMTP). Để trống: không gửi thư điện tử."
    )
    smtp_port: int = Field(587, ge=1, le=65535, description="Cổng của máy chủ gửi thư.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls",
        description="Mã hoá đường đến máy chủ gửi thư: starttls, tls (ngay từ đầu), hoặc none (chỉ "
        "khi máy chủ thư ở trên chính máy này).",
    )
    smtp_user: str = Field("", max_length=200, description="Tên đăng nhập máy chủ gửi thư.")
    smtp_password: SecretStr | None = Field(None, description="Mật khẩu đăng nhập máy chủ gửi thư.")
    smtp_from: str = Field("", max_length=200, description="Địa chỉ thư đứng tên người gửi.")
    smtp_seconds: float = Field(
        10.0, gt=0, le=60, description="Chờ máy chủ gửi thư mỗi bước lâu nhất, tính bằng giây."
    )
    host: str = Field("127.0.0.1", description="Địa chỉ mạng mà dịch vụ lắng nghe.")
    port: int = Field(8000, ge=1, le=65535, description="Cổng mà dịch vụ lắng nghe.")
    trusted_proxies: int = Field(
        0,
        ge=0,
        le=5,
        description="Số máy chủ uỷ nhiệm đứng trước dịch vụ, mỗi máy thêm một địa chỉ vào tiêu đề "
        "X-Forwarded-For. Cần đúng để đếm mã sai theo từng địa chỉ mạng; 0: không có máy nào.",
    )
    server: Literal["granian", "gunicorn"] = Field("granian", description="Máy chủ WSGI.")
    web_workers: int = Field(2, ge=1, le=64, description="Số tiến trình web.")
    web_threads: int = Field(4, ge=1, le=64, description="Số luồng của mỗi tiến trình web.")
    embedded_worker: bool = Field(
        True,
        description="`handbook serve` chạy kèm một tiến trình nền. Đặt false khi có máy nền riêng.",
    )
    trusted_hosts: str = Field(
        "",
        description="Các tên máy được chấp nhận trong tiêu đề Host, cách nhau bằng dấu phẩy. "
        "Để trống: chấp nhận mọi tên (chỉ dùng sau máy chủ uỷ nhiệm hoặc trên máy cá nhân).",
    )
    index_poll_seconds: float = Field(
        2.0, ge=0.1, le=3600, description="Bao lâu tiến trình nền lại xem chỉ mục có cần đuổi kịp."
    )
    job_lease_seconds: float = Field(
        30.0,
        ge=1,
        le=600,
        description="Việc mà tiến trình nền bỏ dở (máy tắt đột ngột) được tiến trình khác làm lại "
        "sau chừng này giây.",
    )
    import_most_megabytes: int = Field(
        64, ge=1, le=1024, description="Tệp văn bản nhập vào lớn nhất, tính bằng MB."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="Mức nhật ký."
    )
    slow_request_ms: int = Field(
        1000, ge=1, description="Yêu cầu chậm hơn chừng này mili giây được ghi ở mức cảnh báo."
    )

    @field_validator("public_url")
    @classmethod
    def _without_an_end(cls, address: str) -> str:
        # Paths are put behind it as they are.
        return address.rstrip("/")

    @field_validator("oidc_issuer")
    @classmethod
    def _has_what_signing_in_needs(cls, issuer: str, others: ValidationInfo) -> str:
        if not issuer:
            return issuer
        address = urlsplit(issuer)
        is_local = address.scheme == "http" and address.hostname in LOOPBACK
        if not address.hostname or (address.scheme != "https" and not is_local):
            raise ValueError("cần địa chỉ https đầy đủ")
        if address.query or address.fragment or "@" in address.netloc:
            raise ValueError("địa chỉ không được có tên người dùng, ? hay #")
        for name in ("public_url", "oidc_client_id"):
            if not others.data.get(name):
                raise ValueError(f"cần thêm {PREFIX}{name.upper()}")
        return issuer

    @field_validator("fcm_web_vapid_key")
    @classmethod
    def _has_what_ringing_browsers_needs(cls, key: str, others: ValidationInfo) -> str:
        needed = ("fcm_web_api_key", "fcm_web_app_id", "fcm_web_sender_id")
        given = [name for name in needed if others.data.get(name)]
        if not key and not given:
            return key
        for name in (*needed, "fcm_credentials_file", "fcm_project_id"):
            if not others.data.get(name):
                raise ValueError(f"cần thêm {PREFIX}{name.upper()}")
        if not key:
            raise ValueError("cần khoá công khai để rung trình duyệt")
        return key

    @field_validator("fcm_base_url")
    @classmethod
    def _stays_on_this_machine(cls, url: str) -> str:
        if url and urlsplit(url).hostname not in LOOPBACK:
            raise ValueError("chỉ nhận địa chỉ của chính máy này")
        return url

    @field_validator("sms_url")
    @classmethod
    def _is_sent_encrypted(cls, url: str) -> str:
        address = urlsplit(url)
        is_local = address.scheme == "http" and address.hostname in LOOPBACK
        if url and (not address.hostname or (address.scheme != "https" and not is_local)):
            raise ValueError("cần địa chỉ https đầy đủ")
        return url

    @field_validator("smtp_security")
    @classmethod
    def _speaks_plainly_here_only(cls, security: str, others: ValidationInfo) -> str:
        if security == "none" and others.data.get("smtp_host") not in {"", *LOOPBACK}:
            raise ValueError("chỉ bỏ mã hoá khi máy chủ thư ở trên chính máy này")
        return security

    @property
    def database(self) -> str:
        """The SQLAlchemy URL in use; the embedded SQLite file when none is set."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{(self.var_folder / 'handbook.sqlite3').absolute()}"

    @property
    def index_folder(self) -> Path:
        """Where this node keeps its copy of the search index."""
        return self.var_folder / "index"

    @property
    def keys(self) -> Path:
        """Where the key ring lies."""
        return self.key_file or self.var_folder / "keys.json"

    @property
    def hosts(self) -> list[str] | None:
        """The trusted host names, or None when every name is accepted."""
        return [name.strip() for name in self.trusted_hosts.split(",") if name.strip()] or None


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of this process.

    Raises SettingsNotUnderstood, naming the variable: a mistyped name must not pass silently.
    """
    source = os.environ if environment is None else environment
    given: dict[str, Any] = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in source.items()
        if name.startswith(PREFIX)
    }
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        name = PREFIX + str(first["loc"][0]).upper()
        raise SettingsNotUnderstood(name=name, reason=first["msg"]) from error

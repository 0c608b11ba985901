"""All settings, read once from the environment and `.env`, typed and frozen. Documented in docs/settings.md."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingError

_ROOM = re.compile(r"web|telegram:-?\d{1,20}|(zalo_bot|zalo_oa):[\w-]{1,64}", re.ASCII)


class Settings(BaseSettings):
    """What the ward's IT person may set; every name has the prefix HOIDAP_ in the environment."""

    model_config = SettingsConfigDict(env_prefix="HOIDAP_", env_file=".env", frozen=True, extra="ignore")

    database_url: str = Field("", description="Địa chỉ cơ sở dữ liệu; trống là SQLite trong thư mục dữ liệu")
    data_dir: Path = Field(Path("data"), description="Thư mục dữ liệu")
    faq: Path | None = Field(None, description="Đường dẫn faq.yaml; trống là tệp đi kèm")
    faq_accept_loss: bool = Field(False, description="Nhận faq.yaml mới dù mất hơn một nửa số mục")
    host: str = Field("127.0.0.1", description="Địa chỉ mạng để nghe")
    port: int = Field(8080, ge=0, le=65535, description="Cổng của trang web")
    public_url: str = Field("", description="Địa chỉ https mà người dân dùng để vào trang")
    staff_room: str = Field("web", description="Phòng cán bộ: web, telegram:<mã nhóm>, zalo_bot:<…>, zalo_oa:<…>")
    sign: Literal["ward", "name"] = Field("ward", description="Ký dưới câu trả lời: ward (chữ ký chung) hay name (tên)")
    telegram_token: SecretStr | None = Field(None, description="Mã bot do BotFather cấp")
    telegram_mode: Literal["polling", "webhook"] = Field("polling", description="polling hoặc webhook")
    telegram_api_url: str = Field("https://api.telegram.org", description="Máy chủ Bot API")
    telegram_secret: SecretStr | None = Field(None, description="Mã bí mật của webhook")
    zalo_bot_token: SecretStr | None = Field(None, description="Mã bot do Zalo Bot Creator cấp")
    zalo_bot_mode: Literal["polling", "webhook"] = Field("polling", description="polling (chạy thử) hoặc webhook")
    zalo_bot_api_url: str = Field("https://bot-api.zaloplatforms.com", description="Máy chủ Zalo Bot Platform")
    zalo_bot_secret: SecretStr | None = Field(None, description="Mã bí mật của webhook Zalo Bot")
    zalo_bot_quota: int = Field(3000, ge=1, description="Số tin mỗi tháng mà gói Zalo Bot cho gửi")
    zalo_oa_app_id: str = Field("", pattern=r"^\d{0,32}$", description="Mã ứng dụng Zalo gắn với OA, chỉ gồm chữ số")
    zalo_oa_app_secret: SecretStr | None = Field(None, description="Khóa bí mật của ứng dụng Zalo")
    zalo_oa_id: str = Field("", pattern=r"^\d{0,32}$", description="Mã của OA, chỉ gồm chữ số")
    zalo_oa_secret: SecretStr | None = Field(None, description="OA Secret Key trong mục Webhook của ứng dụng Zalo")
    zalo_oa_signature: Literal["enforce", "log"] = Field("enforce", description="Chữ ký webhook: enforce hoặc log")
    zalo_oa_api_url: str = Field("https://openapi.zalo.me", description="Máy chủ Zalo OpenAPI")
    zalo_oa_oauth_url: str = Field("https://oauth.zaloapp.com", description="Máy chủ cấp quyền của Zalo")
    zalo_oa_verifier: str = Field("", description="Mã xác thực tên miền, phần giữa của tên tệp zalo_verifier….html")
    answer_hours: int = Field(8, ge=1, le=240, description="Số giờ làm việc để cán bộ trả lời một phiếu")
    keep_days: int = Field(90, ge=1, le=3650, description="Số ngày giữ tin nhắn")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="Mức nhật ký")

    @field_validator(
        *("telegram_token", "telegram_secret", "zalo_bot_token", "zalo_bot_secret"),
        *("zalo_oa_app_secret", "zalo_oa_secret", "faq"),
        mode="before",
    )
    @classmethod
    def _empty_is_unset(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("staff_room")
    @classmethod
    def _rooms_are_known(cls, value: str) -> str:
        rooms = [room.strip() for room in value.split(",") if room.strip()]
        wrong = [room for room in rooms if not _ROOM.fullmatch(room)]
        if wrong or not rooms:
            raise ValueError("cần `web` hoặc `telegram:`, `zalo_bot:`, `zalo_oa:` kèm mã nhóm, cách nhau bằng dấu phẩy")
        return ",".join(dict.fromkeys(rooms))

    @field_validator("database_url")
    @classmethod
    def _database_is_known(cls, value: str) -> str:
        if value and not re.match(r"(sqlite|postgres(ql)?)(\+\w+)?://", value):
            raise ValueError("cần địa chỉ bắt đầu bằng postgresql:// hoặc sqlite:///")
        return value

    @field_validator("public_url")
    @classmethod
    def _public_url_is_an_address(cls, value: str) -> str:
        if value and not re.fullmatch(r"https?://[^\s/?#]+/?", value):
            raise ValueError("cần địa chỉ đầy đủ, không kèm đường dẫn, ví dụ https://hoidap.phuong.vn")
        return value

    @field_validator("telegram_secret", "zalo_bot_secret")
    @classmethod
    def _secret_is_sendable(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value.get_secret_value()):
            raise ValueError("cần 16 đến 256 ký tự chữ, số, gạch dưới hoặc gạch ngang")
        return value

    @field_validator("telegram_token")
    @classmethod
    def _token_looks_right(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"\d+:[A-Za-z0-9_-]{10,}", value.get_secret_value()):
            raise ValueError("cần mã bot dạng 123456:ABC… do BotFather cấp")
        return value

    @field_validator("zalo_bot_token")
    @classmethod
    def _zalo_token_looks_right(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"\d{1,32}:[A-Za-z0-9_.~=-]{8,}", value.get_secret_value()):
            raise ValueError("cần mã bot dạng 123456:ABC… mà Zalo gửi khi tạo bot")
        return value

    @field_validator("zalo_oa_verifier")
    @classmethod
    def _verifier_is_a_code(cls, value: str) -> str:
        code = value.strip().removeprefix("zalo_verifier").removesuffix(".html")
        if not re.fullmatch(r"[\w-]{0,128}", code, re.ASCII):
            raise ValueError("cần đúng tên tệp mà Zalo cho tải về, ví dụ zalo_verifierAbC123.html")
        return code

    @model_validator(mode="after")
    def _zalo_oa_is_complete(self) -> Self:
        if self.zalo_oa_app_id:
            needed = {
                "HOIDAP_ZALO_OA_APP_SECRET": self.zalo_oa_app_secret,
                "HOIDAP_ZALO_OA_ID": self.zalo_oa_id,
                "HOIDAP_PUBLIC_URL": self.public_url,
            }
            if self.zalo_oa_signature == "enforce":
                needed["HOIDAP_ZALO_OA_SECRET"] = self.zalo_oa_secret
            if missing := [name for name, value in needed.items() if not value]:
                raise ValueError(f"{', '.join(missing)}: HOIDAP_ZALO_OA_APP_ID đã đặt nên không được để trống")
        if self.zalo_oa_rooms and not self.zalo_oa_app_id:
            raise ValueError("HOIDAP_ZALO_OA_APP_ID: HOIDAP_STAFF_ROOM có nhóm của OA nhưng OA chưa được cài đặt")
        return self

    @model_validator(mode="after")
    def _zalo_bot_is_complete(self) -> Self:
        if self.zalo_bot_token and self.zalo_bot_mode == "webhook":
            if not self.zalo_bot_secret:
                raise ValueError("HOIDAP_ZALO_BOT_SECRET: chế độ webhook bắt buộc có mã bí mật")
            if not self.public_url:
                raise ValueError("HOIDAP_PUBLIC_URL: chế độ webhook cần địa chỉ https công khai")
        if self.zalo_bot_rooms and not self.zalo_bot_token:
            raise ValueError("HOIDAP_ZALO_BOT_TOKEN: HOIDAP_STAFF_ROOM có nhóm Zalo nhưng chưa có mã bot")
        return self

    @model_validator(mode="after")
    def _webhook_is_complete(self) -> Self:
        if self.telegram_token and self.telegram_mode == "webhook":
            if not self.telegram_secret:
                raise ValueError("HOIDAP_TELEGRAM_SECRET: chế độ webhook bắt buộc có mã bí mật")
            if not self.public_url:
                raise ValueError("HOIDAP_PUBLIC_URL: chế độ webhook cần địa chỉ https công khai")
        if self.telegram_rooms and not self.telegram_token:
            raise ValueError("HOIDAP_TELEGRAM_TOKEN: HOIDAP_STAFF_ROOM có nhóm Telegram nhưng chưa có mã bot")
        return self

    @property
    def rooms(self) -> tuple[str, ...]:
        """The staff rooms, as written in the setting."""
        return tuple(self.staff_room.split(","))

    @property
    def telegram_rooms(self) -> tuple[str, ...]:
        """The chat ids of the staff rooms that are Telegram groups."""
        return tuple(room.removeprefix("telegram:") for room in self.rooms if room.startswith("telegram:"))

    @property
    def zalo_bot_rooms(self) -> tuple[str, ...]:
        """The group ids of the staff rooms that are groups of the Zalo bot."""
        return tuple(room.removeprefix("zalo_bot:") for room in self.rooms if room.startswith("zalo_bot:"))

    @property
    def zalo_oa_rooms(self) -> tuple[str, ...]:
        """The group ids of the staff rooms that are GMF groups of the Official Account."""
        return tuple(room.removeprefix("zalo_oa:") for room in self.rooms if room.startswith("zalo_oa:"))

    @property
    def database(self) -> str:
        """The database's address; SQLite in the data folder unless another is set."""
        return self.database_url or f"sqlite:///{self.data_dir / 'hoidap.db'}"


def read_settings(env_file: Path | None = Path(".env")) -> Settings:
    """Settings from the environment and `env_file`; SettingError names every wrong one, in Vietnamese."""
    try:
        return Settings(_env_file=env_file)
    except ValidationError as wrong:
        raise SettingError("\n".join(_complaint(error) for error in wrong.errors(include_input=False))) from None


def _complaint(error: object) -> str:
    """One line that names the setting and what is expected, never the value: it may be a secret."""
    detail = dict(error)  # type: ignore[call-overload]  # pydantic's ErrorDetails is a TypedDict
    message = str(detail["msg"]).removeprefix("Value error, ")
    name = ".".join(str(part) for part in detail["loc"])
    if not name:
        return f"Cài đặt {message}"
    hint = Settings.model_fields[name].description if name in Settings.model_fields else ""
    return f"Cài đặt HOIDAP_{name.upper()}: giá trị không dùng được ({_plain(detail['type'], message)}). {hint}."


def _plain(kind: str, message: str) -> str:
    """The reason in Vietnamese; what our own validators say is Vietnamese already."""
    known = {
        "int_parsing": "cần một số nguyên",
        "bool_parsing": "cần true hoặc false",
        "string_pattern_mismatch": "chỉ dùng chữ số",
        "literal_error": "không có trong các giá trị cho phép",
        "greater_than_equal": "số quá nhỏ",
        "less_than_equal": "số quá lớn",
    }
    return known.get(kind, message)

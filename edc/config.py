"""The one typed configuration, a section for each stage.

Every key can be set in a TOML file (`edc process --config edc.toml`; `docs/edc.example.toml` shows
all of them at their defaults) or in the environment (`EDC_RECAP__SECONDS=90`). A stage's cache key
holds only its own section.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from edc.errors import UsageError


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ProbeConfig(Section):
    game_id: str | None = Field(None, description="Overrides the feed's or the hashed game id.")


class ScanConfig(Section):
    looks_per_s: float = Field(4.0, gt=0, le=10, description="Looks at the score bug a second.")
    frames_per_s: float = Field(6.0, gt=0, le=15, description="Small frames a second; the spotter was trained at 6.")
    chunk_s: float = Field(300.0, ge=10, description="Length of a chunk; each finished chunk is kept.")
    workers: int = Field(2, ge=1, description="Chunks scanned at once.")
    device: Literal["auto", "cpu", "cuda"] = Field("auto", description="Where the spotter runs: auto, cpu, cuda.")
    batch: int = Field(256, ge=1, description="Pictures that a GPU is given at once, of all chunks together.")
    probe_frames: int = Field(60, ge=8, description="Frames looked at to find the score bug.")


class SpotConfig(Section):
    use: bool = Field(True, description="Whether what the action spotter sees counts.")


class AlignConfig(Section):
    pass


class FuseConfig(Section):
    pass


class RankConfig(Section):
    pass


class CaptionConfig(Section):
    languages: tuple[str, ...] = Field(("en",), description="The first is the default language.")
    voice: Literal["neutral", "broadcaster"] = Field("neutral", description="neutral or broadcaster.")
    view: Literal["neutral", "home", "away"] = Field("neutral", description="Whose side is told: neutral, home, away.")
    writer: Literal["template", "bedrock", "openai"] = Field("template", description="template, bedrock or openai.")
    model: str | None = Field(None, description="Model id; the writer's own default where none is given.")
    region: str | None = Field(None, description="AWS region of Bedrock; else the environment's.")
    endpoint_url: str | None = Field(None, description="Of Bedrock, or of an OpenAI-compatible server (…/v1).")
    guardrail_id: str | None = Field(None, description="Bedrock guardrail to apply.")
    guardrail_version: str = Field("DRAFT", description="Of the guardrail.")
    moments_per_request: int = Field(12, ge=1, le=40, description="Moments that one request asks for.")
    requests_at_once: int = Field(8, ge=1, le=64, description="Requests in flight.")
    timeout_s: float = Field(60.0, gt=0, description="Longest wait for one answer.")
    deadline_s: float = Field(900.0, gt=0, description="After this long the templates write the rest of a game.")
    ceiling_usd: float = Field(1.0, ge=0, description="What a game's captions may cost; no request goes beyond it.")
    max_requests: int = Field(500, ge=0, description="Requests a game, tries after an error counted too.")
    usd_per_million_input: float = Field(1.0, ge=0, description="Price of the model's input tokens.")
    usd_per_million_output: float = Field(5.0, ge=0, description="Price of the model's output tokens.")
    batch_bucket: str | None = Field(None, description="S3 bucket for Bedrock batch jobs.")
    batch_role_arn: str | None = Field(None, description="Role as which Bedrock reads and writes that bucket.")


class IndexConfig(Section):
    public_url: str | None = Field(None, description="Where viewers find the media; else it is named relatively.")
    minimum_stars: int = Field(2, ge=1, le=5, description="Stars from which a moment is a key moment.")


class RecapConfig(Section):
    seconds: float = Field(120.0, ge=15, le=600, description="Longest the recap may be.")
    loudness_lufs: float = Field(-23.0, description="EBU R128 integrated loudness target.")
    true_peak_dbtp: float = Field(-1.0, description="Highest true peak.")
    workers: int = Field(2, ge=1, description="Clips encoded at once.")
    pool: Literal["all", "chosen"] = Field(
        "all", description="Encode every play that a recap may show, or only those of the recaps made."
    )
    renditions: tuple[int, ...] = Field(
        (), description="Heights of smaller renditions for HLS, such as [480, 240], beside the source's own."
    )


class ReportConfig(Section):
    pass


class Config(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="EDC_", env_nested_delimiter="__", frozen=True, extra="forbid")

    probe: ProbeConfig = ProbeConfig()  # type: ignore[call-arg]
    scan: ScanConfig = ScanConfig()  # type: ignore[call-arg]
    spot: SpotConfig = SpotConfig()  # type: ignore[call-arg]
    align: AlignConfig = AlignConfig()
    fuse: FuseConfig = FuseConfig()
    rank: RankConfig = RankConfig()
    caption: CaptionConfig = CaptionConfig()  # type: ignore[call-arg]
    index: IndexConfig = IndexConfig()  # type: ignore[call-arg]
    recap: RecapConfig = RecapConfig()  # type: ignore[call-arg]
    report: ReportConfig = ReportConfig()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The command line wins over the environment, the environment over the file."""
        return (init_settings, env_settings, TomlConfigSettingsSource(settings_cls))


def load_config(path: Path | None = None, **sections: dict[str, Any]) -> Config:
    """The configuration from an optional TOML file; `sections` are the command line's.

    Raises:
        UsageError: no such file, broken TOML, an unknown key or a value out of range.
    """
    if path is not None and not path.is_file():
        raise UsageError(f"The configuration {path} does not exist: check --config.")

    class Filed(Config):
        model_config = SettingsConfigDict(toml_file=path)

    try:
        return Config.model_construct(**dict(Filed(**sections)))  # type: ignore[arg-type]
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"The configuration {path} is no valid TOML: {error}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise UsageError(f"Configuration: {where}: {first['msg']} (got {first['input']!r}).") from error


def example_toml() -> str:
    """Every key at its default with what it means: the text of `docs/edc.example.toml`."""
    lines = ["# Every key at its default: `edc process --config FILE`. EDC_SECTION__KEY=… wins over the file.", ""]
    for name, field in Config.model_fields.items():
        section: Section = field.default
        lines.append(f"[{name}]")
        for key, about in type(section).model_fields.items():
            value = getattr(section, key)
            text = "" if value is None else _toml(value)
            lines += [f"# {about.description}", f"# {key} = …" if value is None else f"{key} = {text}"]
        lines.append("")
    return "\n".join(lines)


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    return str(value)

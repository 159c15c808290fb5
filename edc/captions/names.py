"""Names in other languages: an alias for each language, for whom the feed names in Latin letters only.

Comes in: a TOML file with a table for each player (by id, or by the name that is printed) and each team (by tricode)
of language → name. Goes out: `Names`, and facts in a language's own names. Who has no alias keeps his printed name.

    [players."203999"]
    zh = "尼古拉·约基奇"
    ja = "ニコラ・ヨキッチ"

    [teams.DEN]
    zh = "掘金"
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from edc.captions.clean import clean_name
from edc.captions.facts import Facts
from edc.errors import InputError
from edc.files import read_json
from edc.gamefolder import GameFolder
from edc.moments import Moment
from edc.playbyplay.play import Feed

SCHEMA = "edc.names/1"
Aliases = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameFile:
    """What the file says: id, name or tricode → language → alias."""

    players: Aliases = field(default_factory=dict)
    teams: Aliases = field(default_factory=dict)


def read_name_file(path: Path) -> NameFile:
    """
    Raises:
        InputError: no such file, broken TOML, or an alias that is no name.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        unknown = set(raw) - {"players", "teams"}
        if unknown:
            raise ValueError(f"the table {sorted(unknown)[0]!r} is neither players nor teams")
        return NameFile(players=_aliases(raw.get("players", {})), teams=_aliases(raw.get("teams", {})))
    except (OSError, UnicodeDecodeError, ValueError, AttributeError, TypeError) as error:
        raise InputError(f'The names {path} cannot be read ({error}): tables such as [players."203999"] or '
                         '[teams.DEN] with lines such as zh = "掘金" are expected.') from error  # fmt: skip


def _aliases(raw: Mapping[str, Mapping[str, Any]]) -> Aliases:
    found: dict[str, dict[str, str]] = {}
    for who, names in raw.items():
        for code, alias in names.items():
            name = clean_name(alias if isinstance(alias, str) else None)
            if name is None:
                raise ValueError(f"{who!r} has {alias!r} as a name in {code!r}")
            found.setdefault(who, {})[code] = name
    return found


def names_json(names: NameFile) -> dict[str, Any]:
    return {"schema": SCHEMA, **asdict(names)}


def names_from_json(value: Mapping[str, Any]) -> NameFile:
    return NameFile(players=value["players"], teams=value["teams"])


def read_names(game: GameFolder) -> NameFile:
    """What was given when the game was processed; nothing where nothing was."""
    return names_from_json(read_json(game.names)) if game.names.exists() else NameFile()


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Printed name → alias, by language."""

    by_language: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of(self, printed: str | None, code: str) -> str | None:
        return None if printed is None else self.by_language.get(code, {}).get(printed, printed)

    def aliases(self) -> list[str]:
        return sorted({alias for names in self.by_language.values() for alias in names.values()})


NO_NAMES = Names()


def names_of(file: NameFile, moments: Iterable[Moment], feed: Feed | None) -> Names:
    """The aliases of a game's own people and teams. Two people who are printed alike keep their printed name."""
    people = {(p.id, p.name) for m in moments for p in m.players}
    people |= {(p.id, p.name) for team in (feed.home, feed.away) for p in team.roster} if feed else set()
    found: dict[str, dict[str, set[str]]] = {}
    for id_, name in sorted(people):
        printed = clean_name(name)
        for code, alias in (file.players.get(id_) or file.players.get(name) or {}).items():
            found.setdefault(code, {}).setdefault(printed or "", set()).add(alias)
    for tricode, aliases in file.teams.items():
        full = [team.name for team in (feed.home, feed.away) if team.tricode == tricode] if feed else []
        for code, alias in aliases.items():
            found.setdefault(code, {}).update({clean_name(printed) or "": {alias} for printed in (tricode, *full)})
    return Names(by_language={code: {printed: next(iter(aliases)) for printed, aliases in names.items()
                                     if printed and len(aliases) == 1} for code, names in found.items()})  # fmt: skip


def in_language(facts: Facts, names: Names, code: str) -> Facts:
    """The same facts with everybody's name as the language writes it."""
    if code not in names.by_language:
        return facts

    def of(printed: str | None) -> str | None:
        return names.of(printed, code)

    milestone = facts.milestone
    return replace(
        facts, team=of(facts.team), home=of(facts.home), away=of(facts.away), player=of(facts.player),
        other=of(facts.other), assist=of(facts.assist), blocker=of(facts.blocker),
        team_names=tuple(of(name) or name for name in facts.team_names),
        milestone=replace(milestone, player=of(milestone.player) or "") if milestone else None,
    )  # fmt: skip

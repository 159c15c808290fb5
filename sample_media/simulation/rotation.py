"""Who comes on and who goes off at a dead ball."""

from __future__ import annotations

from sample_media.scene import Side
from sample_media.simulation.arena import SIDES, Arena, actors
from sample_media.simulation.model import Five, Player

Swap = tuple[float, Side, int, Player, Player]


def substitutions(arena: Arena, at: float, *, after_timeout: bool, keep: Player | None) -> tuple[Swap, ...]:
    """Change tired players; rows go out before in, as feeds have them."""
    swaps: list[Swap] = []
    for side in SIDES:
        for slot in range(5):
            if arena.five[side][slot] != keep and _wants_rest(arena, side, slot, after_timeout):
                swap = _swap(arena, side, slot, at)
                if swap is not None:
                    swaps.append(swap)
    for side in SIDES:
        mine = [s for s in swaps if s[1] == side]
        for direction, index in (("out", 3), ("in", 4)):
            for swap in mine:
                player = swap[index]
                assert isinstance(player, Player)
                arena.play(
                    "substitution", "substitution", wall=at, clock=arena.clock, sub_type=direction, side=side,
                    actors=actors((direction, player)),
                )  # fmt: skip
    return tuple(swaps)


def _is_starter(arena: Arena, side: Side, player: Player) -> bool:
    return player in arena.team(side).players[:5]


def _wants_rest(arena: Arena, side: Side, slot: int, after_timeout: bool) -> bool:
    player = arena.five[side][slot]
    if arena.personal.get(player.player_id, 0) >= 6 or arena.technicals.get(player.player_id, 0) >= 2:
        return True
    on_for = arena.elapsed - arena.on_since.get(player.player_id, 0.0)
    closing = arena.period >= 4 and arena.clock < 330
    if closing:
        return not _is_starter(arena, side, player) and on_for > 60
    limit = 440 if _is_starter(arena, side, player) else 290
    if arena.personal.get(player.player_id, 0) >= arena.period + 2:
        limit = 120
    chance = 0.75 if after_timeout else 0.45
    return on_for > limit * (0.85 + 0.03 * (player.player_id % 11)) and arena.rng.random() < chance


def _swap(arena: Arena, side: Side, slot: int, at: float) -> Swap | None:
    out = arena.five[side][slot]
    able = [
        p
        for p in arena.bench[side]
        if arena.personal.get(p.player_id, 0) < 6 and arena.technicals.get(p.player_id, 0) < 2
    ]
    if not able:
        return None
    coming = max(able, key=lambda p: _fit(arena, side, out, p))
    five = list(arena.five[side])
    five[slot] = coming
    arena.five[side] = (five[0], five[1], five[2], five[3], five[4])
    arena.bench[side].remove(coming)
    arena.bench[side].append(out)
    arena.on_since[coming.player_id] = arena.elapsed
    arena.on_since[out.player_id] = arena.elapsed
    return at, side, slot, out, coming


_ORDER = {"PG": 0, "SG": 1, "SF": 2, "PF": 3, "C": 4}


def _fit(arena: Arena, side: Side, out: Player, coming: Player) -> float:
    rested = arena.elapsed - arena.on_since.get(coming.player_id, -300.0)
    apart = abs(_ORDER[out.position] - _ORDER[coming.position])
    starter = _is_starter(arena, side, coming)
    closing = arena.period >= 4 and arena.clock < 330
    deep_bench = arena.team(side).players.index(coming) >= 10
    return (
        min(rested, 400) / 100
        - 1.6 * apart
        + (2.0 if starter else 0.0)
        + (6.0 if starter and closing else 0.0)
        - (3.0 if deep_bench else 0.0)
        - 0.8 * arena.personal.get(coming.player_id, 0)
    )


def starting_five(players: tuple[Player, ...]) -> Five:
    return players[0], players[1], players[2], players[3], players[4]

"""Words for what is not the game: advertisements, studio, titles."""

from __future__ import annotations

ADVERTS: tuple[tuple[str, str], ...] = (
    ("NIMBUS COLA", "Taste the weather"),
    ("HALVARD TYRES", "Grip, whatever comes"),
    ("BRIGHTLEAF BANK", "Your money, growing"),
    ("ORCHARD PHONES", "Call home for less"),
    ("TUNDRA TRUCKS", "Built for the long road"),
    ("PELICAN AIR", "Nonstop to everywhere"),
    ("MOONDOUGH PIZZA", "Hot in 25 minutes"),
    ("FERNWOOD HOMES", "Open this Sunday 12:30"),
    ("QUILL INSURANCE", "24 hours, 7 days"),
    ("SUNSTRIDE SHOES", "Run further"),
    ("KOBALT TOOLS CO", "2 for 1 this week"),
    ("VELVET COFFEE", "Mornings made soft"),
)

STUDIO_LINES: tuple[str, ...] = (
    "Around the league",
    "Keys to the game",
    "Inside the numbers",
    "What to watch",
)

HALFTIME_LINES: tuple[str, ...] = (
    "Half-time report",
    "First-half leaders",
    "The Lantern City drum line",
    "Fans shoot for a car",
)

"""The plan of any passage: from who stands where to what every body aims for."""

from __future__ import annotations

from random import Random

import numpy as np

from sample_media.simulation.choreography.plan import WALK, Plan
from sample_media.simulation.choreography.plan_dead import plan_dead, plan_free_throw, plan_tip
from sample_media.simulation.choreography.plan_live import plan_live
from sample_media.simulation.choreography.tracks import ACTORS, Array
from sample_media.simulation.model import Passage


def plan_passage(
    passage: Passage, following: Passage | None, at: Array, times: Array, rng: Random, basket: int
) -> Plan:
    """`basket` is the rim the passage's offense attacks."""
    plan = Plan(targets=np.repeat(at[None], len(times), axis=0), speeds=np.full((len(times), ACTORS), WALK))
    if passage.kind == "live" and passage.start == "tip" and passage.finish == "steal":
        plan_tip(plan, passage, times, rng)
    elif passage.kind == "live":
        plan_live(plan, passage, following, at, times, rng, basket)
    elif passage.kind == "free_throw":
        plan_free_throw(plan, passage, following, at, times, rng, basket)
    else:
        plan_dead(plan, passage, following, at, times, rng, basket)
    return plan

"""Write an advertisement in English, for office work that is advertised so."""

from __future__ import annotations

from random import Random

from matcher.world import layouts, wording
from matcher.world.register import lower_start
from matcher.world.trades import Trade

_OFFERS_EN = ("health insurance", "annual bonus", "holiday allowance (THR)", "training budget")
_VERBS = ("Lead the work on {}", "Day-to-day responsibility for {}", "Support the team in {}", "Keep improving our {}")


def english_text(parts: layouts.Parts, trade: Trade, level: str, months: int, rng: Random) -> str:
    """The ad in English, its tasks and needs worked out of the trade's skills.

    Args:
        parts: The ad in Bahasa; title, employer and place are taken from it.
        trade: Its unit group.
        level: Education asked for.
        months: Of experience asked for.
        rng: Source of chance.
    """
    able = [skill for skill in trade.skills if skill.role == "ability"]
    first, rest = able[:6], able[6:]
    rng.shuffle(first)
    verbs = [
        "Lead the work on {}",
        "Day-to-day responsibility for {}",
        "Support the team in {}",
        "Keep improving our {}",
    ]
    rng.shuffle(verbs)
    done = [skill for skill in first[:4] if not skill.is_name]
    tasks = [verb.format(lower_start(skill.label_en)) for verb, skill in zip(verbs, done, strict=False)]
    tools = [skill.label_en for skill in (*first, *rest) if skill.is_name][:3]
    needs = [wording.education_line_en(level)]
    years = f"At least {max(2, months // 12)} years of experience in a similar role"
    needs.append(years if months else "Fresh graduates are welcome")
    needs += [f"Hands-on with {', '.join(tools)}"] if tools else []
    needs += [f"Good command of {lower_start(skill.label_en)}" for skill in rest[:2] if not skill.is_name]
    if trade.facts.licence:
        needs.append(f"Holds {trade.facts.licence}")
    needs.append(rng.choice(("Able to communicate in English", "Good communication skills", "Works well in a team")))
    english = layouts.Parts(
        title=parts.title,
        employer=parts.employer,
        place="Indonesia (remote)" if parts.place.startswith("rumah") else parts.place,
        tasks=tasks or [f"Plan and deliver the work of a {parts.title}"],
        needs=needs,
        offers=rng.sample(_OFFERS_EN, 2) if rng.random() < 0.5 else [],
        closing=rng.choice(("Apply through this platform.", "Only shortlisted candidates will be contacted.")),
    )
    return layouts.english(english, rng)

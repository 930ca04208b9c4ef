"""What a professional said of one item laid over what the tables derive: it outranks them, and never lowers a label."""

from __future__ import annotations

from dataclasses import replace

from gateway.stages.tagged import LifeTag, Tag, Tags
from gateway.tagging.labels import labels
from gateway.tagging.tagging import lanes_of


def confirm(tags: Tags, problems: tuple[str, ...], primary: tuple[str, ...]) -> Tags:
    """The problems stand as confirmed, whatever the tables derive by now; lanes stay as they were."""
    if assessed(tags):
        return tags
    known = {tag.problem: tag for tag in tags.problems}
    said = tuple(
        replace(known.get(one, _new(one)), primary=one in primary, basis="confirmed", confidence="high")
        for one in problems
    )
    return replace(tags, problems=said, life=tags.life or lanes_of(problems), labels=_labels(tags, problems))


def correct(tags: Tags, problems: tuple[str, ...], life: tuple[str, ...]) -> Tags:
    """These problems instead of the derived ones (none: niet te bepalen). `life` given by hand, else by the tables."""
    if assessed(tags):
        return tags
    by_hand = tuple(LifeTag(domain, rank == 0, "high", "confirmed", "") for rank, domain in enumerate(life))
    said = tuple(replace(_new(one), primary=rank == 0) for rank, one in enumerate(problems))
    return replace(tags, problems=said, life=by_hand or lanes_of(problems), labels=_labels(tags, problems))


def _labels(tags: Tags, problems: tuple[str, ...]) -> tuple[str, ...]:
    """What was sensitive stays so: no word of a professional widens who may see the item."""
    marked = {*tags.labels, *labels((), problems)}
    ordered = tuple(label for label in ("R", "V", "PSY", "SEX", "ETH", "HIV", "SDV") if label in marked)
    return ordered or tags.labels


def _new(problem: str) -> Tag:
    return Tag(
        problem=problem,
        primary=False,
        equivalence="equivalent",
        confidence="high",
        basis="confirmed",
        source_system="",
        source_code="",
        table="",
    )


def assessed(tags: Tags) -> bool:
    """A nurse's own assessment is no derived tag: it is corrected where it was made."""
    return any(tag.basis == "own-assessment" for tag in tags.problems)

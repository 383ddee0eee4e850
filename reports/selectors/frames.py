"""The frame of a run: its blocks with their rules, criteria and figures, its facts and sources."""

from dataclasses import dataclass
from typing import Any

from scoring.models import RankingRun


@dataclass(frozen=True, slots=True)
class Block:
    """One block of units: the rules that hold for it, its criteria, and the result's figures."""

    code: str
    title: str
    rules: dict[str, Any]
    criteria_set: dict[str, Any]
    figures: dict[str, Any]

    @property
    def labels(self) -> dict[str, str]:
        """The label of each class by its code, best first."""
        return {band["code"]: band["label"] for band in self.rules["bands"]}

    @property
    def basis(self) -> str:
        """What is published, "index" or "points"."""
        return str(self.rules["basis"])

    @property
    def leaf_count(self) -> int:
        """How many leaves a sheet of the block has."""
        return _leaves(self.criteria_set["areas"])


def blocks_of(run: RankingRun) -> tuple[Block, ...]:
    """Return a run's blocks in their order."""
    rules = run.frame["rule_set"]
    figures = {group["code"]: group for group in run.frame["figures"]}
    return tuple(
        Block(
            code=group["code"],
            title=group["title"],
            rules=rules | rules.get("by_group", {}).get(group["code"], {}),
            criteria_set=group["criteria_set"],
            figures=figures[group["code"]],
        )
        for group in run.frame["groups"]
    )


def sources_of(run: RankingRun) -> tuple[str, ...]:
    """Return the documents that the rules of a run come from."""
    sources = run.frame["rule_set"]["sources"]
    return tuple(f"{source['document']} ({source['clause']})" for source in sources)


def _leaves(nodes: list[dict[str, Any]]) -> int:
    return sum(_leaves(node["criteria"]) if "criteria" in node else 1 for node in nodes)

"""What ``/v1/workers/{id}/recommendations`` answers."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api import example_matches
from api.schemas import shown
from api.schemas_match import Match
from matcher.reason_words import Language


class RecommendedPosting(Match):
    """A posting of the batch that is still open to the worker, scored and explained as it is now."""

    rank: int = Field(ge=1, description="Place in the list of the batch; what has closed since leaves a gap")
    batch_score: float = Field(ge=0, le=1, description="Score when the batch was made")
    own_rank: int = Field(ge=1, description="Place in the worker's plain ranking when the batch was made")
    price: float = Field(ge=0, le=1, description="Chance that one more applicant was one too many; not money")


class BatchFacts(BaseModel):
    """The batch that the list comes from."""

    name: str
    made_at: str = Field(description="ISO 8601, UTC")
    dial: float = Field(ge=0, le=1, description="0: each worker's own best; 1: as many matches as can be")
    k: int = Field(description="Longest list")
    generation: str
    weights: str = Field(description="Name of the weights that ranked then")


class RecommendationsResponse(BaseModel):
    """A worker's list of the latest batch, in its order."""

    model_config = shown(example_matches.SPREAD)

    id: str
    batch: BatchFacts
    recommendations: list[RecommendedPosting]
    removed_by_filter: dict[str, int] = Field(description="Postings of the list that are left out today, by condition")
    generation: str
    weights: str = Field(description="Name of the weights of the scores; tell it with outcomes")
    language: Language = Field(description="Of `words`")
    classification: str

"""What a process remembers of texts for speed: words, places, names of fields. Emptied when somebody is erased."""

from __future__ import annotations

from matcher.identity import is_identity
from matcher.recent_subjects import RECENT
from taxonomy.employer_names import employer_name
from taxonomy.places import load_gazetteer
from taxonomy.skill_tokens import word_form
from taxonomy.study_programmes import load_study_programmes


def empty_text_caches() -> None:
    """Forget every text; what was remembered is read again when it comes again."""
    RECENT.forget()
    word_form.cache_clear()
    employer_name.cache_clear()
    is_identity.cache_clear()
    load_gazetteer().forget()
    load_study_programmes().forget()

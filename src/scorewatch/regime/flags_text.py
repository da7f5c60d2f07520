"""The legal texts that a red flag touches, by element, as read; what was not checked says so."""

from __future__ import annotations

AI_ACT_UNRELATED = (
    "EU AI Act (Reg. 2024/1689) art. 5(1)(c)(i): detrimental treatment in social contexts unrelated to those "
    "in which the data was originally generated or collected"
)
AI_ACT_DISPROPORTIONATE = (
    "EU AI Act (Reg. 2024/1689) art. 5(1)(c)(ii): detrimental treatment that is unjustified or "
    "disproportionate to the behaviour or its gravity"
)
AI_ACT_CHARACTERISTICS = (
    "EU AI Act (Reg. 2024/1689) art. 5(1)(c): evaluation based on social behaviour or on known, inferred or "
    "predicted personal characteristics"
)
GDPR_CONTEST = "GDPR art. 22: to express one's view and to contest the decision"
GDPR_HUMAN = (
    "GDPR art. 22: no decision based solely on automated processing with legal or similarly significant "
    "effect; human intervention as a safeguard"
)
ICCPR_MOVEMENT = "ICCPR art. 12: liberty of movement (wording not verified)"
ICCPR_PRIVACY = "ICCPR art. 17: no arbitrary or unlawful interference with privacy, family, home or correspondence"
ICCPR_REPUTATION = "ICCPR art. 17: no unlawful attacks on honour and reputation"
ICCPR_EXPRESSION = "ICCPR art. 19: opinions without interference; limits to expression by law and necessary"
ICCPR_EQUALITY = "ICCPR art. 26: equality before the law, no discrimination (wording not verified)"
CRC_PARENTS = (
    "CRC art. 2(2): children protected against all forms of discrimination or punishment on the basis of the "
    "status, activities, expressed opinions or beliefs of their parents, guardians or family members"
)
RIGHTS = {
    "expression": ICCPR_EXPRESSION,
    "privacy": ICCPR_PRIVACY,
    "assembly": "ICCPR: freedom of assembly (article and wording not verified)",
    "religion": "ICCPR: freedom of religion (article and wording not verified)",
    "association": "ICCPR: freedom of association (article and wording not verified)",
}
NO_ADVICE = "A text is named where a rule touches one of its elements. That is a question to put, not an answer."
NO_AI = (
    "Element 1 of EU AI Act art. 5(1)(c) asks for an AI system. A list kept by rules alone, with no AI, falls "
    "outside it, but inside the Dutch IAMA, Canada's Algorithmic Impact Assessment and the GDPR's data "
    "protection impact assessment."
)
REMARKS = (NO_ADVICE, NO_AI)

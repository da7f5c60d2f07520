"""One sentence for every word of a regime file: what the JSON Schema and the page on the format say of it.

By the table that a word stands in, as the models call it. docs/model.md has the exact meaning. A word that a table
takes from another one is said there, once.
"""

from __future__ import annotations

MEANINGS: dict[str, dict[str, str]] = {
    "Rules": {
        "format": "The edition of this format.",
        "title": "What reports call the regime.",
        "about": "What the regime is, in words; that it is hypothetical, where it is.",
        "step": "The unit of time: everything happens once a step.",
        "lasts": "How long a run is, where `--months` does not say otherwise.",
        "warm_up": "How long the regime has been running before the first step that is counted.",
        "population": "On whom it is tried.",
        "trait": "What a few people are, and a census table does not tell; at most 8.",
        "score": "The points kept about people; without it nobody has a score.",
        "behaviour": "What people do.",
        "sensor": "How acts are recorded, rightly and wrongly.",
        "list": "Who is listed, and how one gets off.",
        "sanction": "What those on a list are denied.",
        "due_process": "What protects those listed, on every list that says nothing else.",
        "response": "What people do about it; without it nobody reacts.",
        "phase": "What changes on the way.",
    },
    "ByWhom": {
        "by_age": "Factor for each age band; 1 if it is not said.",
        "by_sex": "Factor for each sex; 1 if it is not said.",
        "by_region": "Factor for each region; 1 if it is not said.",
        "by_group": "Factor for each group; 1 if it is not said.",
    },
    "Use": {
        "use": "The name of a shipped population.",
        "people": "How many people a run has, where `--people` does not say otherwise.",
    },
    "Trait": {
        "says": "The trait in words.",
        "share": "The share of people who have it, before the factors.",
    },
    "Profile": {
        "age": "Points at the start for each age band.",
        "sex": "Points at the start for each sex.",
        "region": "Points at the start for each region.",
        "group": "Points at the start for each group.",
        "trait": "Points at the start for each trait.",
    },
    "Score": {
        "start": "Where every score begins, before the profile.",
        "range": "The lowest and the highest score there is.",
        "recovery": "Points a year by which a score moves back to the person's start, from above as from below.",
        "bands": "Names for reports, each with its lowest score; nothing hangs on them.",
        "profile": "Points at the start for what a person is, not for what anybody did.",
        "subject": "Who has a score: age bands, traits, or any of several; everybody if it is not said.",
    },
    "Behaviour": {
        "says": "The behaviour in words.",
        "acts_per_year": "Mean number of acts a person and year, before the factors.",
        "by_trait": "Factor for each trait, and for `none`; 1 if it is not said.",
        "by_list": "Factor for those on each list, and for `none`; 1 if it is not said.",
        "spread": "How unlike people are: the coefficient of variation between them.",
        "points": "What one record of it does to the score.",
        "domain": "The part of life that it belongs to.",
        "right": "The right that protects it, if one does.",
        "targeted": "Whether the regime sets out to reduce it.",
    },
    "Confuses": {
        "age": "The share that falls on the other age bands.",
        "sex": "The share that falls on the other sex.",
    },
    "Sensor": {
        "says": "The sensor in words.",
        "sees": "The behaviours that it can record.",
        "coverage": "The share of acts it covers, or that share for each region.",
        "recorded": "Of the acts covered, the share recorded against who acted; by group or behaviour, too.",
        "misattributed": "Of the acts covered, the share recorded against somebody else; by group or behaviour, too.",
        "to": "On whom that lands: somebody like the one who acted, or the registered keeper in the household.",
        "false_per_year": "False records a person and year with no act behind them, at full coverage; "
        "by group or behaviour, too.",
        "confuses": "How often a lookalike is of another age or sex.",
        "avoidable": "Whether people can learn where it is.",
    },
    "Ground": {
        "says": "The ground in words.",
        "on": "The behaviours of which a record can list somebody.",
        "chance": "The chance that one record does.",
        "unless": "Shares by names of one's own: nobody is listed to whom all of these happen.",
        "term": "How long it holds.",
    },
    "ByTruth": {
        "mistaken": "For those listed by mistake.",
        "accurate": "For the others.",
    },
    "Review": {
        "share": "The share of cases that somebody looks at.",
        "stops_mistaken": "Of the mistaken cases reviewed, the share stopped.",
        "stops_accurate": "Of the other cases reviewed, the share stopped.",
        "capacity_per_year": "Reviews a year for 100,000 people; no limit if it is not said.",
    },
    "DueProcess": {
        "notice": "The share of those listed who are told when they are.",
        "notice_on_denial": "The chance of learning of it from one denial.",
        "appeals": "The share of those told who appeal; also one for those listed by mistake and one for the others.",
        "decided_after": "How long an appeal takes; required where anybody appeals.",
        "granted_if_mistaken": "The share granted of appeals of those listed by mistake.",
        "granted_if_accurate": "The share granted of the other appeals.",
        "corrects_record": "Whether a granted appeal takes the errors out of the score, too; no if it is not said.",
        "review": "Somebody looks before a listing counts.",
    },
    "List": {
        "says": "The list in words.",
        "subject": "Who may be listed: age bands, traits, or any of several; everybody if it is not said.",
        "enter_below": "Who falls below this score is listed; nobody by score if it is not said.",
        "leave_at": "Who was listed by score gets off at this one; enter_below if it is not said.",
        "term": "How long a listing by score holds at most.",
        "complies_per_year": "The chance a year that somebody listed pays, performs or apologises, and gets off.",
        "ground": "Reasons to be listed other than the score; at most 30.",
        "due_process": "What protects those on this list, word by word before the general one.",
    },
    "Sanction": {
        "says": "The sanction in words.",
        "list": "The list whose people it is for.",
        "domain": "The part of life in which it denies something.",
        "related": "Domains in which the law sees a link with this one.",
        "reaches": "Whom it hits: who is listed, the children of the household, or everybody in it.",
        "attempts_per_year": "Attempts a year, before the factors; those made while it lies on somebody are denied.",
        "by_trait": "Factor for each trait, and for `none`; 1 if it is not said.",
        "evaded": "The share of attempts that slips through.",
        "imposed": "It strikes once, on entering the list, instead of denying attempts.",
    },
    "Curve": {
        "most": "By how much it can fall at most.",
        "half_at": "The share at which half of that is reached; above 0.",
    },
    "Response": {
        "deterrence": "Targeted acts fall with the share of them that is recorded.",
        "chilling": "Acts that a right protects fall with the share of people listed.",
        "avoidance": "The coverage of avoidable sensors falls with the share of people listed.",
    },
    "Phase": {
        "from": "When it begins, counted from the first step; or with the warm-up.",
        "says": "What changes, in words.",
        "set": "New values by the dotted paths of words that are there.",
    },
    "Quantity": {
        "value": "The number that is run.",
        "low": "How low it might be, for all that anybody knows.",
        "high": "How high it might be, for all that anybody knows.",
        "source": "Where it was published; `assumed` says that nobody measured it.",
    },
}

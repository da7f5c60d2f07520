"""What the figures of the page rest on: each measure with what it counts, and the test that works it out by hand."""

from __future__ import annotations

from scorewatch.report.page.tables import Basis

MODEL = "docs/model.md, 12"
MEASURES = {
    "people": "persons, at the end of the step",
    "acts": "acts done in the step, whether recorded or not",
    "records_true": "acts recorded against whoever did them",
    "records_false": "records against somebody who did nothing of the kind in that record, counted where they land",
    "listed": "persons on the list, as the authority sees it, at the end of the step",
    "listed_by_mistake": "persons on the list who would not be on it without false records",
    "listed_error_free": "persons who would be on the list if no record were false",
    "listed_all_acts": "persons who would be on the list if every act were recorded and nothing else",
    "missed": "persons whom all their acts would list, and whom the authority did not",
    "listed_for_right": "persons held on the list by a ground on something that a right protects",
    "untold": "persons on the list who have not been told",
    "appealing": "persons on the list whose appeal is not decided yet",
    "listed_anywhere": "persons on at least one list",
    "cases": "persons about to be listed in the step, before anybody looks",
    "reviewed": "cases that somebody looked at",
    "stopped": "cases that a review stopped",
    "appeals_filed": "appeals filed in the step",
    "granted": "appeals granted in the step",
    "refused": "appeals refused in the step",
    "entries": "listings in the step, by what led to them",
    "exits": "persons who left the list in the step, by cause",
    "reached": "persons on whom the sanction lies, at the end of the step; kin: for what a relative did",
    "denials": "attempts that the sanction refused in the step, or impositions",
    "people_denied": "persons refused at least once in the step",
    "ever_listed": "persons who have been on the list so far",
    "ever_listed_by_mistake": "persons who have been on the list by mistake so far",
    "spell": "spells on the list by their length in steps, those still running apart",
    "score": "persons by their score, in tens",
}
_HARMS = "tests/exact/test_harms.py::"
LISTED = Basis(("listed", "people"), "tests/exact/test_tables.py::test_listed_and_by_mistake_and_by_the_other_ledgers")
OF_HARM = {
    "listed": LISTED,
    "wrong person": Basis(
        ("listed_by_mistake", "listed"), _HARMS + "test_wrong_person_is_listed_by_mistake_over_listed"
    ),
    "expression": Basis(
        ("listed_for_right", "listed"), _HARMS + "test_expression_is_who_is_held_by_a_ground_on_what_a_right_protects"
    ),
    "withheld": Basis(("acts",), _HARMS + "test_acts_withheld_are_acts_times_one_over_the_multiplier_minus_one"),
    "kin": Basis(("reached", "denials", "people"), _HARMS + "test_kin_with_children_apart"),
    "secrecy": Basis(("untold", "listed"), _HARMS + "test_secrecy_is_untold_over_listed"),
    "no way out": Basis(("listed", "ever_listed"), _HARMS + "test_no_way_out_is_still_listed_over_ever_listed"),
    "unrelated context": Basis(("denials",), _HARMS + "test_unrelated_context_is_denials_where_the_law_sees_no_link"),
    "disproportion": Basis(
        ("denials", "entries", "listed"), _HARMS + "test_disproportion_is_denials_and_months_listed_for_each_entry"
    ),
    "arbitrariness": Basis(
        ("missed", "listed_all_acts"), _HARMS + "test_arbitrariness_is_one_minus_missed_over_listed_all_acts"
    ),
    "claimed benefit": Basis(
        ("acts",), _HARMS + "test_claimed_benefit_is_of_targeted_behaviours_and_of_what_somebody_would_do"
    ),
}
ALL_SEEN = Basis(("listed", "listed_all_acts", "missed"), LISTED.test)
_TABLES, _LISTS = "tests/exact/test_tables.py::", "tests/exact/test_measures_lists.py::"
SURVIVAL = Basis(("spell",), _HARMS + "test_no_way_out_by_the_survival_curve")
MOVES = Basis(("entries", "exits"), _LISTS + "test_who_is_listed_is_who_was_plus_entries_less_exits")
FALSE_RECORDS = Basis(
    ("records_false", "records_true", "people"),
    _TABLES + "test_false_records_count_where_they_land_and_true_ones_where_they_are_made",
)
SCORES = Basis(("score",), _LISTS + "test_the_bin_of_a_score_is_10_times_its_tenth_rounded_down")
EVERY_BASIS = (*OF_HARM.values(), ALL_SEEN, SURVIVAL, MOVES, FALSE_RECORDS, SCORES)

"""The regime file to start from: small, whole, every line in plain words."""

from __future__ import annotations

TEXT = """\
# A regime: what an authority watches, whom it lists, and what it denies them.
# It is tried on invented people. Nothing here may name or describe a real person.
#
#   scorewatch check FILE       finds mistakes and red flags, and runs nothing
#   scorewatch describe FILE    says the regime in words
#   scorewatch run FILE         runs it
#
# Any number may be written plain, or with where it comes from and how sure it is:
#   { value = 0.3, low = 0.1, high = 0.5, source = "where it was published" }
# source = "assumed" says that nobody measured it. A line that begins with # does nothing.

format = 1                              # the edition of this format
title = "My regime"                     # what reports call it
about = "Hypothetical: no such regime exists."   # keep the word where it is true
step = "month"                          # the unit of time: "month", "week" or "day"
lasts = "3 years"                       # how long a run is

# --- on whom ---------------------------------------------------------------------
[population]
use = "china-2020"                      # a shipped census; its people are drawn from published totals
people = 100_000                        # how many; --people says otherwise for one run

# --- what people do --------------------------------------------------------------
[behaviour.unpaid_debt]                 # the name is yours: small letters, digits, underscores
says = "Leaving a debt unpaid"          # in words
acts_per_year = { value = 0.05, low = 0.01, high = 0.2, source = "assumed" }   # acts a person and year
by_age = { child = 0, adult = 1, older = 0.5 }   # times this, for each age band of the population
domain = "money"                        # what part of life it belongs to
targeted = true                         # the regime sets out to reduce it

[behaviour.protest]
says = "Taking part in a protest"
acts_per_year = { value = 0.02, low = 0.005, high = 0.1, source = "assumed" }
by_age = { child = 0, adult = 1, older = 0.5 }
domain = "expression"
right = "assembly"                      # the right that protects it, if one does

# --- how it is seen, rightly and wrongly -----------------------------------------
[sensor.courts]
says = "Court files"
sees = ["unpaid_debt"]                  # one behaviour or several
recorded = { value = 0.6, source = "assumed" }           # share of acts recorded against the right person
misattributed = { value = 0.02, source = "assumed" }     # share recorded against somebody else
false_per_year = { value = 0.0005, source = "assumed" }  # false records a person and year, with no act behind

[sensor.cameras]
says = "Cameras on squares"
sees = ["protest"]
coverage = { urban = 0.4, rural = 0.05 }                 # share of acts it covers, by region
recorded = { value = 0.3, source = "assumed" }
misattributed = { majority = 0.02, minority = 0.06 }     # by the group of who acted; lands on a lookalike
avoidable = true                        # people can learn where it is

# --- the list --------------------------------------------------------------------
[list.debtors]
says = "List of debtors"
subject = ["adult", "older"]            # who may be listed
complies_per_year = { value = 0.3, source = "assumed" }  # of those listed, who pay and get off, a year

[list.debtors.ground.judgment]          # a reason to be listed that a record gives
says = "A judgment that is not paid"
on = "unpaid_debt"                      # a record of this
chance = { value = 0.5, source = "assumed" }             # with this chance for each record
term = "2 years"                        # for this long, or "never"

[list.debtors.ground.unrest]
says = "Seen at a protest"
on = "protest"
chance = { value = 0.1, source = "assumed" }
term = "1 year"

# --- what it costs ---------------------------------------------------------------
[sanction.trains]
says = "May not take a fast train"
list = "debtors"                        # for those on this list
domain = "travel"                       # a domain that has nothing to do with the cause is a red flag
attempts_per_year = { value = 3, source = "assumed" }    # those attempted while listed are denied
evaded = { value = 0.1, source = "assumed" }             # share that slips through
reaches = "person"                      # or "children", or "household"

# --- what protects ---------------------------------------------------------------
[due_process]
notice = { value = 0.5, source = "assumed" }             # share told when they are listed
notice_on_denial = { value = 0.8, source = "assumed" }   # the others, told by each denial
appeals = { mistaken = 0.3, accurate = 0.05 }            # share of those told who appeal
decided_after = "3 months"              # how long an appeal takes
granted_if_mistaken = { value = 0.6, source = "assumed" }
granted_if_accurate = { value = 0.1, source = "assumed" }
corrects_record = true                  # whether a granted appeal corrects the record, too

[due_process.review]                    # somebody looks before a listing counts
share = 0.5                             # of the cases
stops_mistaken = { value = 0.6, source = "assumed" }
stops_accurate = { value = 0.05, source = "assumed" }
capacity_per_year = 500                 # reviews a year for 100,000 people; without this line no limit

# --- what people do about it -----------------------------------------------------
[response]
chilling = { most = 0.2, half_at = 0.02 }    # protected acts fall by up to this; by half of it at this listed share

# --- what changes on the way -----------------------------------------------------
[[phase]]
from = "2 years"                        # after the beginning of the run
says = "The office is cut"
set = { "due_process.review.capacity_per_year" = 100 }   # any number of the file, by its path
"""

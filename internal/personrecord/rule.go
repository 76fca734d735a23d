package personrecord

// part is how much of an entry a person may take without anybody looking first.
type part string

const (
	// given is an entry with its words: what the person said or did, what was
	// decided about them, and why.
	given part = "given"
	// bare is an entry without its free words: somebody else wrote them, and they
	// may hold what a third person said in confidence.
	bare part = "bare"
	// kept is an entry that is not in it at all until somebody let it out.
	kept part = "kept"
)

// parts is the rule of decision record 024, by kind of entry. A kind that is not
// here is kept: what nobody thought about does not leave.
var parts = map[string]part{
	// What the person said, wants, agreed to and planned.
	"better_described": given, "side_told": given, "goal_set": given, "step_added": given, "step_marked": given,
	"goal_ended": given, "goal_scaled": given, "goal_rated": given, "checked_in": given, "reasons_written": given,
	"consented": given, "consent_withdrawn": given, "instrument_asked": given, "instrument_answered": given,
	"answers_taken_back": given, "life_event_told": given, "circumstance_kept": given, "support_asked": given,
	"support_moved": given, "life_entered": given, "life_ended": given, "said": given, "note_followed": given,
	"review_asked": given, "review_written": given, "review_answered": given, "review_passed": given,
	"away_asked": given, "away_answered": given, "away_ended": given,

	// Their visits and doses.
	"booked": given, "arrived": given, "identified": given, "assessed": given, "decided": given, "referred": given,
	"answered": given, "prepared": given, "checked": given, "handed_over": given, "syringe_discarded": given,
	"injected": given, "injected_corrected": given, "watched": given, "visit_ended": given, "emergency_started": given,
	"emergency_acted": given, "emergency_ended": given, "overridden": given, "left_early": given, "took_home": given,
	"taken_back": given, "returned_unopened": given,

	// What was decided about their treatment, and why.
	"person_admitted": given, "prescribed": given, "hold_placed": given, "hold_lifted": given, "trimester_changed": given,
	"baseline_signed": given, "scale_confirmed": given, "site_marked": given, "eligibility_decided": given,
	"eligibility_overridden": given, "waiting_list_joined": given, "transferred_in": given, "treatment_ended": given,
	"followed_up": given, "key_worker_named": given, "onward_planned": given, "equivalent_written": given,
	"record_given": given, "entry_let_out": given, "corrected": given, "national_recorded": given,

	// Their times.
	"times_set": given, "times_kept": given, "times_proposed": given, "times_answered": given, "time_held": given,
	"time_offered": given, "time_released": given, "time_not_found": given, "better_time_asked": given,
	"better_time_ended": given, "visit_moved": given,

	// What somebody else wrote, in which a third person may have spoken.
	"person_referred": bare, "seen_to": bare, "alert_seen_to": bare, "asked_after": bare,

	// What protects somebody, or is about two people.
	"safeguarding_raised": kept, "safeguarding_followed": kept, "pair_kept": kept, "pair_over": kept,
	"concern_raised": kept, "concern_closed": kept,
}

// nobodys are the kinds that stand in nobody's record: of the service, its
// people, its stock and its plans.
var nobodys = []string{"absence_recorded", "absence_withdrawn", "access_set", "accounts_linked", "alone_reviewed",
	"asking_chosen", "authority_used", "batch_recalled", "burden_rule_set", "cost_entered", "custody_handed",
	"day_planned",
	"discrepancy_closed", "discrepancy_escalated", "discrepancy_explained", "discrepancy_opened", "dispute_answered",
	"entry_disputed", "exceptional_day_ended", "exceptional_day_set", "exemption_recorded", "funding_set",
	"inspection_closed", "inspection_opened", "inspector_noted", "instrument_ended", "instrument_installed",
	"jurisdiction_installed", "licence_ended", "licence_granted", "naloxone_checked", "national_set", "outage_recorded",
	"overrides_acknowledged", "own_pages_set", "pack_installed", "page_read", "planning_set", "premises_opened",
	"procedure_acknowledged", "procedure_filed", "product_code_ended", "product_code_entered", "proposal_made",
	"recall_lifted", "recorded_late", "requisition_closed", "requisition_met", "requisition_raised", "returned_destroyed",
	"roles_ended", "rota_member_set", "rota_published", "rota_rules_set", "second_absent", "service_closed",
	"session_closed", "shift_changed", "shift_dropped", "shift_pattern_ended", "shift_pattern_set", "shifts_planned",
	"shifts_swapped", "signals_viewed", "solution_ended", "solution_made", "staff_added", "staff_assigned",
	"staff_unassigned", "witness_authorised"}

// NeverIn says, in every export alike, what is never in one, whether there is
// any of it or not: that there is some must not be seen over a shoulder.
var NeverIn = []string{
	"What somebody else told the service in confidence, and concerns for somebody's safety. If there is any, a " +
		"prescriber can let it into this record after looking at it: ask staff.",
	"Who is better not in the building at the same time.",
	"The names of other people in treatment.",
}

// wordsKept stands in the place of words that somebody else wrote.
const wordsKept = "(kept back: somebody else wrote this; ask staff)"

// erased stands where the cabinet no longer holds a text.
const erased = "(erased)"

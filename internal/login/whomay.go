package login

import (
	"maps"
	"slices"

	"steady/person"
)

// Question is one "who may …?" with its answer: the roles that may.
type Question struct {
	Text  string
	Roles []person.Role
}

func who(text string, roles ...person.Role) Question { return Question{text, roles} }

// The questions. A role is named where it may; there is no "everyone" and no
// role that includes another: a manager who is also a nurse has both roles.
var (
	seesBoard = who("Who may see today's board?",
		person.Nurse, person.Prescriber, person.Pharmacist, person.Manager, person.RecoveryWorker)
	seesVisit = who("Who may see a visit, with its readings and dose?",
		person.Nurse, person.Prescriber, person.Pharmacist)
	worksVisit = who("Who may do something in a visit?",
		person.Nurse, person.Prescriber)
	seesPeople = who("Who may see people's records?",
		person.Nurse, person.Prescriber, person.Pharmacist, person.RecoveryWorker)
	seesPaper = who("Who may print the paper for when the power is gone?",
		person.Nurse, person.Prescriber, person.Pharmacist, person.Manager)
	readsRegister = who("Who may read the register?",
		person.Nurse, person.Prescriber, person.Pharmacist, person.CDAO, person.Manager, person.Inspector)
	exportsRegister = who("Who may take the register away as a file?",
		person.Pharmacist, person.CDAO, person.Manager, person.Inspector)
	keepsStock = who("Who may receive and count stock?",
		person.Nurse, person.Pharmacist)
	notesRegister = who("Who may note a register entry?",
		person.Nurse, person.Pharmacist, person.CDAO)
	signsRequisitions = who("Who may sign a requisition, as its recipient?", person.Prescriber, person.Pharmacist)
	keepsCatalogue    = who("Who may say what a product code stands for?", person.Pharmacist, person.CDAO)
	opensPages        = who("Who may take over the balance of an earlier register?", person.Pharmacist, person.CDAO)
	releasesStock     = who("Who may recall a batch, and put stock from quarantine into use?",
		person.Pharmacist, person.CDAO)
	holdsKeys     = who("Who may hold the keys of a store?", person.Nurse, person.Pharmacist, person.Prescriber)
	destroysStock = who("Who may enter the waste exemption?", person.CDAO, person.Manager)
	suppliesHome  = who("Who may supply doses to be taken home?", person.Nurse, person.Pharmacist)
	ownEntries    = who("Who may dispute an entry with their own name?",
		person.Nurse, person.Prescriber, person.Pharmacist, person.CDAO)
	answersDisputes = who("Who may answer a dispute, or take their own back?",
		person.Nurse, person.Prescriber, person.Pharmacist, person.CDAO, person.Manager)
	adoptsProcedures = who("Who may adopt a standard operating procedure?", person.CDAO, person.Manager)
	seesClosing      = who("Who may see what must hold before the service closes, and that it has?",
		person.Manager, person.CDAO, person.Pharmacist, person.Inspector)
	closesService  = who("Who may close the service?", person.Manager)
	closesDiffers  = who("Who may close a difference and put a balance right?", person.CDAO)
	raisesConcerns = who("Who may tell the accountable officer of a concern?", person.Nurse, person.Prescriber,
		person.Pharmacist, person.CDAO, person.Manager, person.RecoveryWorker)
	signsProcedures = who("Who may read the procedures, and sign that they have?", person.Nurse, person.Prescriber,
		person.Pharmacist, person.CDAO, person.Manager, person.RecoveryWorker)
	opensInspections = who("Who may let an inspector in?", person.CDAO, person.Manager)
	inspects         = who("Who may inspect, while their access lasts?", person.Inspector)
	officer          = who("Who may see what waits for the accountable officer?", person.CDAO)
	answersInbox     = who("Who may answer what the rules refer?", person.Prescriber)
	prescribes       = who("Who may prescribe?", person.Prescriber)
	givesDoses       = who("Who may prepare and give a dose?", person.Nurse)
	checksDoses      = who("Who may check and write off a syringe?",
		person.Nurse, person.Prescriber, person.Pharmacist)
	stopsDoses      = who("Who may stop a dose?", person.Nurse, person.Prescriber)
	actsInEmergency = who("Who may record an emergency? Everybody who sees a visit.",
		person.Nurse, person.Prescriber, person.Pharmacist)
	runsDay = who("Who may plan and close a session?", person.Nurse, person.Manager)
	admits  = who("Who may admit a person?", person.Nurse, person.Prescriber)
	refers  = who("Who may write a referral and the person's own reasons?",
		person.Nurse, person.Prescriber, person.RecoveryWorker)
	looksAtWay = who("Who may look at the criteria, record consent, keep the waiting list and end treatment?",
		person.Nurse, person.Prescriber)
	setsAside      = who("Who may set a criterion aside?", person.Prescriber)
	correctsRecord = who("Who may add a correction to the record?",
		person.Nurse, person.Prescriber)
	seesStaff = who("Who may see the staff list?",
		person.Manager, person.Admin, person.CDAO)
	changesStaff   = who("Who may add staff and help with sign-in?", person.Manager, person.Admin)
	grantsLicences = who("Who may enter a doctor's licence?", person.Manager, person.Admin, person.CDAO)
	asksSecond     = who("Who may ask a second person to confirm?",
		person.Nurse, person.Prescriber, person.Pharmacist, person.CDAO)
	setsUp   = who("Who may set the service up?", person.Admin)
	signedIn = who("Who may use their own sign-in?", person.Roles()...)
)

// commands answers for every command kind of package clinic.
var commands = map[string]Question{
	"open_premises": setsUp,
	"install_pack":  setsUp,

	"install_jurisdiction": setsUp,
	"adopt_procedure":      adoptsProcedures,

	"refer_person": refers, "write_reasons": orOwn(refers), "record_follow_up": refers,
	"assess_eligibility": looksAtWay, "override_eligibility": setsAside, "give_consent": orOwn(looksAtWay),
	"withdraw_consent": orOwn(looksAtWay), "join_waiting_list": looksAtWay, "record_transfer_in": looksAtWay,
	"end_treatment": looksAtWay,

	"add_staff":             changesStaff,
	"grant_licence":         grantsLicences,
	"end_licence":           grantsLicences,
	"end_roles":             changesStaff,
	"admit_person":          admits,
	"prescribe":             prescribes,
	"place_hold":            stopsDoses,
	"lift_hold":             prescribes,
	"change_trimester":      stopsDoses,
	"plan_day":              runsDay,
	"book":                  runsDay,
	"close_session":         runsDay,
	"arrive":                orOwn(givesDoses),
	"assess":                givesDoses,
	"ask_prescriber":        givesDoses,
	"answer_referral":       answersInbox,
	"prepare":               givesDoses,
	"check":                 givesDoses,
	"hand_over":             givesDoses,
	"discard":               givesDoses,
	"administer":            givesDoses,
	"observe":               givesDoses,
	"leave":                 stopsDoses, // under a pack that is not signed a prescriber lets the person go
	"withhold":              stopsDoses,
	"decline":               givesDoses,
	"start_emergency":       actsInEmergency,
	"emergency_step":        actsInEmergency,
	"end_emergency":         actsInEmergency,
	"check_naloxone":        actsInEmergency,
	"correct":               correctsRecord,
	"sign_baseline":         prescribes,
	"confirm_scale":         prescribes,
	"override":              givesDoses,
	"acknowledge_overrides": prescribes,
	"leave_early":           givesDoses,
	"mark_site":             stopsDoses,
	"ask_after":             stopsDoses,
	"correct_injected":      givesDoses,
	"receive_stock":         keepsStock,
	"enter_product_code":    keepsCatalogue,
	"end_product_code":      keepsCatalogue,
	"count_stock":           keepsStock,
	"note_register":         notesRegister,

	"raise_requisition": signsRequisitions, "close_requisition": signsRequisitions,
	"open_balance": opensPages, "bring_stock": keepsStock, "move_stock": keepsStock, "set_aside": keepsStock,
	"release_stock": releasesStock, "break_stock": keepsStock, "return_to_supplier": keepsStock,
	"send_stock": keepsStock, "recall_batch": releasesStock, "lift_recall": releasesStock, "hand_custody": holdsKeys,
	"explain_discrepancy": notesRegister, "escalate_discrepancy": notesRegister, "close_discrepancy": closesDiffers,

	"authorise_witness": closesDiffers, "record_exemption": destroysStock, "destroy_stock": keepsStock,
	"take_back": keepsStock, "destroy_returned": keepsStock,
	"make_solution": givesDoses, "discard_solution": givesDoses, "put_back": givesDoses, "supply_take_home": suppliesHome,
	"dispute_entry": ownEntries, "answer_dispute": answersDisputes, "review_alone": closesDiffers,
	"open_inspection": opensInspections, "close_inspection": opensInspections,
	"file_procedure": adoptsProcedures, "acknowledge_procedure": signsProcedures,
	"raise_concern": raisesConcerns, "close_concern": officer, "view_signals": officer,
	"record_reading": inspects, "write_inspector_note": inspects,
	"link_accounts": changesStaff, "record_outage": runsDay, "close_service": closesService,
}

// seesStock is who may be the second person of a movement of stock.
var seesStock = who("Who may witness a movement of stock?",
	person.Nurse, person.Pharmacist, person.Prescriber, person.CDAO)

// witnesses answers who may be the second person of the commands that need one.
var witnesses = map[string]Question{
	"prescribe":        prescribes,
	"check":            checksDoses,
	"discard":          checksDoses,
	"administer":       checksDoses,
	"override":         checksDoses,
	"correct_injected": checksDoses,
	"receive_stock":    who("Who may witness a delivery?", person.Nurse, person.Pharmacist, person.Prescriber),
	"count_stock": who("Who may witness a count?",
		person.Nurse, person.Pharmacist, person.Prescriber, person.CDAO),
	"note_register": who("Who may witness a register note?",
		person.Nurse, person.Pharmacist, person.Prescriber, person.CDAO),

	"enter_product_code": seesStock,
	"open_balance":       seesStock, "bring_stock": seesStock, "move_stock": seesStock, "set_aside": seesStock,
	"release_stock": seesStock, "break_stock": seesStock, "return_to_supplier": seesStock, "send_stock": seesStock,
	"recall_batch": seesStock, "lift_recall": seesStock, "hand_custody": holdsKeys,
	"destroy_stock": who("Who may be the authorised witness of a destruction?", person.Inspector),
	"take_back":     seesStock, "destroy_returned": seesStock,
	"make_solution": checksDoses, "discard_solution": checksDoses, "put_back": checksDoses,
	"supply_take_home": checksDoses,
}

func (q Question) allows(roles []person.Role) bool {
	return slices.ContainsFunc(roles, func(r person.Role) bool { return slices.Contains(q.Roles, r) })
}

// MayCommand reports whether somebody in these roles may give a command of the
// kind. A kind the table does not list is refused.
func MayCommand(roles []person.Role, kind string) bool { return commands[kind].allows(roles) }

// MayWitness reports whether somebody in these roles may be the second person
// of a command of the kind. A kind the table does not list is refused.
func MayWitness(roles []person.Role, kind string) bool { return witnesses[kind].allows(roles) }

// MayRoute reports whether somebody in these roles may use the route, a method
// and path as the Mux registers it. A route the table does not list is refused,
// and so is one that asks for no sign-in: nobody needs a role for it.
func MayRoute(roles []person.Role, pattern string) bool {
	r, ok := routes[pattern]
	return ok && r.Question.allows(roles)
}

// WhoMayRoute returns the row of a route, for pages that explain access.
func WhoMayRoute(pattern string) (Route, bool) { r, ok := routes[pattern]; return r, ok }

// WhoMayCommand returns the question behind a command kind.
func WhoMayCommand(kind string) (Question, bool) { q, ok := commands[kind]; return q, ok }

// Routes lists the patterns of the table, sorted.
func Routes() []string { return slices.Sorted(maps.Keys(routes)) }

// Commands lists the command kinds of the table, sorted.
func Commands() []string { return slices.Sorted(maps.Keys(commands)) }

// Witnessed lists the command kinds that know a second person, sorted.
func Witnessed() []string { return slices.Sorted(maps.Keys(witnesses)) }

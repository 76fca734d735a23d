package login_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/login"
	"steady/person"
)

// bodies has one of every command of package clinic.
var bodies = []clinic.Body{
	clinic.OpenPremises{}, clinic.InstallPack{}, clinic.AddStaff{}, clinic.GrantLicence{}, clinic.AdmitPerson{},
	clinic.Prescribe{}, clinic.PlaceHold{}, clinic.LiftHold{}, clinic.PlanDay{}, clinic.CloseSession{},
	clinic.Arrive{}, clinic.Assess{}, clinic.AskPrescriber{}, clinic.AnswerReferral{}, clinic.Prepare{},
	clinic.Check{}, clinic.HandOver{}, clinic.Discard{}, clinic.Administer{}, clinic.Observe{}, clinic.Leave{},
	clinic.Withhold{}, clinic.Decline{}, clinic.StartEmergency{}, clinic.EmergencyStep{}, clinic.EndEmergency{},
	clinic.Book{}, clinic.Correct{}, clinic.ReceiveStock{}, clinic.CountStock{}, clinic.NoteRegister{},
	clinic.EndLicence{}, clinic.EndRoles{}, clinic.InstallJurisdiction{}, clinic.ChangeTrimester{},
	clinic.ReferPerson{}, clinic.AssessEligibility{}, clinic.OverrideEligibility{}, clinic.GiveConsent{},
	clinic.WithdrawConsent{}, clinic.WriteReasons{}, clinic.JoinWaitingList{}, clinic.RecordTransferIn{},
	clinic.EndTreatment{}, clinic.RecordFollowUp{},
	clinic.SignBaseline{}, clinic.ConfirmScale{}, clinic.Override{}, clinic.AcknowledgeOverrides{}, clinic.LeaveEarly{},
	clinic.AskAfter{}, clinic.CorrectInjected{}, clinic.MarkSite{}, clinic.CheckNaloxone{},
	clinic.RaiseRequisition{}, clinic.CloseRequisition{}, clinic.OpenBalance{}, clinic.BringStock{}, clinic.MoveStock{},
	clinic.SetAside{}, clinic.ReleaseStock{}, clinic.BreakStock{}, clinic.ReturnToSupplier{}, clinic.SendStock{},
	clinic.RecallBatch{}, clinic.LiftRecall{}, clinic.HandCustody{}, clinic.ExplainDiscrepancy{},
	clinic.EscalateDiscrepancy{}, clinic.CloseDiscrepancy{},
	clinic.AuthoriseWitness{}, clinic.RecordExemption{}, clinic.DestroyStock{}, clinic.TakeBack{},
	clinic.DestroyReturned{}, clinic.MakeSolution{}, clinic.DiscardSolution{}, clinic.PutBack{},
	clinic.SupplyTakeHome{}, clinic.DisputeEntry{}, clinic.AnswerDispute{}, clinic.ReviewAlone{},
	clinic.LinkAccounts{}, clinic.RecordOutage{}, clinic.CloseService{},
	clinic.EnterProductCode{}, clinic.EndProductCode{},
	clinic.AdoptProcedure{},
	clinic.OpenInspection{}, clinic.CloseInspection{}, clinic.RecordReading{}, clinic.WriteInspectorNote{},
	clinic.FileProcedure{}, clinic.AcknowledgeProcedure{},
	clinic.ViewSignals{}, clinic.RaiseConcern{}, clinic.CloseConcern{},
}

func TestEveryCommandHasARowAndEveryRowACommand(t *testing.T) {
	var kinds []string
	for _, b := range bodies {
		kinds = append(kinds, b.CommandKind())
	}
	slices.Sort(kinds)
	if rows := login.Commands(); !slices.Equal(rows, kinds) {
		t.Errorf("the who-may table lists\n%v\nthe clinic knows\n%v", rows, kinds)
	}
	for _, k := range login.Witnessed() {
		if _, ok := login.WhoMayCommand(k); !ok {
			t.Errorf("%s has a witness and no author", k)
		}
	}
}

// The columns are the roles in the order of person.Roles: nurse, prescriber,
// pharmacist, CDAO, manager, recovery worker, researcher, inspector, admin.
var mayCommands = map[string]string{
	"open_premises": "........A", "install_pack": "........A", "add_staff": "....M...A", "grant_licence": "...CM...A",
	"admit_person": "NP.......", "prescribe": ".P.......", "place_hold": "NP.......", "lift_hold": ".P.......",
	"book":        "N...M....",
	"end_licence": "...CM...A", "end_roles": "....M...A", "install_jurisdiction": "........A",
	"adopt_procedure":  "...CM....",
	"change_trimester": "NP.......",
	"plan_day":         "N...M....", "close_session": "N...M....", "arrive": "N........", "assess": "N........",
	"refer_person": "NP...R...", "write_reasons": "NP...R...", "record_follow_up": "NP...R...",
	"assess_eligibility": "NP.......", "override_eligibility": ".P.......", "give_consent": "NP.......",
	"withdraw_consent": "NP.......", "join_waiting_list": "NP.......", "record_transfer_in": "NP.......",
	"end_treatment":  "NP.......",
	"ask_prescriber": "N........", "answer_referral": ".P.......", "prepare": "N........", "check": "N........",
	"hand_over": "N........", "discard": "N........", "administer": "N........", "observe": "N........",
	"leave": "NP.......", "withhold": "NP.......", "decline": "N........", "start_emergency": "NPH......",
	"check_naloxone": "NPH......",
	"emergency_step": "NPH......", "end_emergency": "NPH......", "correct": "NP.......",
	"sign_baseline": ".P.......", "confirm_scale": ".P.......", "override": "N........",
	"acknowledge_overrides": ".P.......", "leave_early": "N........", "ask_after": "NP.......", "mark_site": "NP.......",
	"correct_injected":   "N........",
	"enter_product_code": "..HC.....", "end_product_code": "..HC.....",
	"receive_stock": "N.H......", "count_stock": "N.H......", "note_register": "N.HC.....",
	"raise_requisition": ".PH......", "close_requisition": ".PH......", "open_balance": "..HC.....",
	"bring_stock": "N.H......", "move_stock": "N.H......", "set_aside": "N.H......", "release_stock": "..HC.....",
	"break_stock": "N.H......", "return_to_supplier": "N.H......", "send_stock": "N.H......",
	"recall_batch": "..HC.....", "lift_recall": "..HC.....", "hand_custody": "NPH......",
	"explain_discrepancy": "N.HC.....", "escalate_discrepancy": "N.HC.....", "close_discrepancy": "...C.....",
	"authorise_witness": "...C.....", "record_exemption": "...CM....", "destroy_stock": "N.H......",
	"take_back": "N.H......", "destroy_returned": "N.H......", "make_solution": "N........",
	"discard_solution": "N........", "put_back": "N........", "supply_take_home": "N.H......",
	"dispute_entry": "NPHC.....", "answer_dispute": "NPHCM....", "review_alone": "...C.....",
	"open_inspection": "...CM....", "close_inspection": "...CM....",
	"file_procedure": "...CM....", "acknowledge_procedure": "NPHCMR...",
	"raise_concern": "NPHCMR...", "close_concern": "...C.....", "view_signals": "...C.....",
	"record_reading": ".......I.", "write_inspector_note": ".......I.",
	"link_accounts": "....M...A", "record_outage": "N...M....", "close_service": "....M....",
}

var mayRoutes = map[string]string{
	"GET /signin": ".........", "POST /signin/pin": ".........", "POST /signin/passkey/begin": ".........",
	"POST /signin/passkey/finish": ".........", "GET /assets/": ".........", // open: no role is asked for
	"POST /signout": "NPHCMRSIA", "POST /lock": "NPHCMRSIA", "GET /{$}": "NPHCMRSIA",
	"GET /keys": "NPHCMRSIA", "POST /keys/pin": "NPHCMRSIA", "POST /keys/passkey/begin": "NPHCMRSIA",
	"POST /keys/passkey/finish": "NPHCMRSIA", "POST /keys/passkey/remove": "NPHCMRSIA",
	"POST /confirm/passkey/begin": "NPHC.....",
	"GET /board":                  "NPH.MR...", "GET /board/wall": "NPH.MR...", "GET /board/events": "NPH.MR...",
	"POST /board/plan": "N...M....", "POST /board/close": "N...M....", "GET /visits/{visit}/events": "NPH......",
	"GET /visits/{visit}/discard": "NP.......", "GET /visits/{visit}/label": "NPH......",
	"GET /visits/{visit}/label.pdf": "NPH......",
	"GET /visits/{visit}/label.zpl": "NPH......",
	"GET /visits/{visit}":           "NPH......", "POST /visits/{visit}/{step}": "NPH......",
	"POST /people": "NPH..R...", "GET /people/new": "NP.......", "POST /people/new": "NP.......",
	"POST /people/{person}/hold": "NP.......", "POST /people/{person}/lift": ".P.......",
	"POST /people/{person}/book": "N...M....",
	"GET /people/{person}/late":  "NP.......", "POST /people/{person}/late": "NP.......",
	"GET /people/{person}/prescribe": ".P.......", "POST /people/{person}/prescribe": ".P.......",
	"GET /people": "NPH..R...", "GET /people/{person}": "NPH..R...",
	"GET /worklist": ".P.......", "POST /staff/licence/end": "...CM...A", "POST /staff/{staff}/roles": "....M...A",
	"POST /people/{person}/trimester": "NP.......",
	"GET /inbox":                      ".P.......", "POST /inbox/{referral}": ".P.......",
	"GET /safety": "NP.......", "POST /safety/{what}": "NP.......",
	"GET /people/{person}/safety": "NP.......", "POST /people/{person}/safety/{what}": "NP.......",
	"POST /people/{person}/reasons": "NP...R...",
	"GET /referrals":                "NPH..R...", "GET /referrals/new": "NP...R...", "POST /referrals/new": "NP...R...",
	"GET /referrals/{person}": "NPH..R...", "POST /referrals/{person}": "NP...R...",
	"GET /referrals/{person}/summary": "NPH..R...", "GET /referrals/{person}/{step}": "NP...R...",
	"POST /referrals/{person}/{step}": "NP...R...",
	"GET /register/bundle":            "..HCM..I.",
	"GET /register":                   "NPHCM..I.", "GET /register/{page}": "NPHCM..I.",
	"GET /register/pdf/{page}": "NPHCM..I.",
	"GET /register/receive":    "N.H......", "POST /register/receive": "N.H......",
	"GET /register/count": "N.H......", "POST /register/count": "N.H......",
	"GET /register/note": "N.HC.....", "POST /register/note": "N.HC.....", "GET /register/export": "..HCM..I.",
	"GET /continuity": "NPH.M....", "GET /continuity/pdf": "NPH.M....",
	"GET /service/close": "..HCM..I.", "POST /service/close": "....M....", "GET /service/close/pdf": "..HCM..I.",
	"GET /continuity/catch-up": "NPH.M....", "POST /continuity/outage": "N...M....",
	"GET /continuity/catch-up/{person}/{day}/{session}":  "N........",
	"POST /continuity/catch-up/{person}/{day}/{session}": "N........",
	"GET /register/officer":                              "...C.....", "POST /register/officer/alone": "...C.....",
	"GET /procedures": "NPHCMR...", "POST /procedures": "...CM....", "POST /procedures/sign": "NPHCMR...",
	"GET /procedures/text":  "NPHCMR...",
	"GET /register/concern": "NPHCMR...", "POST /register/concern": "NPHCMR...",
	"POST /register/officer/concern": "...C.....", "GET /register/officer/report": "...C.....",
	"GET /register/officer/signals": "...C.....", "POST /register/officer/signals": "...C.....",
	"GET /register/dispute": "NPHC.....", "POST /register/dispute": "NPHC.....",
	"GET /register/disputes": "NPHCM....", "POST /register/disputes": "NPHCM....", "POST /staff/same": "....M...A",
	"GET /inspections": "...CM....", "POST /inspections": "...CM....", "POST /inspections/end": "...CM....",
	"GET /register/inspection": ".......I.", "POST /register/inspection": ".......I.",
	"POST /staff": "....M...A", "POST /staff/licence": "...CM...A",
	"GET /staff": "...CM...A", "POST /staff/{staff}/unlock": "....M...A", "POST /staff/{staff}/pin": "....M...A",
}

// checkTable compares every row and role with the columns above, which were
// written a second time on purpose: a change of access is a change of both.
func checkTable(t *testing.T, rows []string, want map[string]string, may func([]person.Role, string) bool) {
	t.Helper()
	for _, row := range rows {
		cols, ok := want[row]
		if !ok {
			t.Errorf("%s: say here who may", row)
			continue
		}
		for i, role := range person.Roles() {
			if got := may([]person.Role{role}, row); got != (cols[i] != '.') {
				t.Errorf("%s by the role %s: may is %v", row, role, got)
			}
		}
		if may(nil, row) || may([]person.Role{"owner"}, row) {
			t.Errorf("%s: somebody without a known role may", row)
		}
	}
	for row := range want {
		if !slices.Contains(rows, row) {
			t.Errorf("%s is expected here and not in the table", row)
		}
	}
}

func TestWhoMayCommand(t *testing.T) { checkTable(t, login.Commands(), mayCommands, login.MayCommand) }

func TestWhoMayRoute(t *testing.T) { checkTable(t, login.Routes(), mayRoutes, login.MayRoute) }

func TestWhoMayWitness(t *testing.T) {
	checkTable(t, login.Witnessed(), map[string]string{
		"prescribe": ".P.......", "check": "NPH......", "discard": "NPH......", "administer": "NPH......",
		"override": "NPH......", "correct_injected": "NPH......",
		"enter_product_code": "NPHC.....",
		"receive_stock":      "NPH......",
		"count_stock":        "NPHC.....", "note_register": "NPHC.....",
		"open_balance": "NPHC.....", "bring_stock": "NPHC.....", "move_stock": "NPHC.....", "set_aside": "NPHC.....",
		"release_stock": "NPHC.....", "break_stock": "NPHC.....", "return_to_supplier": "NPHC.....",
		"send_stock": "NPHC.....", "recall_batch": "NPHC.....", "lift_recall": "NPHC.....", "hand_custody": "NPH......",
		"destroy_stock": ".......I.", "take_back": "NPHC.....", "destroy_returned": "NPHC.....",
		"make_solution": "NPH......", "discard_solution": "NPH......", "put_back": "NPH......",
		"supply_take_home": "NPH......",
	}, login.MayWitness)
}

func TestWhatTheTableDoesNotListIsRefused(t *testing.T) {
	all := person.Roles()
	if login.MayCommand(all, "erase_everything") || login.MayRoute(all, "GET /secret") ||
		login.MayWitness(all, "arrive") || login.MayCommand(all, "") {
		t.Error("an unlisted row is allowed")
	}
	if login.MayRoute([]person.Role{person.Manager}, "POST /visits/{visit}/{step}") ||
		!login.MayRoute([]person.Role{person.Manager, person.Nurse}, "POST /visits/{visit}/{step}") {
		t.Error("a manager gives no dose unless also a nurse")
	}
}

func TestEveryQuestionIsAsked(t *testing.T) {
	for _, p := range login.Routes() {
		r, ok := login.WhoMayRoute(p)
		if !ok || !r.Open && !strings.HasPrefix(r.Question.Text, "Who may ") {
			t.Errorf("%s has no question", p)
		}
		if r.Open && strings.HasPrefix(p, "POST") && !strings.HasPrefix(p, "POST /signin/") &&
			!strings.HasPrefix(p, "POST /me/in/") {
			t.Errorf("%s changes something without a sign-in", p)
		}
	}
}

// TestEveryRouteAndRole walks the real pages: every pattern, every role.
func TestEveryRouteAndRole(t *testing.T) {
	d := newDesk(t)
	have := d.mux.Patterns()
	for _, p := range login.Routes() {
		if !slices.Contains(have, p) {
			d.mux.HandleFunc(p, func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("page")) })
		}
	}
	if !slices.Equal(d.mux.Patterns(), login.Routes()) {
		t.Fatal("not every row could be registered")
	}
	for i, role := range person.Roles() {
		for _, p := range login.Routes() {
			method, path, _ := strings.Cut(p, " ")
			r, _ := login.WhoMayRoute(p)
			if r.Open || path == "/signout" || path == "/lock" {
				continue
			}
			path = strings.NewReplacer("{$}", "", "{", "", "}", "").Replace(path)
			d.roster.Set("nurse-1", person.Nurse)
			d.clock.Pass(1_000_000)
			d.want(http.StatusSeeOther, "POST", inAs1)
			d.roster.Set("nurse-1", role)
			want := http.StatusForbidden
			if mayRoutes[p][i] != '.' {
				want = http.StatusOK
			}
			if r.Own { // on that side nobody is signed in, whatever staff are on theirs
				want = http.StatusUnauthorized
			}
			if w := d.ask(method, path); w.Code != want {
				t.Errorf("%s as %s answers %d, want %d", p, role, w.Code, want)
			}
		}
	}
}

func TestAPageWithoutARowCannotBeRegistered(t *testing.T) {
	d := newDesk(t)
	defer func() {
		if recover() == nil {
			t.Error("GET /secret was registered")
		}
	}()
	d.mux.HandleFunc("GET /secret", func(http.ResponseWriter, *http.Request) {})
}

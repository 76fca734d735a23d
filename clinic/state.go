package clinic

import (
	"encoding/json"
	"errors"
	"fmt"

	"steady/dosing"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/protocol"
	"steady/register"
	"steady/visit"
)

// State is everything a premises needs to decide the next command, folded from
// its journal. It is bounded: history older than the rules look back to is
// left to the read models. Decide only reads it; Apply alone changes it.
type State struct {
	Premises     string                    `json:"premises"`
	ZoneName     string                    `json:"zone"`
	Booths       int                       `json:"booths"`
	Sessions     []Session                 `json:"sessions"`
	Invented     bool                      `json:"invented"`
	Packs        map[string]PackInstalled  `json:"packs"`
	Staff        map[person.StaffID]*Staff `json:"staff"`
	Licences     []person.Licence          `json:"licences"`
	People       map[person.UserID]*Person `json:"people"`
	Ways         map[person.UserID]*Way    `json:"ways"`
	Visits       map[string]*Visit         `json:"visits"` // open ones, and those of the last planned day
	Accounts     register.Accounts         `json:"accounts"`
	Planned      moment.Day                `json:"planned"`           // last day that PlanDay booked
	Closed       map[string]bool           `json:"closed"`            // sessions closed on the planned day
	Turning      []person.UserID           `json:"turning,omitempty"` // people with more than one order to tell apart
	Law          *JurisdictionInstalled    `json:"law,omitempty"`     // nil: nothing that only a law allows is allowed
	Clinical     int64                     `json:"clinical"`
	Register     int64                     `json:"register"`
	Human        []HumanDecision           `json:"human,omitempty"`        // against the engine's word, of the last weeks
	Acknowledged map[string]int            `json:"acknowledged,omitempty"` // by Monday: how many were looked at
	FollowUps    map[string]OpenFollowUp   `json:"follow_ups,omitempty"`   // by visit
	Naloxone     []NaloxoneAtHand          `json:"naloxone,omitempty"`
	Stock        StockRoom                 `json:"stock"`            // what the register's entries do not say
	Lives        LifeRoom                  `json:"lives"`            // that treatment is fitted round
	Burden       BurdenRoom                `json:"burden"`           // what is done about the hours treatment takes
	Own          OwnRoom                   `json:"own"`              // what people say of themselves, and to the service
	Recovery     RecoveryRoom              `json:"recovery"`         // what is asked of people, and how they live
	Reports      ReportRoom                `json:"reports,omitzero"` // what is told to others of the service
	Rota         Rota                      `json:"rota,omitzero"`
	Booking      BookingRoom               `json:"booking"` // how people come, and what is promised
	// NaloxoneGiven is when it was last given in an emergency.
	NaloxoneGiven moment.Instant `json:"naloxone_given,omitempty"`
	Recorded      moment.Instant `json:"recorded"` // of the last event; never decreases

	zone  moment.Zone
	packs map[string]*protocol.Pack
	law   *register.Jurisdiction
	busy  map[string]*Visit // the visits with a syringe or in a booth: few of many that every step asks for
}

// Staff is one member of staff.
type Staff struct {
	ID    person.StaffID `json:"id"`
	Roles []person.Role  `json:"roles"`
	Name  Text           `json:"name"`
	// Identity is one for all accounts of one human being; "" is not known.
	Identity string `json:"identity,omitempty"`
}

// Has reports whether the member of staff has one of the roles.
func (s *Staff) Has(roles ...person.Role) bool {
	if s == nil {
		return false
	}
	for _, r := range s.Roles {
		for _, w := range roles {
			if r == w {
				return true
			}
		}
	}
	return false
}

// Person is one service user, as the rules need them.
type Person struct {
	AdmitPerson
	Rx          *Prescription  `json:"rx,omitempty"`
	RxBy        person.StaffID `json:"rx_by,omitempty"`
	RxLicence   string         `json:"rx_licence,omitempty"`
	RxCount     int            `json:"rx_count,omitempty"`   // of the prescription in force: tells one from the next
	RxWritten   int            `json:"rx_written,omitempty"` // prescriptions so far
	Regular     []RegularTimes `json:"regular,omitempty"`    // by first day; before the first one Times hold
	Past        []dosing.Past  `json:"past,omitempty"`       // as recorded, at most pastKept, all of one form
	PastForm    measure.Form   `json:"past_form,omitzero"`
	Served      []Served       `json:"served,omitempty"` // sessions with a dose, at most pastKept
	LastDay     moment.Day     `json:"last_day,omitempty"`
	LastSession int            `json:"last_session,omitempty"`
	Holds       []HoldPlaced   `json:"holds,omitempty"`
	HoldCount   int            `json:"hold_count,omitempty"` // holds so far: tells one from the next
	Orders      []Order        `json:"orders,omitempty"`     // in the order written; OrderOn chooses
	Infected    []string       `json:"infected,omitempty"`   // sites (E-SITE-09)
	RisksTold   bool           `json:"risks_told,omitempty"` // of leg and foot (P-SITE-02)
	Baseline    *SignBaseline  `json:"baseline,omitempty"`
	BaselineBy  person.StaffID `json:"baseline_by,omitempty"`
	Sites       []string       `json:"sites,omitempty"` // newest last, at most sitesKept
}

// How much history the state keeps for a person: more than any rule of a pack
// looks back to (two days at three doses), less than would grow with the years.
const (
	pastKept  = 32
	sitesKept = 6
)

// Visit is one attendance with everything its next step depends on.
type Visit struct {
	ID         string          `json:"id"`
	Person     person.UserID   `json:"person"`
	Day        moment.Day      `json:"day"`
	Session    int             `json:"session"`
	Due        moment.Instant  `json:"due"`
	TopUp      bool            `json:"top_up,omitempty"` // for the top-up of the prescription (P-HM-03)
	Stage      visit.Stage     `json:"stage"`
	Rev        int64           `json:"rev"` // counts the facts of this visit
	LastKind   string          `json:"last_kind"`
	LastBy     person.StaffID  `json:"last_by"`
	LastAt     moment.Instant  `json:"last_at"` // happened
	Arrived    moment.Instant  `json:"arrived,omitempty"`
	Identity   string          `json:"identity,omitempty"`
	Readings   *Assessed       `json:"readings,omitempty"`
	ReadAt     moment.Instant  `json:"read_at,omitempty"`
	Decision   *Decided        `json:"decision,omitempty"`
	RxCount    int             `json:"rx_count,omitempty"` // of the prescription that the decision is under
	RxBy       person.StaffID  `json:"rx_by,omitempty"`
	RxLicence  string          `json:"rx_licence,omitempty"`
	Referral   *Referred       `json:"referral,omitempty"`
	ReferredAt moment.Instant  `json:"referred_at,omitempty"`
	ReferredBy person.StaffID  `json:"referred_by,omitempty"`
	Answer     *Answered       `json:"answer,omitempty"`
	AnswerBy   person.StaffID  `json:"answer_by,omitempty"`
	Syringe    *Prepared       `json:"syringe,omitempty"` // not yet settled
	PreparedBy person.StaffID  `json:"prepared_by,omitempty"`
	PreparedAt moment.Instant  `json:"prepared_at,omitempty"`
	CheckedBy  person.StaffID  `json:"checked_by,omitempty"`
	BoothSince moment.Instant  `json:"booth_since,omitempty"`
	Injected   *Injected       `json:"injected,omitempty"`
	Lines      []RegisterPlace `json:"lines,omitempty"` // of the supply in the register
	InjectedAt moment.Instant  `json:"injected_at,omitempty"`
	WatchFrom  moment.Instant  `json:"watch_from,omitempty"` // observation counts from here
	Watches    []Watch         `json:"watches,omitempty"`
	NaloxoneAt moment.Instant  `json:"naloxone_at,omitempty"` // the last dose of it
	Alarm      *Alarm          `json:"alarm,omitempty"`
	Ending     visit.Ending    `json:"ending,omitempty"`
	EndedAt    moment.Instant  `json:"ended_at,omitempty"`
}

// Watch is one set of readings after the dose with its time.
type Watch struct {
	At moment.Instant `json:"at"`
	Watched
}

// Alarm is an emergency of a visit.
type Alarm struct {
	Since moment.Instant `json:"since"`
	Until moment.Instant `json:"until,omitempty"`
	Acts  []AlarmAct     `json:"acts,omitempty"`
}

// AlarmAct is one timed act with who did it.
type AlarmAct struct {
	At moment.Instant `json:"at"`
	By person.StaffID `json:"by"`
	EmergencyActed
}

// Allowed is the dose that may be prepared: what the engine decided, or what a
// prescriber authorised in answer to its question. ok is false where none may.
func (v *Visit) Allowed() (m measure.Mass, ok bool) {
	if v.Stage != visit.Decided || v.Decision == nil {
		return 0, false
	}
	if v.Answer != nil && v.Answer.Choice == ChoiceGive && v.Answer.Dose != nil {
		return *v.Answer.Dose, true
	}
	if v.Decision.Dose != nil {
		return *v.Decision.Dose, true
	}
	return 0, false
}

// New returns the state before the first entry.
func New() *State {
	return &State{
		Packs: map[string]PackInstalled{}, Staff: map[person.StaffID]*Staff{}, People: map[person.UserID]*Person{},
		Ways: map[person.UserID]*Way{}, Visits: map[string]*Visit{}, Closed: map[string]bool{},
		packs: map[string]*protocol.Pack{}, Accounts: register.Accounts{Sheets: map[string]*register.Sheet{}},
		zone: moment.UTC, busy: map[string]*Visit{},
	}
}

// Zone is the site's time zone.
func (s *State) Zone() moment.Zone { return s.zone }

// Pack returns the dosing pack in force under an id, or nil.
func (s *State) Pack(id string) *protocol.Pack { return s.packs[id] }

// Format names the shape of a snapshot; another format is not read.
const Format = "steady-state/7"

// Snapshot returns the state as bytes that Restore reads.
func (s *State) Snapshot() ([]byte, error) { return json.Marshal(s) }

// Restore reads a snapshot. Any error means: fold the journal instead.
func Restore(b []byte) (s *State, err error) {
	s = New()
	if err = json.Unmarshal(b, s); err != nil {
		return nil, fmt.Errorf("snapshot: %w", err)
	}
	if err := s.whole(); err != nil {
		return nil, fmt.Errorf("snapshot: %w", err)
	}
	if s.ZoneName != "" {
		z, err := moment.LoadZone(s.ZoneName)
		if err != nil {
			return nil, fmt.Errorf("snapshot: %w", err)
		}
		s.zone = z
	}
	for id, p := range s.Packs {
		pack, err := protocol.Load(p.Document)
		if err != nil {
			return nil, fmt.Errorf("snapshot: pack %s: %w", id, err)
		}
		s.packs[id] = pack
	}
	if s.Law != nil {
		if s.law, err = register.LoadJurisdiction(s.Law.Document); err != nil {
			return nil, fmt.Errorf("snapshot: jurisdiction pack %s: %w", s.Law.ID, err)
		}
	}
	if err := s.Recovery.readAll(); err != nil {
		return nil, fmt.Errorf("snapshot: %w", err)
	}
	for _, v := range s.Visits {
		s.markBusy(v)
	}
	return s, nil
}

// whole reports what a snapshot lacks that no state lacks.
func (s *State) whole() error {
	ok := s.Packs != nil && s.Staff != nil && s.People != nil && s.Ways != nil && s.Visits != nil &&
		s.Closed != nil && s.Clinical >= 0 && s.Register >= 0
	for _, x := range s.Staff {
		ok = ok && x != nil
	}
	for _, p := range s.People {
		ok = ok && p != nil && len(p.Times) == len(s.Sessions) && (p.Rx == nil || len(p.Rx.Doses) > 0)
		for i := 0; ok && i < len(p.Regular); i++ {
			ok = p.Regular[i].Times.whole(len(s.Sessions))
		}
	}
	for _, w := range s.Ways {
		ok = ok && w != nil && (w.Waiting == 0 || w.Place != nil)
	}
	for _, v := range s.Visits {
		ok = ok && v != nil && s.People[v.Person] != nil && v.Session >= 0 && v.Session < len(s.Sessions)
	}
	for _, x := range s.Accounts.Sheets {
		ok = ok && x != nil
	}
	ok = ok && s.Stock.whole() && s.Own.whole() && s.Rota.whole() && s.Recovery.whole()
	if !ok {
		return errors.New("a part is missing")
	}
	return nil
}

// LastDose is the dose that went in last, if any did. Attempts at a vein are in
// the history too and are none.
func (p *Person) LastDose() (last dosing.Past, ok bool) {
	for _, past := range p.Past {
		if past.Given > 0 && past.At >= last.At {
			last, ok = past, true
		}
	}
	return last, ok
}

// MissedBefore counts the scheduled sessions between a person's last dose and
// the session at hand, for any cause (E-MISS-01): absence, agreed or not, a
// withheld or declined dose, a closed clinic. A person who never had a dose
// missed none.
func (s *State) MissedBefore(p *Person, day moment.Day, session int) dosing.Missed {
	if p.LastDay == 0 || day < p.LastDay {
		return dosing.Missed{}
	}
	count := func(day moment.Day, from, to int) (n int) { // sessions of the day with from <= index < to
		for i := from; i < to && i < len(s.Sessions); i++ {
			if p.Attends(day, i) {
				n++
			}
		}
		return n
	}
	if day == p.LastDay {
		return dosing.Missed{Sessions: count(day, p.LastSession+1, session)}
	}
	all := len(s.Sessions)
	missed := dosing.Missed{Sessions: count(p.LastDay, p.LastSession+1, all) + count(day, 0, session),
		Days: max(int(day-p.LastDay)-1, 0)}
	for d := p.LastDay + 1; d < day; d++ {
		missed.Sessions += count(d, 0, all)
	}
	return missed
}

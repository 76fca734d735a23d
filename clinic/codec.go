package clinic

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"steady/journal"
	"steady/person"
	"steady/register"
)

// facts makes an empty body for each kind of each log. A kind that is missing
// here cannot be read back, which a test over all facts prevents.
var facts = map[journal.Log]map[string]func() Fact{
	journal.Clinical: kinds(append(slices.Concat(newWayFacts(), newStockFacts(), newRotaFacts(), newLifeFacts(),
		newProposalFacts(), newOwnFacts(), newTimesFacts(), newBurdenFacts(), newReviewFacts(),
		newRecoveryFacts(), newNationalFacts()),
		mk[PremisesOpened], mk[PackInstalled], mk[StaffAdded], mk[LicenceGranted], mk[PersonAdmitted],
		mk[Prescribed], mk[HoldPlaced], mk[HoldLifted], mk[Booked], mk[Arrived], mk[Identified], mk[Assessed],
		mk[Decided], mk[Referred], mk[Answered], mk[Prepared], mk[Checked], mk[HandedOver], mk[SyringeDiscarded],
		mk[Injected], mk[Watched], mk[VisitEnded], mk[EmergencyStarted], mk[EmergencyActed], mk[EmergencyEnded],
		mk[SessionClosed], mk[Corrected], mk[RecordedLate],
		mk[LicenceEnded], mk[RolesEnded], mk[JurisdictionInstalled], mk[TrimesterChanged],
		mk[BaselineSigned], mk[ScaleConfirmed], mk[Overridden], mk[OverridesAcknowledged], mk[LeftEarly],
		mk[AskedAfter], mk[InjectedCorrected], mk[SiteMarked], mk[NaloxoneChecked])...),
	journal.Register: kinds(append(newMovements(),
		mk[register.Received], mk[register.Drawn], mk[register.Administered], mk[register.Wasted],
		mk[register.Counted], mk[register.Noted])...),
}

func mk[T any]() Fact { return any(new(T)).(Fact) }

func kinds(makers ...func() Fact) map[string]func() Fact {
	m := map[string]func() Fact{}
	for _, f := range makers {
		m[f().Kind()] = f
	}
	return m
}

// Encode makes the entry of an event at its place in its log.
func Encode(premises string, e Event, seq int64) (journal.Entry, error) {
	return EncodeIn(nil, premises, e, seq)
}

// EncodeIn is Encode whose entry has its body in room, where it fits: for whoever
// is done with one entry before the next.
func EncodeIn(room []byte, premises string, e Event, seq int64) (journal.Entry, error) {
	body, err := journal.AppendBody(room[:0], e.Body)
	if err != nil {
		return journal.Entry{}, fmt.Errorf("event %s: %w", e.Body.Kind(), err)
	}
	return journal.Entry{Premises: premises, Log: LogOf(e.Body), Seq: seq, Command: e.Command, Kind: e.Body.Kind(),
		Happened: e.Happened, Recorded: e.Recorded, By: orDash(e.By), Witness: orDash(e.Witness), Body: body}, nil
}

func orDash(id person.StaffID) string {
	if id == "" {
		return "-"
	}
	return string(id)
}

// Decode reads an entry back into an event. Unknown kinds and fields are
// errors: a newer program wrote them, and this one must not guess.
func Decode(e journal.Entry) (Event, error) {
	mk := facts[e.Log][e.Kind]
	if mk == nil {
		return Event{}, fmt.Errorf("entry %s %d: unknown kind %q", e.Log, e.Seq, e.Kind)
	}
	f := mk()
	dec := json.NewDecoder(bytes.NewReader(e.Body))
	dec.DisallowUnknownFields()
	if err := dec.Decode(f); err != nil {
		return Event{}, fmt.Errorf("entry %s %d (%s): %w", e.Log, e.Seq, e.Kind, err)
	}
	if dec.InputOffset() != int64(len(e.Body)) {
		return Event{}, fmt.Errorf("entry %s %d (%s): something follows the body", e.Log, e.Seq, e.Kind)
	}
	w := person.StaffID(e.Witness)
	if w == "-" {
		w = ""
	}
	return Event{e.Command, e.Happened, e.Recorded, person.StaffID(e.By), w, f}, nil
}

// About tells which person a clinical fact of the applied state is about, and
// which visit; both may be empty.
func About(s *State, f Fact) (person.UserID, string) {
	if v, ok := f.(visitFact); ok {
		id := v.visitID()
		if x := s.Visits[id]; x != nil {
			return x.Person, id
		}
		return "", id
	}
	if w, ok := f.(wayFact); ok {
		return w.wayOf(), ""
	}
	if l, ok := f.(lifeFact); ok {
		return l.lifeOf(), ""
	}
	if o, ok := f.(ownFact); ok {
		return o.ownOf(), ""
	}
	if r, ok := f.(recoveryFact); ok {
		return r.recoveryOf(), ""
	}
	if n, ok := f.(nationalFact); ok {
		return n.nationalOf(), ""
	}
	switch b := f.(type) {
	case *Booked:
		return b.Person, b.Visit
	case *PersonAdmitted:
		return b.Person, ""
	case *Prescribed:
		return b.Person, ""
	case *TrimesterChanged:
		return b.Person, ""
	case *BaselineSigned:
		return b.Person, ""
	case *ScaleConfirmed:
		return b.Person, ""
	case *SiteMarked:
		return b.Person, ""
	case timesFact:
		return timesAbout(b)
	case *KeyWorkerNamed:
		return b.Person, ""
	case *LeftEarly:
		return b.Person, b.Visit
	case *AskedAfter:
		return b.Person, b.Visit
	case *HoldPlaced:
		return b.Person, ""
	case *HoldLifted:
		return b.Person, ""
	case *TakenBack:
		return b.Person, ""
	case *TookHome:
		return b.Person, ""
	case *Corrected:
		return b.Person, ""
	}
	return "", ""
}

// Kinds lists the kinds of facts of a log, sorted: for tables that must know
// every one.
func Kinds(log journal.Log) []string { return slices.Sorted(maps.Keys(facts[log])) }

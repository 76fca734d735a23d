package clinic

import (
	"steady/moment"
	"steady/person"
)

// Planned absence: days on which somebody is away, asked for by them or for
// them, and answered by a prescriber with what bridges the days.
type (
	// AskAway asks for days away, both included. The words are in the cabinet.
	AskAway struct {
		Away   string        `json:"away"` // id
		Person person.UserID `json:"person"`
		From   moment.Day    `json:"from"`
		To     moment.Day    `json:"to"`
		Words  *Text         `json:"words,omitempty"`
	}
	// AnswerAway is the prescriber's answer. Bridge is what stands in for the
	// visits; a transfer names the service, and a bridge of nothing says why.
	AnswerAway struct {
		Away    string     `json:"away"`
		Agreed  bool       `json:"agreed"`
		Bridge  BridgeKind `json:"bridge,omitempty"` // of an agreed one
		Service *Text      `json:"service,omitempty"`
		Reason  *Text      `json:"reason,omitempty"`
	}
	// EndAway ends it early: Last is the last day away. Before it begins it
	// is taken back whole.
	EndAway struct {
		Away string     `json:"away"`
		Last moment.Day `json:"last"`
	}
)

// BridgeKind is what stands in for the visits of days away.
type BridgeKind string

// Bridges lists the kinds with the words of the screens.
var Bridges = []Coded[BridgeKind]{
	{BridgePharmacy, "The oral medicine beside the injections, from the pharmacy by instalments"},
	{BridgeOralHome, "The oral medicine beside the injections, taken home"},
	{BridgeDosesHome, "Doses of the prescription, taken home"},
	{BridgeTransfer, "Another service gives treatment for these days"},
	{BridgeNothing, "Nothing: the days without a dose count"}}

// The kinds of bridges.
const (
	BridgePharmacy  BridgeKind = "pharmacy"   // P-ORALCO-01, R-REG-21
	BridgeOralHome  BridgeKind = "oral_home"  // P-ORALCO-01, R-REG-44
	BridgeDosesHome BridgeKind = "doses_home" // R-REG-44
	BridgeTransfer  BridgeKind = "transfer"   //
	BridgeNothing   BridgeKind = "nothing"    //
)

// CommandKind names the command in the who-may table.
func (AskAway) CommandKind() string    { return "ask_away" }
func (AnswerAway) CommandKind() string { return "answer_away" }
func (EndAway) CommandKind() string    { return "end_away" }

// Whose is the person who will be away.
func (b AskAway) Whose(*State) person.UserID { return b.Person }

// Whose is the person who is away.
func (b EndAway) Whose(s *State) person.UserID {
	if x := s.awayByID(b.Away); x != nil {
		return x.Person
	}
	return ""
}

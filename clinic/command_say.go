package clinic

import "steady/person"

// What a person says to the service, and what becomes of it.
type (
	// SaySomething is a complaint, thanks, an idea or a question. Without Person
	// it is said by nobody: the command comes from no account, and the entry
	// names the day alone. Note is its id; that of a note without a name is made
	// from a code which only who wrote it has.
	SaySomething struct {
		Note   string        `json:"note"`
		Kind   NoteKind      `json:"kind"`
		Person person.UserID `json:"person,omitempty"`
		Reader NoteReader    `json:"reader,omitempty"`
		Words  Text          `json:"words"`
	}
	// FollowNote is what the service does with it.
	FollowNote struct {
		Note  string    `json:"note"`
		Stage NoteStage `json:"stage"`
		Words *Text     `json:"words,omitempty"` // of an answer
	}
	// SetOwnPages keeps what the service says on the person's own pages. What is
	// not set is asked for at the hatch.
	SetOwnPages struct {
		// AnswerDays is within how many days a note is answered; 0 is not set: then
		// none is called late.
		AnswerDays int   `json:"answer_days,omitempty"`
		Call       *Text `json:"call,omitempty"`      // whom to call, with the number
		Emergency  *Text `json:"emergency,omitempty"` // whom to call in danger
		// Arrive lets people say at the kiosk that they are here.
		Arrive bool `json:"arrive,omitempty"`
	}
)

// NoteKind is what is said.
type NoteKind string

// NoteKinds lists what may be said, with the words of the screens.
var NoteKinds = []Coded[NoteKind]{{"complaint", "Something is wrong"}, {"thanks", "Thank you"}, {"idea", "An idea"},
	{"question", "A question"}}

// NoteReader is who reads a note.
type NoteReader string

// ManagerReads keeps a note from everybody but the managers: it may be about
// somebody who would read it otherwise.
const ManagerReads NoteReader = "manager"

// NoteStage is where a note stands.
type NoteStage string

// NoteStages are in their order; a note only goes on.
var NoteStages = []Coded[NoteStage]{{NoteSaid, "Sent"}, {NoteRead, "Read"}, {NoteLooking, "Being looked at"},
	{NoteAnswered, "Answered"}, {NoteClosed, "Closed"}}

// The stages of a note.
const (
	NoteSaid     NoteStage = "said"
	NoteRead     NoteStage = "read"
	NoteLooking  NoteStage = "looking"
	NoteAnswered NoteStage = "answered"
	NoteClosed   NoteStage = "closed"
)

// CommandKind names the command in the who-may table.
func (SaySomething) CommandKind() string { return "say_something" }
func (FollowNote) CommandKind() string   { return "follow_note" }
func (SetOwnPages) CommandKind() string  { return "set_own_pages" }

// Whose is the person who says it in their name; "" where it is said without one.
func (b SaySomething) Whose(*State) person.UserID { return b.Person }

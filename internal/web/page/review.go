package page

import "steady/internal/web/plain"

// Reviews is who waits for a review, and whose continuity plan is missing.
type Reviews struct {
	Lines  []ReviewLine
	Onward []Link // people without a continuity plan
	Packs  *Link  // all transfer packs
	Old    []Link // people whose oral equivalent was written for an earlier prescription
}

// ReviewLine is one person who waits.
type ReviewLine struct {
	Link
	Says string
	Loud bool // they asked for it
}

// Review is the page on which a review is held. Fields: gives, takes, talk, and
// for each line of the plan its words, who does it and when it is looked at.
type Review struct {
	Name    string
	Says    string // which review this is: due since, wanted
	Asked   []OwnLine
	Better  []OwnLine
	Goals   []GoalView
	Gives   ReviewSide
	Takes   ReviewSide
	Form    Form
	Talk    Field
	Plan    []ReviewPlan
	Sheet   *Link // on one sheet; nil while nothing is written
	Agree   *ReviewAgree
	Said    []OwnLine // by the person, beside what is written
	Pass    *Form     // lets the one that is due pass
	Due     string    // the day that it is due; "" is none
	Held    []Link
	LineURL string
	Line    Line
	Doers   []Choice
}

// ReviewSide is one of the two columns: what the person said before, and what is
// written now.
type ReviewSide struct {
	Before []OwnLine
	Words  Field
}

// ReviewPlan is one line of the plan.
type ReviewPlan struct {
	N                  int
	Words, Does, Until Field
	Untils             []Choice
}

// ReviewAgree is where both agree. Theirs and Ours say how it stands; the forms
// are there while it is open.
type ReviewAgree struct {
	Theirs, Ours string
	Worker       *Form // with the PIN of who is signed in
	PIN          Field
	Paper        *Form // a signature on paper was seen
}

// ReviewSheet is a review on one sheet, in plain words.
type ReviewSheet struct {
	W            plain.Review
	Title        string
	Better       string
	Goals        []string
	Gives, Takes string
	Talk         string
	Plan         []ReviewSheetLine
	Said         []OwnLine
	Theirs, Ours string
	Next         string
	PDF          string
}

// ReviewSheetLine is one line of the plan on it.
type ReviewSheetLine struct {
	Words, Does, Until string
}

// OwnReviews is the person's page of their reviews. Fields: words; gives; takes.
type OwnReviews struct {
	Says    string
	Asked   []OwnLine
	Ask     Form
	Words   Field
	Gives   OwnSaid
	Takes   OwnSaid
	GivesIn Form
	TakesIn Form
	Open    *OwnReviewOpen
	Pass    *Form
	Held    []Link
}

// OwnReviewOpen is a review that waits for the person's answer.
type OwnReviewOpen struct {
	Sheet  ReviewSheet
	Yes    *Form // nil where they agreed already
	No     *Form
	Words  Field
	Agreed string
}

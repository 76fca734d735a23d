package study

// Checklist is a published list of what a report of a qualitative study tells.
type Checklist string

// The lists. Their labels are in our own words; the numbers are theirs.
const (
	COREQ Checklist = "coreq" // Tong, Sainsbury and Craig 2007, Int J Qual Health Care 19:349-357
	SRQR  Checklist = "srqr"  // O'Brien and others 2014, doi 10.1097/ACM.0000000000000388
)

// Source is where a list was published.
func (l Checklist) Source() string {
	switch l {
	case COREQ:
		return "COREQ: Tong, Sainsbury and Craig 2007, International Journal for Quality in Health Care 19:349-357. " +
			"The labels are in our own words."
	case SRQR:
		return "SRQR: O'Brien and others 2014, doi 10.1097/ACM.0000000000000388. The labels are in our own words."
	}
	return ""
}

// Known reports whether it is one of the lists.
func (l Checklist) Known() bool { return items[l] != nil }

// items are the labels of each list, the first one number 1.
var items = map[Checklist][]string{
	COREQ: {
		"Who led the interviews", "Their degrees", "Their work at the time", "Their gender, as they say it",
		"Their training and experience", "Whether they knew the participants before",
		"What the participants knew of them", "Where they stand on the subject, and why they do this study",
		"The orientation in method", "How participants were chosen", "How they were asked", "How many took part",
		"Who said no or stopped, and why", "Where the interviews were held", "Who else was there",
		"Who the participants are", "The topic guide, and how it was tried out", "Interviews held again",
		"Sound or picture recording", "Notes made in the field", "How long the interviews were",
		"Saturation, and how it was judged", "Transcripts given back to participants", "How many people coded",
		"The tree of codes", "Whether themes came from the data or before", "The software",
		"What participants said of the findings", "Quotes, each with a label of who speaks",
		"Whether data and findings agree", "The major themes", "Minor themes and cases that speak against",
	},
	SRQR: {
		"Title", "Summary", "The problem and what is known of it", "The question", "Approach and stance",
		"The researchers, and how they bear on the study", "The setting", "How participants were chosen, and when enough",
		"Ethics: approval, consent, protection of data", "How data were collected", "Guides and recorders",
		"Who and what was studied", "How data were worked up: transcripts, labels, protection",
		"How data were analysed", "What makes it trustworthy", "What was found", "The data that show it",
		"What it adds, and where it may hold", "Limits", "Interests", "Money",
	},
}

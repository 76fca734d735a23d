package study

import (
	"steady/moment"
	"steady/person"
	"steady/refusal"
)

// OpenStudy begins a study on the screens, or says anew what one is that an
// import began. Who opens it leads it.
type OpenStudy struct {
	Title    string
	Aims     string
	Ethics   string
	Approach Approach
}

// CommandKind implements Body.
func (OpenStudy) CommandKind() string { return "open_study" }
func (OpenStudy) right() Right        { return Outsider }

func (b OpenStudy) decide(s *State, c Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	if len(s.Members) > 0 && !s.Can(c.By, Lead) {
		return nil, refusal.New("study_right", "V-04",
			"Your part in this study does not include this: ask who leads the study.")
	}
	if b.Title == "" {
		return nil, needed("Give the study a title.")
	}
	if !b.Approach.Known() {
		return nil, needed("Choose the approach: reflexive, codebook or framework.")
	}
	out := []Fact{&Opened{Title: Keep("study", "title", b.Title), Aims: Keep("study", "aims", b.Aims),
		Ethics: Keep("study", "ethics", b.Ethics), Approach: b.Approach}}
	if len(s.Members) == 0 && c.By != "" {
		out = append(out, &MemberSet{Staff: c.By, Rights: Rights{Lead: true, KeyHolder: true}})
	}
	return out, nil
}

// Opened says what the study is.
type Opened struct {
	Title    *Text    `json:"title"`
	Aims     *Text    `json:"aims,omitempty"`
	Ethics   *Text    `json:"ethics,omitempty"`
	Approach Approach `json:"approach"`
}

// EventKind implements Fact.
func (*Opened) EventKind() string { return "study_opened" }

// Texts implements Fact.
func (f *Opened) Texts() []*Text { return texts(f.Title, f.Aims, f.Ethics) }

func (f *Opened) apply(s *State, _ Event) error {
	s.Begun = true
	s.About = About(*f)
	return nil
}

// SetMember gives somebody a part in the study, changes it, or ends it.
type SetMember struct {
	Staff  person.StaffID
	Rights Rights
	End    bool
}

// CommandKind implements Body.
func (SetMember) CommandKind() string { return "set_study_member" }
func (SetMember) right() Right        { return Lead }

func (b SetMember) decide(s *State, _ Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	if b.Staff == "" {
		return nil, needed("Choose who joins the study.")
	}
	leads, keys := 0, 0
	for id, r := range s.Members {
		if id == b.Staff {
			continue
		}
		if r.Lead {
			leads++
		}
		if r.KeyHolder {
			keys++
		}
	}
	if leads == 0 && (b.End || !b.Rights.Lead) || keys == 0 && (b.End || !b.Rights.KeyHolder) {
		return nil, refusal.New("study_last", "V-04",
			"A study keeps somebody who leads it and somebody who holds the key table: name another first.")
	}
	return []Fact{&MemberSet{Staff: b.Staff, Rights: b.Rights, End: b.End}}, nil
}

// MemberSet says what part somebody has from now on.
type MemberSet struct {
	Staff person.StaffID `json:"staff"`
	Rights
	End bool `json:"end,omitempty"`
}

// EventKind implements Fact.
func (*MemberSet) EventKind() string { return "study_member_set" }

// Texts implements Fact.
func (*MemberSet) Texts() []*Text { return nil }

func (f *MemberSet) apply(s *State, _ Event) error {
	if f.End {
		delete(s.Members, f.Staff)
		return nil
	}
	s.Members[f.Staff] = f.Rights
	return nil
}

func init() {
	knows(func() Fact { return new(Opened) }, func() Fact { return new(MemberSet) })
}

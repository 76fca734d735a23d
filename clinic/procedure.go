package clinic

import (
	"steady/moment"
	"steady/person"
	"steady/refusal"
)

// Procedures beside the register, which says only which version holds
// (R-REG-40): their texts, and who has read and signed which.
type (
	// FileProcedure keeps the text of a version that is in force in the cabinet.
	FileProcedure struct {
		Name    string `json:"name"`
		Version string `json:"version"`
		Text    Text   `json:"text"`
	}
	// AcknowledgeProcedure is somebody saying for themselves that they have read
	// the version in force and work by it.
	AcknowledgeProcedure struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}
	// ProcedureFiled says where the text of a version is.
	ProcedureFiled struct{ FileProcedure }
	// ProcedureAcknowledged says that who pressed has read a version.
	ProcedureAcknowledged struct{ AcknowledgeProcedure }
)

// CommandKind names the command in the who-may table.
func (FileProcedure) CommandKind() string        { return "file_procedure" }
func (AcknowledgeProcedure) CommandKind() string { return "acknowledge_procedure" }

// Kind names of the clinical log.
func (ProcedureFiled) Kind() string        { return "procedure_filed" }
func (ProcedureAcknowledged) Kind() string { return "procedure_acknowledged" }

// ProcedureFile is what is known of one version of a procedure beside the
// register.
type ProcedureFile struct {
	Text *Text                             `json:"text,omitempty"`
	Read map[person.StaffID]moment.Instant `json:"read,omitempty"` // who signed it, and when
}

func procedureKey(name, version string) string { return name + "\n" + version }

// ProcedureFile is what is known of a version beside the register.
func (s *State) ProcedureFile(name, version string) ProcedureFile {
	if f := s.Stock.Procedures[procedureKey(name, version)]; f != nil {
		return *f
	}
	return ProcedureFile{}
}

func (s *State) fileOf(name, version string) *ProcedureFile {
	key := procedureKey(name, version)
	if s.Stock.Procedures[key] == nil {
		keep(&s.Stock.Procedures, key, &ProcedureFile{})
	}
	return s.Stock.Procedures[key]
}

func (f *ProcedureFiled) applyStock(s *State, _ Event) { s.fileOf(f.Name, f.Version).Text = &f.Text }

func (f *ProcedureAcknowledged) applyStock(s *State, e Event) {
	keep(&s.fileOf(f.Name, f.Version).Read, e.By, e.Happened)
}

func (d *decider) procedure(body Body) *Refusal {
	inForce := func(name, version string) *Refusal {
		if p, ok := d.s.Accounts.Procedures[name]; !ok || p.Version != version {
			return refusal.New("procedure_not_in_force", "R-REG-40",
				"This version is not in force: load the list again, and read the one that is.")
		}
		return nil
	}
	switch b := body.(type) {
	case FileProcedure:
		if no := inForce(b.Name, b.Version); no != nil {
			return no
		}
		if b.Text.Ref == "" || d.s.ProcedureFile(b.Name, b.Version).Text != nil {
			return refusal.New("procedure_filed", "R-REG-40",
				"The text of this version is kept already, or there is none: give a change a new version.")
		}
		d.say(&ProcedureFiled{b})
	case AcknowledgeProcedure:
		if no := inForce(b.Name, b.Version); no != nil {
			return no
		}
		if _, done := d.s.ProcedureFile(b.Name, b.Version).Read[d.c.By]; done {
			return refusal.New("procedure_signed", "R-REG-40", "You have signed this version already.")
		}
		d.say(&ProcedureAcknowledged{b})
	}
	return nil
}

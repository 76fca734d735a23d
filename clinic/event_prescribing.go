package clinic

// Facts of authority and prescribing.
type (
	// LicenceEnded: from that day on the licence allows nothing.
	LicenceEnded struct{ EndLicence }
	// RolesEnded takes roles from a member of staff.
	RolesEnded struct{ EndRoles }
	// JurisdictionInstalled carries the whole pack.
	JurisdictionInstalled struct {
		ID       string `json:"id"`
		Version  string `json:"version"`
		Document []byte `json:"document"`
	}
	// TrimesterChanged records a pregnancy or its end.
	TrimesterChanged struct{ ChangeTrimester }
)

// Kind names of the clinical log.
func (LicenceEnded) Kind() string          { return "licence_ended" }
func (RolesEnded) Kind() string            { return "roles_ended" }
func (JurisdictionInstalled) Kind() string { return "jurisdiction_installed" }
func (TrimesterChanged) Kind() string      { return "trimester_changed" }

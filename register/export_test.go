package register

// JurisdictionFields are the fields that the loader of jurisdiction packs knows.
func JurisdictionFields() []string { return jurisdictionFields }

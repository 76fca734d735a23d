package measure

import "fmt"

// Substance is the drug without its salt.
type Substance string

// The substances Steady knows. The words are those of the command line contract.
const (
	Diamorphine   Substance = "diamorphine"
	Hydromorphone Substance = "hydromorphone"
	Methadone     Substance = "methadone"
	Morphine      Substance = "morphine"
)

// Known reports whether s is one of the substances above.
func (s Substance) Known() bool {
	return s == Diamorphine || s == Hydromorphone || s == Methadone || s == Morphine
}

// Salt is the salt form in which an amount is stated (P-UNIT-01).
type Salt string

// The salt forms Steady knows.
const (
	Hydrochloride            Salt = "hydrochloride"
	HydrochlorideMonohydrate Salt = "hydrochloride-monohydrate"
	HydrochlorideAnhydrous   Salt = "hydrochloride-anhydrous"
)

// Known reports whether s is one of the salt forms above.
func (s Salt) Known() bool {
	return s == Hydrochloride || s == HydrochlorideMonohydrate || s == HydrochlorideAnhydrous
}

// Form is a substance in a stated salt form. Amounts of different forms are
// never added or compared (E-UNIT-03).
type Form struct {
	Substance Substance `json:"substance"`
	Salt      Salt      `json:"salt"`
}

// Known reports whether both words are known.
func (f Form) Known() bool { return f.Substance.Known() && f.Salt.Known() }

// String prints the form for people: "diamorphine hydrochloride monohydrate".
func (f Form) String() string {
	switch f.Salt {
	case HydrochlorideMonohydrate:
		return string(f.Substance) + " hydrochloride monohydrate"
	case HydrochlorideAnhydrous:
		return string(f.Substance) + " hydrochloride (anhydrous)"
	case "":
		return string(f.Substance)
	}
	return string(f.Substance) + " " + string(f.Salt)
}

// Dose is a mass together with the form it is stated in.
type Dose struct {
	Mass Mass `json:"ug"`
	Form Form `json:"form"`
}

// Add returns the sum of two doses of one form; it refuses different forms.
func (d Dose) Add(e Dose) (Dose, error) {
	if d.Form != e.Form {
		return Dose{}, fmt.Errorf("cannot add %s to %s: convert first (E-UNIT-03)", e.Form, d.Form)
	}
	m, err := d.Mass.Add(e.Mass)
	return Dose{m, d.Form}, err
}

// Base returns the mass of diamorphine base in the dose, rounded down to the
// microgram: factor 0.871 for the monohydrate, 0.910 for the anhydrous salt
// (P-UNIT-02). ok is false where no factor is confirmed.
func (d Dose) Base() (base Mass, ok bool) {
	if d.Form.Substance != Diamorphine {
		return 0, false
	}
	switch d.Form.Salt {
	case HydrochlorideMonohydrate:
		return d.Mass.Part(871, 1000), true
	case HydrochlorideAnhydrous:
		return d.Mass.Part(910, 1000), true
	}
	return 0, false
}

package dosing

import (
	"slices"
	"strconv"

	"steady/measure"
	"steady/protocol"
)

// OralCase is an oral opioid that is to be prescribed beside the injections,
// and what was asked before. What was not asked is not known, and never "no".
type OralCase struct {
	Substance  measure.Substance // methadone, or morphine (slow release)
	Dose       measure.Mass      // a day
	Asked      bool              // the conditions below were gone through
	Conditions []OralCondition   // those that are present
	QTc        int               // ms; 0 is not measured
	MAOIDays   *int              // days since the last MAOI; 0 is now; nil is none in memory
}

// OralCondition is a coded contraindication or caution.
type OralCondition string

// The conditions that the published texts name (P-ORALCO-03, P-ORALCO-04), and
// the risk that asks for an ECG.
const (
	Hypersensitivity     OralCondition = "hypersensitivity"
	ParalyticIleus       OralCondition = "paralytic_ileus"
	SevereRespiratory    OralCondition = "severe_respiratory"
	ObstructiveAirway    OralCondition = "obstructive_airway"
	ChronicKidneyDisease OralCondition = "chronic_kidney_disease"
	AdrenalInsufficiency OralCondition = "adrenal_insufficiency"
	GutTransit           OralCondition = "gut_transit"
	PregnantOrFeeding    OralCondition = "pregnancy_or_breastfeeding"
	QTRisk               OralCondition = "qt_risk"
)

// OralConditions lists every condition once, in the order above.
func OralConditions() []OralCondition {
	return []OralCondition{Hypersensitivity, ParalyticIleus, SevereRespiratory, ObstructiveAirway,
		ChronicKidneyDisease, AdrenalInsufficiency, GutTransit, PregnantOrFeeding, QTRisk}
}

// Words are the condition as a prescriber is asked about it.
func (c OralCondition) Words() string { return oralWords[c] }

var oralWords = map[OralCondition]string{
	Hypersensitivity: "hypersensitivity to the drug", ParalyticIleus: "known or suspected paralytic ileus",
	SevereRespiratory: "severe respiratory compromise", ObstructiveAirway: "severe obstructive airway disease",
	ChronicKidneyDisease: "chronic kidney disease", AdrenalInsufficiency: "adrenal insufficiency",
	GutTransit: "a gut transit problem", PregnantOrFeeding: "pregnancy or breastfeeding",
	QTRisk: "two or more QT drugs, or a history of QT risk",
}

// Contraindications and cautions of each drug (CA-OAT).
var (
	oralStops = map[measure.Substance][]OralCondition{
		measure.Methadone: {Hypersensitivity, SevereRespiratory, ObstructiveAirway},
		measure.Morphine: {Hypersensitivity, ParalyticIleus, SevereRespiratory, ObstructiveAirway,
			ChronicKidneyDisease},
	}
	oralCautions = map[measure.Substance][]OralCondition{
		measure.Morphine: {AdrenalInsufficiency, GutTransit, PregnantOrFeeding},
	}
)

// The figures of the published texts.
const (
	maoiDays  = 14                       // MAOI now or within 14 days (P-ORALCO-03, P-ORALCO-04)
	qtcFires  = 500                      // ms; the comparison sign was lost in the text, so 500 fires (P-ORALCO-04)
	sromUsual = 1200 * measure.Milligram // the stable range of slow-release morphine ends here (P-ORALCO-02)
)

// OralCheck says what the published texts say against an oral drug: Stop for a
// contraindication, ReferTo where a specialist is to be asked, Advise for a
// caution. No finding means that nothing was found.
func OralCheck(c OralCase) (out []Finding) {
	b := published("P-ORALCO-04", "CA-OAT")
	if c.Substance == measure.Morphine {
		b = published("P-ORALCO-03", "CA-OAT")
	}
	add := func(effect Effect, b protocol.Basis, text string) {
		out = append(out, Finding{b.Rule, stageHold, effect, text, b.Source})
	}
	switch {
	case c.Substance != measure.Methadone && c.Substance != measure.Morphine:
		add(Stop, engineering("E-ORD-01"), "no published text is known for "+string(c.Substance)+" beside the injections")
		return out
	case c.Dose <= 0 || !possible(c.Dose):
		add(Stop, engineering("E-UNIT-03"), "the oral dose is missing or impossible")
	case !c.Asked:
		add(Stop, b, "the contraindications have not been gone through")
	}
	for _, x := range c.Conditions {
		switch {
		case slices.Contains(oralStops[c.Substance], x):
			add(Stop, b, "contraindicated: "+x.Words())
		case slices.Contains(oralCautions[c.Substance], x):
			add(Advise, b, "caution: "+x.Words())
		case oralWords[x] == "":
			add(ReferTo, engineering("E-ORD-01"), "the condition "+strconv.Quote(string(x))+" is not known")
		}
	}
	if c.MAOIDays != nil && *c.MAOIDays <= maoiDays {
		add(Stop, b, "contraindicated: an MAOI "+plural(max(*c.MAOIDays, 0), "day")+" ago, within "+
			strconv.Itoa(maoiDays)+" days")
	}
	if c.Substance == measure.Methadone {
		c.qtc(add, b)
	}
	if c.Substance == measure.Morphine && c.Dose > sromUsual {
		add(Advise, published("P-ORALCO-02", "CA-SROM"), c.Dose.String()+" a day is above the stable range, which ends at "+
			sromUsual.String())
	}
	return out
}

// qtc is the heart's part of P-ORALCO-04.
func (c OralCase) qtc(add func(Effect, protocol.Basis, string), b protocol.Basis) {
	switch {
	case c.QTc >= qtcFires:
		add(ReferTo, b, "QTc is "+strconv.Itoa(c.QTc)+" ms: seek a specialist from "+strconv.Itoa(qtcFires)+" ms on")
	case c.QTc == 0 && slices.Contains(c.Conditions, QTRisk):
		add(Advise, published("clinical-protocol 9", "CA-OAT"),
			"an ECG before methadone where possible, without delaying it")
	}
}

package lab

import "math"

// Key names a parameter.
type Key string

// Known is one parameter that the model uses, with what it means.
type Known struct {
	Key       Key
	Words     string
	Unit      string
	Least     float64
	Most      float64
	Published *Parameter // nil: the scenario states it
}

// The parameters. Times are minutes, spreads are squared coefficients of
// variation, chances are between 0 and 1.
const (
	IDMinutes         Key = "id.minutes"
	AssessMinutes     Key = "assess.minutes"
	PrepareMinutes    Key = "prepare.minutes"
	BoothMinutes      Key = "booth.minutes"
	ServiceSpread     Key = "service.cv2"
	ArrivalLate       Key = "arrival.late_min"
	ArrivalSpread     Key = "arrival.sd_min"
	Attendance        Key = "attendance.session"
	ReadingsDrowsy    Key = "assess.drowsy"
	ReadingsStop      Key = "assess.intoxicated"
	AnswerMinutes     Key = "prescriber.minutes"
	DelayMinutes      Key = "delay.minutes"
	DelayMost         Key = "delay.most"
	ReduceShare       Key = "answer.reduce"
	ReducePercent     Key = "answer.percent"
	AnewAfter         Key = "answer.anew_after_days"
	PartUsed          Key = "booth.part_used"
	StaysLonger       Key = "observe.longer"
	LongerMinutes     Key = "observe.longer_min"
	Respiratory       Key = "event.respiratory"
	FirstThirty       Key = "event.first_thirty"
	Retention         Key = "leave.retention_12m"
	LeaveShape        Key = "leave.shape"
	LeaveRatio        Key = "leave.tablets_ratio"
	ReturnShare       Key = "return.share"
	ReturnDays        Key = "return.days"
	ReferralsWeek     Key = "referral.per_week"
	ReferralDays      Key = "referral.to_start_days"
	EligibleShare     Key = "referral.eligible"
	WorkShare         Key = "work.share"
	WorkStart         Key = "work.start_per_year"
	WorkEnd           Key = "work.end_per_year"
	WorkFrom          Key = "work.from_min"
	WorkTo            Key = "work.to_min"
	HousingLost       Key = "housing.lost_per_year"
	HousingDays       Key = "housing.days"
	HousingAttendance Key = "housing.attendance"
	PrisonYear        Key = "prison.per_year"
	PrisonDays        Key = "prison.days"
	HospitalYear      Key = "hospital.per_year"
	HospitalDays      Key = "hospital.days"
	TravelMinutes     Key = "travel.minutes"
	TravelSpread      Key = "travel.cv2"
	DoseSingle        Key = "dose.single_mg"
	DoseSpread        Key = "dose.cv2"
	StableShare       Key = "home.stable_share"
)

// Catalogue lists every parameter of the model. Published are only figures whose
// source was read; all else is stated by the scenario, with a range.
func Catalogue() []Known {
	return append(catalogueOfVisits(), catalogueOfLives()...)
}

func published(value, lo, hi float64, c Confidence, source string) *Parameter {
	return &Parameter{Value: value, Lo: lo, Hi: hi, Source: source, Confidence: c}
}

func catalogueOfVisits() []Known {
	return []Known{
		{IDMinutes, "time at the desk where identity is confirmed", "minutes, mean", 0.1, 120, nil},
		{AssessMinutes, "time of an assessment before the dose", "minutes, mean", 0.1, 120, nil},
		{PrepareMinutes, "time that two people prepare and check a dose", "minutes, mean", 0.1, 120, nil},
		{BoothMinutes, "time in the booth", "minutes, mean", 0.1, 240, nil},
		{ServiceSpread, "spread of all these times", "squared coefficient of variation", 0, 4, nil},
		{ArrivalLate, "how late people come after the promised time; before it: below 0", "minutes, mean", -240, 240,
			nil},
		{ArrivalSpread, "spread of the time of coming", "minutes, standard deviation", 0, 240, nil},
		{Attendance, "chance that somebody in treatment comes to a session", "chance", 0, 1,
			published(0.98, 0.85, 0.98, Low, "Middlesbrough, six people who stayed 29-30 weeks (press; "+
				"gazettelive.co.uk, drinkanddrugsnews.com): who left is not in it; 0.85 is a stress assumption")},
		{ReadingsDrowsy, "chance that somebody is slightly drowsy before a dose (POSS 2): the rules ask the prescriber",
			"chance", 0, 1, nil},
		{ReadingsStop, "chance of signs of intoxication before a dose, so that the rules withhold it", "chance", 0, 1, nil},
		{AnswerMinutes, "time that a prescriber takes for a question, with coming", "minutes, mean", 0.1, 600, nil},
		{DelayMinutes, "time that somebody who is drowsy waits before readings are taken again", "minutes", 1, 240, nil},
		{DelayMost, "how often readings are taken again before the dose is withheld", "times", 0, 10, nil},
		{ReduceShare, "chance that a prescriber who allows a dose allows less of it", "chance", 0, 1, nil},
		{ReducePercent, "what a lowered dose is of the one that the rules would allow", "percent", 1, 100, nil},
		{AnewAfter, "whole days without a dose after which a prescriber lets titration begin anew; no table of missed " +
			"sessions for injections could be read", "days", 1, 365, nil},
		{PartUsed, "chance that part of a syringe is not used", "chance", 0, 1, nil},
		{StaysLonger, "chance that somebody is still drowsy at the end of observation", "chance", 0, 1, nil},
		{LongerMinutes, "time until the next readings of somebody who is still drowsy", "minutes", 1, 240, nil},
		{Respiratory, "sudden respiratory depression that needs a response, for each injection", "events an injection", 0, 1,
			published(1.0/6000, 0.00006, 0.0003, Medium, "Strang 2015 as cited by Poulter 2023 (drugpolicyfacts.org/node/4291) "+
				"1 in about 6,000 injections, interval not read; low and high are other definitions spread over 730 "+
				"injections a year: Swiss serious events 0.043 (Frick 2010), SALOME overdoses with naloxone 0.22 a year")},
		{FirstThirty, "how many times higher that is in the first 30 days", "ratio", 1, 20,
			published(4, 2, 8, Low, "SALOME: 5 of 11 overdoses in the first 30 of 180 days, (5/30)/(6/150); small numbers")},
	}
}

func catalogueOfLives() []Known {
	return []Known{
		{Retention, "share still in treatment after 12 months", "share", 0.01, 0.99,
			published(0.70, 0.60, 0.88, High, "four 12-month cohorts at 0.67-0.70 (NAOMI on the assigned drug, Germany, "+
				"Switzerland, Denmark); low: Glasgow 9 of 15; high: RIOTT at 26 weeks")},
		{LeaveShape, "shape of leaving over time (Weibull; below 1 falls with time)", "shape", 0.2, 3,
			published(0.761, 0.643, 1, Medium, "Nosyk 2012, doi 10.1503/cmaj.110669, table 1 (diacetylmorphine); the shape "+
				"has no unit; low: methadone in the same table; high: no fall")},
		{LeaveRatio, "how leaving on tablets compares with leaving on injections", "ratio of hazards", 0.1, 3,
			published(0.61, 0.38, 1, Low, "worked out from Frick 2010 (zora.uzh.ch/id/eprint/95485), arms not by chance: log "+
				"of 0.804 (0.735-0.873) after 12 months on tablets, over log of 0.70 on injections; high: no difference")},
		{ReturnShare, "share of those who left who come back", "share", 0, 1, nil},
		{ReturnDays, "time until they come back", "days, mean", 1, 3650, nil},
		{ReferralsWeek, "new referrals", "people a week", 0, 100, nil},
		{ReferralDays, "time from referral to a first dose where a place is free", "days", 1, 365,
			published(10, 1, 90, Medium, "Swiss centres, mean 10 days (Meyer 2025, doi 10.1186/s12954-025-01325-6); months "+
				"where there is a waiting list")},
		{EligibleShare, "share of referrals whom the criteria admit", "share", 0, 1, nil},
		{WorkShare, "share with paid work or a course when they begin", "share", 0, 1,
			published(0.09, 0, 0.3, Low, "Norway 2022-24, 91 % unemployed (doi 10.1177/29767342241271991), read as its "+
				"complement; the range is an assumption")},
		{WorkStart, "how often somebody without work finds some", "a person-year", 0, 50, nil},
		{WorkEnd, "how often work ends", "a person-year", 0, 50, nil},
		{WorkFrom, "when work begins", "minutes after midnight", 0, 1440, nil},
		{WorkTo, "when work ends", "minutes after midnight", 0, 1440, nil},
		{HousingLost, "how often somebody loses a home", "a person-year", 0, 50, nil},
		{HousingDays, "how long somebody is without one", "days, mean", 1, 3650, nil},
		{HousingAttendance, "attendance without a home, of what it is with one", "ratio", 0, 1, nil},
		{PrisonYear, "how often somebody goes to prison", "a person-year", 0, 50, nil},
		{PrisonDays, "for how long", "days, mean", 1, 3650, nil},
		{HospitalYear, "how often somebody is in hospital", "a person-year", 0, 50, nil},
		{HospitalDays, "for how long", "days, mean", 1, 365, nil},
		{TravelMinutes, "way to the service, one way", "minutes, mean", 0, 600, nil},
		{TravelSpread, "spread of the way over people", "squared coefficient of variation", 0, 4, nil},
		{DoseSingle, "single dose that the prescriber heads for", "mg", 1, 1000,
			published(200, 100, 400, Medium, "Europe, typically about 200 mg an injection (EMCDDA 2011; BMJ 2012;344:e2942); "+
				"the range is an assumption")},
		{DoseSpread, "spread of it over people", "squared coefficient of variation", 0, 2, nil},
		{StableShare, "share who meet the conditions for doses taken home once they are long enough in treatment",
			"share", 0, 1, nil},
	}
}

// takes refuses a figure that cannot be, or that does not say where it is from.
func (k Known) takes(p Parameter) error {
	for _, x := range []float64{p.Value, p.Lo, p.Hi} {
		if math.IsNaN(x) || x < k.Least || x > k.Most {
			return refuse("%s: %v is not possible, it is %v to %v (%s)", k.Key, x, k.Least, k.Most, k.Unit)
		}
	}
	switch {
	case p.Lo > p.Value || p.Hi < p.Value:
		return refuse("%s: the value lies outside its own range", k.Key)
	case p.Source == "":
		return refuse("%s: write where the figure comes from, or why it is assumed", k.Key)
	}
	switch p.Confidence {
	case High, Medium, Low, Assumption:
		return nil
	case Own:
		if p.N > 0 {
			return nil
		}
		return refuse("%s: a figure of your own says how many observations it rests on", k.Key)
	}
	return refuse("%s: confidence is high, medium, low, assumption or own", k.Key)
}

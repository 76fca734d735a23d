package page

// TimesAccess is how people come: what holds, what comes, and the forms.
type TimesAccess struct {
	Settings []AccessSetting
	Change   *AccessForm // nil for who may only look
	Days     []AccessDay
	Except   *SmallForm
}

// AccessSetting is one dated setting.
type AccessSetting struct {
	Title string // "Since 2 March 2026", "From 1 April 2026"
	Now   bool
	Lines []AccessLine
	Facts []Row
	Unset string
}

// AccessLine is one window of the week.
type AccessLine struct{ Days, Hours, Style, Holds string }

// AccessForm sets the week from a day on.
type AccessForm struct {
	Form    Form
	Open    bool
	From    DateFields
	Windows []AccessWindowForm
	Figures []SmallField
}

// AccessWindowForm is one window to fill in.
type AccessWindowForm struct {
	Title  string
	Open   bool
	Fields []SmallField
}

// AccessDay is a day with hours of its own.
type AccessDay struct {
	Day, Hours, Why string
	End             *Action
}

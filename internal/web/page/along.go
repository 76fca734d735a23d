package page

// Along is a page of facts with the forms that change them.
type Along struct {
	Title string
	Lead  []string
	Rows  []Row
	Links []Link
	Forms []SmallForm
}

// OwnTake is where somebody takes everything that is written about them. Fields:
// code, or a passkey.
type OwnTake struct {
	Kiosk bool // nothing is left on a screen that others use
	Form  Form
	Code  Field
	Begin string // address that starts a ceremony of the phone
}

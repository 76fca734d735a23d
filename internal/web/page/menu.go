package page

// Menu is the way to every page of somebody's roles: all doors in groups behind
// one press, and the few that are opened all day beside it where there is room.
type Menu struct {
	Here   string // names the door that the page lies behind; "" when none
	Count  string // of what waits behind all doors; "" when nothing does
	Short  []Door
	Groups []DoorGroup
}

// DoorGroup is doors of one kind of work.
type DoorGroup struct {
	Title string
	Doors []Door
}

// Door is one page of the menu; Count is shown when it is not empty.
type Door struct {
	Label   string
	URL     string
	Current bool
	Count   string
}

func (d Door) class() string { return class("nav__link", when(d.Current, "nav__link--current")) }

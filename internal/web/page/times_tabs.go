package page

// Tab is one page of a section that has several.
type Tab struct {
	Label   string
	URL     string
	Current bool
}

func (t Tab) class() string { return class("tabs__link", when(t.Current, "tabs__link--current")) }

package page

// TimesLives is what treatment is fitted round in one person's life.
type TimesLives struct {
	Who    string
	URL    string // of their record; "" for who may not see it
	Times  []Row
	Lead   string
	Parts  []LifeLine
	Forms  []SmallForm
	Away   []LifeLine
	Asks   []SmallForm // for days away
	Pairs  []LifeLine
	Pair   *SmallForm
	Keeps  string
	Stays  *Action
	Answer []Action // to proposed times
	Asked  string   // what is proposed to them
}

// LifeLine is one part of a life, days away or a pair.
type LifeLine struct {
	Text, Dates, By, Words string
	Acts                   []Action
	Form                   *SmallForm
}

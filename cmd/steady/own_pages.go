package main

import (
	"fmt"
	"net/url"

	"steady/internal/login"
	"steady/moment"
)

// ownHelp is what the help of serve says of people's own pages.
const ownHelp = `
  --cards PLACE   where a card opens people's own pages: kiosk (a screen that the manager made one), or anywhere
  --rest SECONDS  after so many seconds without a touch a kiosk signs out (30)
  --away URL      where hiding those pages leads on a phone: an address that says nothing, such as a weather page;
                  without it a page with a clock`

// ownPages are the choices of a service about people's own pages.
type ownPages struct {
	door login.DoorSettings
	away string
}

// ownFlags reads them from the command line.
func (c *call) ownFlags() func() (ownPages, error) {
	cards := c.flags.String("cards", "kiosk", "")
	rest := c.flags.Int("rest", 30, "")
	away := c.flags.String("away", "", "")
	return func() (ownPages, error) {
		o := ownPages{door: login.Defaults("localhost").Door, away: *away}
		if o.door.CardsAnywhere = *cards == "anywhere"; *cards != "anywhere" && *cards != "kiosk" {
			return o, fmt.Errorf("--cards %s: choose kiosk or anywhere", *cards)
		}
		if *rest < 10 || *rest > 180 {
			return o, fmt.Errorf("--rest %d: choose 10 to 180 seconds", *rest)
		}
		o.door.KioskRest = moment.Span(*rest) * moment.Second
		if u, err := url.Parse(*away); *away != "" && (err != nil || u.Scheme != "https" || u.Host == "") {
			return o, fmt.Errorf("--away %s: write a whole address, https://…", *away)
		}
		return o, nil
	}
}

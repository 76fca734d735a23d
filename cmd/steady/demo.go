package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/demo"
	"steady/internal/labdesk"
	"steady/internal/login"
	"steady/moment"
	"steady/person"
	"steady/protocol"
	"steady/visit"
)

var demoCommand = command{
	name: "demo", summary: "make an invented clinic with a past, and serve it",
	usage: "[--days 90] [--seed 1] [--port 8080] [--data DIR]", run: runDemo,
	help: `Makes an invented clinic: 15 people, 4 booths, two sessions a day, and a past made by driving the real
rules with simulated people. Nobody in it exists. Its clock starts at 09:40 in a morning session and runs on;
a number of minutes typed at the terminal, then Enter, lets so many minutes pass.
Without --data it lives in a temporary folder that is removed at the end; with --data it is kept and opened again.

  --days N   days of past (90)
  --seed N   another seed, another past (1)
  --port N   where it listens on this machine (8080)
  --data DIR where it is kept`,
}

// demoPIN signs in everybody of the invented clinic. It is shown on the page.
const demoPIN = "739154"

const demoBanner = "Demonstration: every person, dose and figure here is invented."

func runDemo(c *call) int {
	days := c.flags.Int("days", 90, "")
	seed := c.flags.Uint64("seed", 1, "")
	port := c.flags.Int("port", 8080, "")
	p := c.placeFlags()
	if !c.parse(0, 0) {
		return unreadable
	}
	if *days < 0 || *days > 3650 {
		c.complain(fmt.Errorf("--days %d: choose 0 to 3650", *days))
		return unreadable
	}
	if p.dir == "" {
		dir, err := os.MkdirTemp("", "steady-demo-")
		if err != nil {
			c.complain(err)
			return refused
		}
		defer os.RemoveAll(dir)
		p.dir = dir
	}
	clock := &demoClock{}
	s, err := c.demoSite(p, clock, *days, *seed)
	if err != nil {
		c.complain(err)
		return refused
	}
	defer s.close()
	at := fmt.Sprintf("localhost:%d", *port)
	fmt.Fprintf(c.out, "Everybody in it is invented. PIN for all of them: %s\n", demoPIN)
	fmt.Fprintln(c.out, "To let time pass, type a number of minutes here and press Enter, then load the page again.")
	go c.letTimePass(clock, s)
	err = c.serve(s, p, serving{addr: at, origin: "http://" + at, banner: demoBanner,
		hint: "Demonstration: everybody's PIN is " + demoPIN + ".", pins: demoPINs, card: c.demoCard,
		own: demoOwn(), lab: func(d *labdesk.Desk) error {
			return demo.Lab(context.Background(), d, s.house.Now())
		}})
	if err != nil {
		c.complain(err)
		return refused
	}
	return answered
}

// demoSite opens the invented clinic, or makes it first.
func (c *call) demoSite(p *place, clock *demoClock, days int, seed uint64) (*site, error) {
	ctx := context.Background()
	if _, err := os.Stat(filepath.Join(p.dir, "service.txt")); err == nil {
		return p.enter(ctx, "", clock.now, false)
	}
	zone, err := moment.LoadZone("Europe/London")
	if err != nil {
		return nil, err
	}
	start := zone.At(zone.Day(wallClock()), 9, 40)
	clock.pass(start.Since(wallClock()))
	s, err := p.enter(ctx, "invented", clock.now, true)
	if err != nil {
		return nil, err
	}
	packs := map[string][]byte{}
	for _, x := range protocol.Builtin() {
		packs[x.ID] = x.Document()
	}
	began := time.Now()
	err = demo.Make(ctx, s.house, demo.Options{Premises: "invented", Days: days, Seed: seed, Now: start,
		Zone: "Europe/London", Packs: packs})
	if err == nil {
		err = demoStudy(ctx, p, clock)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(p.dir, "service.txt"), []byte("The invented clinic\n"), 0o600)
	}
	if err != nil {
		return nil, err
	}
	var clinical, register int64
	s.house.View(func(st *clinic.State) { clinical, register = st.Clinical, st.Register })
	fmt.Fprintf(c.out, "Made %d days of past in %.1f s: %d clinical and %d register entries.\n", days,
		time.Since(began).Seconds(), clinical, register)
	return s, nil
}

// demoClock is the server's clock, moved by what somebody let pass. It is not
// ready for anything but the demonstration: real time does not jump.
type demoClock struct{ moved atomic.Int64 } // microseconds

func (d *demoClock) now() moment.Instant { return wallClock().Add(moment.Span(d.moved.Load())) }
func (d *demoClock) pass(by moment.Span) { d.moved.Add(int64(by)) }

// letTimePass reads minutes from the terminal until it ends.
func (c *call) letTimePass(clock *demoClock, s *site) {
	lines := bufio.NewScanner(c.in)
	for lines.Scan() {
		word := strings.TrimSpace(lines.Text())
		minutes, err := strconv.Atoi(word)
		if err != nil || minutes < 1 || minutes > 24*60 {
			fmt.Fprintf(c.err, "%q: write a number of minutes from 1 to %d\n", word, 24*60)
			continue
		}
		clock.pass(moment.Span(minutes) * moment.Minute)
		s.house.View(func(st *clinic.State) {
			fmt.Fprintf(c.out, "It is %s now. Load the page again.\n", st.Zone().Clock(clock.now()))
		})
	}
}

func demoPINs(keys *login.Service) error {
	ctx := context.Background()
	for id := range demo.Team() {
		if set, _, _, err := keys.PINState(ctx, id); err != nil || set {
			return err
		}
		if err := keys.EnrolPIN(ctx, id, demoPIN); err != nil {
			return err
		}
	}
	return nil
}

// demoStudy makes the invented study of interviews, in its own place.
func demoStudy(ctx context.Context, p *place, clock *demoClock) error {
	st, place, err := studyFolder{p.dir, clock.now}.Open(ctx, demo.StudyID, true)
	if err != nil {
		return err
	}
	return errors.Join(demo.Study(ctx, st), place.Close())
}

// demoOwn lets a card open people's own pages at any browser: a visitor has no
// kiosk.
func demoOwn() ownPages {
	o := ownPages{door: login.Defaults("localhost").Door}
	o.door.CardsAnywhere = true
	return o
}

// demoCard gives one invented person a card, so that a visitor can walk in by
// the door of people's own pages. Its code is shown on the page.
func (c *call) demoCard(door *login.Door, h *app.House) (hint string, err error) {
	ctx := context.Background()
	var who person.UserID
	most := -1
	h.View(func(st *clinic.State) { // with as much to see as anybody, and a time to come for
		for _, v := range st.VisitsInOrder() {
			told := len(st.People[v.Person].Served) + 100*len(st.OwnOf(v.Person).Goals)
			if v.Stage == visit.Booked && v.Day == st.Zone().Day(h.Now()) && told > most {
				who, most = v.Person, told
			}
		}
	})
	if who == "" {
		return "", nil
	}
	code, err := door.IssueCard(ctx, login.Console, who)
	if err != nil {
		return "", err
	}
	fmt.Fprintf(c.out, "The card of one invented person, for /kiosk: %s\n", code.Spell())
	return "Demonstration: the numbers on one invented person's card are " + code.Spell() + ".", nil
}

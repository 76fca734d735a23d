package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/cosign"
	"steady/internal/labdesk"
	"steady/internal/label"
	"steady/internal/login"
	"steady/internal/seal"
	"steady/internal/store"
	"steady/internal/study"
	"steady/internal/web"
	"steady/moment"
	"steady/visit"
)

// place is where a service keeps its data: a folder with the keys, and the
// database in it or at a PostgreSQL address.
type place struct {
	dir      string
	database string
}

func (c *call) placeFlags() *place {
	p := &place{}
	c.flags.StringVar(&p.dir, "data", "", "")
	c.flags.StringVar(&p.database, "database", os.Getenv("STEADY_DATABASE"), "")
	return p
}

// errNoPlace says that a command needs to be told where the data is.
var errNoPlace = errors.New("say where the data is: --data DIR (and --database URL for PostgreSQL)")

func (p *place) open(ctx context.Context, create bool) (*store.DB, error) {
	switch {
	case p.dir == "":
		return nil, errNoPlace
	case p.database != "" && create:
		return store.CreatePostgres(ctx, p.database)
	case p.database != "":
		return store.OpenPostgres(ctx, p.database)
	case create:
		return store.CreateSQLite(ctx, p.dir)
	}
	return store.OpenSQLite(ctx, p.dir)
}

func (p *place) keys() string { return filepath.Join(p.dir, "keys") }

// holder is the service's name, kept beside the keys at init.
func (p *place) holder() string {
	b, err := os.ReadFile(filepath.Join(p.dir, "service.txt"))
	if err != nil {
		return "a Steady service"
	}
	return strings.TrimSpace(string(b))
}

// site is one premises, open: wired by hand, closed in the other order.
type site struct {
	db       *store.DB
	key      *seal.Key
	house    *app.House
	unsigned atomic.Pointer[error] // what the outside witness answered last; nil in it is a signature
}

// enter opens the premises of a place. A key is made only for a new place.
func (p *place) enter(ctx context.Context, premises string, clock func() moment.Instant, create bool) (*site, error) {
	db, err := p.open(ctx, create)
	if err != nil {
		return nil, err
	}
	s := &site{db: db}
	if premises == "" {
		if premises, err = onlyPremises(ctx, db); err != nil {
			return nil, errors.Join(err, db.Close())
		}
	}
	if create {
		if err = os.MkdirAll(p.keys(), 0o700); err == nil {
			s.key, err = seal.Create(p.keys(), premises)
		}
	} else {
		s.key, err = seal.Load(p.keys(), premises)
	}
	if err == nil {
		s.house, err = app.Open(ctx, app.Config{Store: db, Premises: premises, Sealer: s.key, Clock: clock,
			May: login.MayCommand, MayWitness: login.MayWitness})
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return s, nil
}

func onlyPremises(ctx context.Context, db *store.DB) (string, error) {
	all, err := db.Premises(ctx)
	if err != nil {
		return "", err
	}
	if len(all) != 1 {
		return "", fmt.Errorf("%d premises found here: run steady init first", len(all))
	}
	return all[0], nil
}

func (s *site) close() error { return errors.Join(s.house.Close(), s.db.Close()) }

// wallClock is the server's clock.
func wallClock() moment.Instant { return moment.Of(time.Now()) }

// serving is how the screens are reached and what they say.
type serving struct {
	addr, origin, banner, hint string
	pins                       func(*login.Service) error // first keys, for the demo
	own                        ownPages
	// card makes a first card for people's own pages, for the demo, and says which.
	card    func(*login.Door, *app.House) (hint string, err error)
	witness *cosign.Client // asked every day; nil is none
	paper   string         // folder for the paper of an outage; "" writes none
	label   label.Size
	lab     func(*labdesk.Desk) error // first papers of the policy lab, for the demo
	// bothRoles lets who has a part in the clinic work in studies too.
	bothRoles bool
	recording int64 // bytes of the largest recording; 0 is the usual bound
}

// serve runs the screens until interrupted.
func (c *call) serve(s *site, p *place, v serving) error {
	host, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(v.origin, "https://"), "http://"), ":")
	set := login.Defaults(host, v.origin)
	if v.own.door != (login.DoorSettings{}) {
		set.Door = v.own.door
	}
	keys, err := login.New(s.db, web.Roster(s.house), s.house.Now, set)
	if err != nil {
		return err
	}
	ownHint := ""
	if v.card != nil {
		if ownHint, err = v.card(login.NewDoor(keys, web.People(s.house)), s.house); err != nil {
			return err
		}
	}
	if v.pins != nil {
		if err := v.pins(keys); err != nil {
			return err
		}
	}
	rooms := study.NewRooms(studyFolder{p.dir, s.house.Now})
	defer rooms.Close()
	desk, err := s.labDesk()
	if err != nil {
		return err
	}
	defer desk.Close()
	if v.lab != nil {
		if err := v.lab(desk); err != nil {
			return err
		}
	}
	screens := web.New(web.Config{Lab: &web.Lab{Desk: desk, Brief: briefOf},
		Voices: releasedVoices{rooms}, Studies: rooms, BothRoles: v.bothRoles, Recording: v.recording,
		House: s.house, Login: keys, Key: s.key.Public(), Service: p.holder(),
		Banner: v.banner, Hint: v.hint, OwnHint: ownHint, Away: v.own.away, Label: v.label,
		Export:  func(w http.ResponseWriter, r *http.Request) error { return s.download(w, r, p.export, ".steady") },
		Bundle:  func(w http.ResponseWriter, r *http.Request) error { return s.download(w, r, p.bundle, ".zip") },
		Outside: s.outside(v.witness), Paper: p.continuityOptions})
	ln, err := net.Listen("tcp", v.addr)
	if err != nil {
		return fmt.Errorf("cannot listen at %s: %w; choose another with --port", v.addr, err)
	}
	srv := &http.Server{Handler: screens, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	srv.BaseContext = func(net.Listener) context.Context { return ctx }
	go keepHouse(ctx, s.house, keys)
	if v.paper != "" {
		go p.keepPacks(ctx, s.house, v.paper)
	}
	if v.witness != nil {
		go s.cosignEvery(ctx, v.witness, 24*moment.Hour)
	}
	go func() {
		<-ctx.Done()
		end, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		srv.Shutdown(end)
	}()
	fmt.Fprintf(c.out, "Steady is at %s\nStop it with Ctrl-C.\n", v.origin)
	if err := srv.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// closeOlder closes the sessions of earlier days that nobody closed, so that
// who did not come is recorded before another day begins.
func closeOlder(ctx context.Context, h *app.House) {
	open := map[clinic.CloseSession]bool{}
	h.View(func(st *clinic.State) {
		today := st.Zone().Day(h.Now())
		for _, v := range st.Visits {
			if v.Day < today && v.Stage == visit.Booked {
				open[clinic.CloseSession{Day: v.Day, Session: v.Session}] = true
			}
		}
	})
	for b := range open {
		_, _ = h.Do(ctx, app.Request{Command: clinic.Command{
			ID: fmt.Sprintf("close-%s-%d", b.Day, b.Session), By: clinic.System, Body: b}})
	}
}

// keepHouse plans each day as it begins and sweeps what sign-in left behind.
// The command's id is the day's, so two servers plan it once.
func keepHouse(ctx context.Context, h *app.House, keys *login.Service) {
	tick := time.NewTicker(30 * time.Second)
	defer tick.Stop()
	for {
		var due moment.Day
		h.View(func(st *clinic.State) {
			if day := st.Zone().Day(h.Now()); st.Premises != "" && st.Planned < day {
				due = day
			}
		})
		closeOlder(ctx, h)
		if due != 0 {
			// Nobody to book is an answer too; a fault is tried again at the next tick.
			_, _ = h.Do(ctx, app.Request{Command: clinic.Command{ID: "plan-" + due.String(), By: clinic.System,
				Body: clinic.PlanDay{Day: due}}})
		}
		_, _ = keys.Sweep(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

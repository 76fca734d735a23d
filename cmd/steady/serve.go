package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"steady/clinic"
	"steady/dosing"
	"steady/internal/app"
	"steady/internal/label"
	"steady/internal/login"
	"steady/internal/web"
	"steady/person"
	"steady/protocol"
)

var serveCommand = command{
	name: "serve", summary: "serve the screens of a service",
	usage: "--data DIR [--database URL] [--listen ADDR] [--origin URL] " +
		"[--witness URL --witness-key KEY] [--continuity FOLDER] [--label SIZE] " +
		"[--cards kiosk|anywhere] [--rest SECONDS] [--away URL] [--researchers-may-treat] [--recording MB]",
	run: runServe,
	help: `Serves the premises that "steady init" made. Put it behind TLS and say so with --origin.

  --data DIR      keys, and the database unless --database is given
  --database URL  PostgreSQL instead (also STEADY_DATABASE)
  --listen ADDR   localhost:8080
  --origin URL    how browsers reach it; passkeys belong to its host (http://localhost:8080)
  --witness URL, --witness-key KEY  the outside witness that signs the register's head every day
  --continuity FOLDER  writes the paper for an outage there every 15 minutes and keeps the newest two; it holds names:
                  choose a folder that is there without power here, and that only the people on duty open
  --researchers-may-treat  lets who has a part in the clinic work in research studies too; without it whoever treats
                  people reads no interview
  --recording MB  largest recording of an interview that a study keeps (1024)
  --label SIZE    of the label printer's paper in millimetres, 60x35; behind it its dots per inch: 60x35@300` +
		ownHelp,
}

func runServe(c *call) int {
	p := c.placeFlags()
	listen := c.flags.String("listen", "localhost:8080", "")
	origin := c.flags.String("origin", "http://localhost:8080", "")
	paper := c.flags.String("continuity", "", "")
	size := c.flags.String("label", "60x35", "")
	both := c.flags.Bool("researchers-may-treat", false, "")
	sound := c.flags.Int64("recording", 1024, "")
	asked, ownOf := c.askingFlags(), c.ownFlags()
	if !c.parse(0, 0) {
		return unreadable
	}
	own, err := ownOf()
	if err != nil {
		c.complain(err)
		return unreadable
	}
	if info, err := os.Stat(*paper); *paper != "" && (err != nil || !info.IsDir()) {
		c.complain(fmt.Errorf("--continuity %s: make this folder first, and let only the people on duty open it", *paper))
		return unreadable
	}
	if *sound < 1 || *sound > 1<<20 {
		c.complain(fmt.Errorf("--recording %d: write how many megabytes a recording may have, from 1 on", *sound))
		return unreadable
	}
	paperOf, err := label.ParseSize(*size)
	if err != nil {
		c.complain(err)
		return unreadable
	}
	witness, err := asked.client()
	if err != nil {
		c.complain(err)
		return unreadable
	}
	s, err := p.enter(context.Background(), "", wallClock, false)
	if err == nil {
		defer s.close()
		err = c.serve(s, p, serving{addr: *listen, origin: *origin, witness: witness, paper: *paper, label: paperOf,
			own: own, bothRoles: *both, recording: *sound << 20})
	}
	if err != nil {
		c.complain(err)
		return refused
	}
	return answered
}

var initCommand = command{
	name: "init", summary: "begin a service: premises, first staff, keys",
	usage: "--data DIR --premises ID --name NAME --staff NAME [--zone Europe/London] [--booths 4] [--session WORDS]...",
	run:   runInit,
	help: `Makes the journal, the signing key and the first member of staff, who sets up the others on the Staff page.
Their first PIN is read from standard input, one line, so that it stands in no command history.

  --premises ID       a-z, 0-9 and -, for example north-street
  --name NAME         of the service, shown on pages and exports
  --staff NAME        first member of staff (roles: admin and manager)
  --zone NAME         IANA time zone
  --session WORDS     for example "Morning 08:30-11:30"; once for each session, in order
  --pack ID|FILE      dosing packs to put into force; once for each
  --law ID|FILE       jurisdiction pack; without one nothing is allowed that only a law allows
  --database URL      PostgreSQL instead of SQLite in DIR`,
}

// texts is a flag that may stand several times.
type texts []string

// String prints the flag (flag.Value).
func (t *texts) String() string { return strings.Join(*t, ", ") }

// Set adds one value (flag.Value).
func (t *texts) Set(v string) error {
	*t = append(*t, v)
	return nil
}

func runInit(c *call) int {
	p := c.placeFlags()
	premises := c.flags.String("premises", "", "")
	name := c.flags.String("name", "", "")
	staff := c.flags.String("staff", "", "")
	zone := c.flags.String("zone", "Europe/London", "")
	booths := c.flags.Int("booths", 4, "")
	var sessions, packs texts
	c.flags.Var(&sessions, "session", "")
	c.flags.Var(&packs, "pack", "")
	law := c.flags.String("law", "", "")
	if !c.parse(0, 0) {
		return unreadable
	}
	if *premises == "" || *name == "" || *staff == "" || len(sessions) == 0 {
		c.complain(fmt.Errorf("--premises, --name, --staff and at least one --session are needed"))
		return unreadable
	}
	first := clinic.OpenPremises{Premises: *premises, Zone: *zone, Booths: *booths}
	for _, w := range sessions {
		x, err := readSession(w)
		if err != nil {
			c.complain(err)
			return unreadable
		}
		first.Sessions = append(first.Sessions, x)
	}
	laws, err := c.jurisdiction(*law)
	if err != nil {
		c.complain(err)
		return exitOf(err)
	}
	fmt.Fprintf(c.err, "First PIN of %s, at least 6 digits: ", *staff)
	pin, _ := bufio.NewReader(c.in).ReadString('\n')
	if err := c.begin(p, first, *name, *staff, strings.TrimSpace(pin), packs, laws); err != nil {
		c.complain(err)
		return refused
	}
	fmt.Fprintf(c.out, "Ready. Start it with: steady serve --data %s\n", p.dir)
	return answered
}

func readSession(w string) (clinic.Session, error) {
	var x clinic.Session
	var oh, om, ch, cm int
	name, times, ok := strings.Cut(strings.TrimSpace(w), " ")
	if n, err := fmt.Sscanf(times, "%d:%d-%d:%d", &oh, &om, &ch, &cm); !ok || err != nil || n != 4 {
		return x, fmt.Errorf("--session %q: write it like \"Morning 08:30-11:30\"", w)
	}
	return clinic.Session{Name: name, Opens: oh*60 + om, Closes: ch*60 + cm}, nil
}

// jurisdiction reads the pack of --law: of this build, or a file.
func (c *call) jurisdiction(name string) ([]clinic.Body, error) {
	if name == "" {
		return nil, nil
	}
	j, err := c.findLaw(name)
	if err != nil {
		return nil, err
	}
	return []clinic.Body{clinic.InstallJurisdiction{Document: j.Document()}}, nil
}

// begin makes everything a new service stands on, and says why when it cannot.
func (c *call) begin(p *place, first clinic.OpenPremises, name, staff, pin string, packs []string,
	laws []clinic.Body) error {
	ctx := context.Background()
	if err := login.CheckPIN(pin, login.Defaults("localhost").MinDigits); err != nil {
		return err
	}
	bodies := []clinic.Body{first}
	for _, id := range packs {
		pack, err := protocol.Find(id)
		if err != nil {
			doc, rerr := c.read(id)
			if rerr != nil {
				return fmt.Errorf("--pack %s: neither a pack of this build nor a file", id)
			}
			if pack, err = protocol.Load(doc); err != nil {
				return err
			}
			if x := dosing.Prove(pack, runtime.GOMAXPROCS(0)).Counter; x != nil {
				return fmt.Errorf("--pack %s is not proved, \"steady pack check\" shows the case: %s: %s", id, x.Property, x.Says)
			}
		}
		bodies = append(bodies, clinic.InstallPack{Document: pack.Document()})
	}
	bodies = append(bodies, laws...)
	if err := rehearse(bodies); err != nil {
		return err
	}
	s, err := p.enter(ctx, first.Premises, wallClock, true)
	if err != nil {
		return err
	}
	defer s.close()
	for _, b := range bodies {
		c := clinic.Command{ID: app.NewID(), By: clinic.System, Body: b}
		if _, err := s.house.Do(ctx, app.Request{Command: c}); err != nil {
			return err
		}
	}
	id := person.StaffID("s-" + app.NewID()[:8])
	r := app.Request{Command: clinic.Command{ID: app.NewID(), By: clinic.System}}
	r.Command.Body = clinic.AddStaff{Staff: id, Roles: []person.Role{person.Admin, person.Manager},
		Name: r.Keep(string(id), "staff_name", staff)}
	if _, err := s.house.Do(ctx, r); err != nil {
		return err
	}
	keys, err := login.New(s.db, web.Roster(s.house), wallClock, login.Defaults("localhost", "http://localhost"))
	if err != nil {
		return err
	}
	if err := keys.EnrolPIN(ctx, id, pin); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(p.dir, "service.txt"), []byte(name+"\n"), 0o600)
}

// rehearse runs the first commands in memory, so that nothing is written when
// one of them is refused.
func rehearse(bodies []clinic.Body) error {
	st := clinic.New()
	for _, b := range bodies {
		events, no := clinic.Decide(st, clinic.Command{ID: app.NewID(), By: clinic.System, Body: b}, wallClock())
		if no != nil {
			return no
		}
		for _, e := range events {
			st.Apply(e)
		}
	}
	return nil
}

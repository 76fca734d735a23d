package web_test

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/demo"
	"steady/internal/labdesk"
	"steady/internal/login"
	"steady/internal/login/logintest"
	"steady/internal/report/brief"
	"steady/internal/seal"
	"steady/internal/store"
	"steady/internal/study"
	"steady/internal/web"
	"steady/lab/compare"
	"steady/moment"
	"steady/person"
	"steady/protocol"
)

// nineTwelve is a Monday morning in the middle of a session.
var nineTwelve = moment.Of(time.Date(2026, 3, 2, 9, 12, 0, 0, time.UTC))

// onePIN is everybody's in the tests; nobody's in life.
const onePIN = "739154"

// site is the invented clinic behind a real server.
type site struct {
	t      *testing.T
	house  *app.House
	login  *login.Service
	key    *seal.Key
	clock  *logintest.Clock
	server *web.Server
	url    string
	dir    string // with the database
	desk   *labdesk.Desk
	// simulate stands in for the simulation where a test is not about it.
	simulate labdesk.Runner
	studies  *study.Rooms
}

// past is the invented clinic's data folder, made once and copied for every
// site: its days are driven through every rule, which takes a while.
var past = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "steady-web-*")
	if err != nil {
		return "", err
	}
	ctx := context.Background()
	db, err := store.CreateSQLite(ctx, dir)
	if err != nil {
		return "", err
	}
	key, err := seal.Create(dir, "test")
	if err != nil {
		return "", err
	}
	h, err := app.Open(ctx, app.Config{Store: db, Premises: "test", Sealer: key,
		Clock: func() moment.Instant { return nineTwelve }})
	if err != nil {
		return "", err
	}
	pack, err := protocol.Find("ch-iv")
	if err != nil {
		return "", err
	}
	if err := demo.Make(ctx, h, demo.Options{Premises: "test", Days: 16, Seed: 1, Now: nineTwelve,
		Zone: "Europe/London", Packs: map[string][]byte{"ch-iv": pack.Document()}}); err != nil {
		return "", err
	}
	if err := h.Close(); err != nil {
		return "", err
	}
	return dir, db.Close()
})

func TestMain(m *testing.M) {
	code := m.Run()
	if dir, err := past(); err == nil {
		os.RemoveAll(dir)
	}
	os.Exit(code)
}

// newSite serves a copy of the invented clinic. Everybody there has onePIN.
func newSite(t *testing.T) *site {
	t.Helper()
	from, err := past()
	must(t, err)
	dir := t.TempDir()
	must(t, os.CopyFS(filepath.Join(dir, "data"), os.DirFS(from)))
	dir = filepath.Join(dir, "data")
	must(t, os.Chmod(filepath.Join(dir, seal.SecretName), 0o600))
	db, err := store.OpenSQLite(t.Context(), dir)
	must(t, err)
	t.Cleanup(func() { db.Close() })
	key, err := seal.Load(dir, "test")
	must(t, err)
	s := &site{t: t, dir: dir, key: key, clock: logintest.NewClock(nineTwelve)}
	s.house, err = app.Open(t.Context(), app.Config{Store: db, Premises: "test", Sealer: key, Clock: s.clock.Now,
		May: login.MayCommand, MayWitness: login.MayWitness})
	must(t, err)
	t.Cleanup(func() { s.house.Close() })
	line, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	s.url = fmt.Sprintf("http://localhost:%d", line.Addr().(*net.TCPAddr).Port)
	set := login.Defaults("localhost", s.url)
	set.Hashing = login.Cost{Passes: 1, KiB: 64, Processes: 1} // these tests are not about the cost
	s.login, err = login.New(logintest.NewMemory(), web.Roster(s.house), s.clock.Now, set)
	must(t, err)
	for id := range demo.Team() {
		must(t, s.login.EnrolPIN(t.Context(), id, onePIN))
	}
	s.studies = study.NewRooms(studyDir{filepath.Join(dir, "studies"), s.clock.Now})
	t.Cleanup(func() { must(t, s.studies.Close()) })
	s.desk = labdesk.Open(labdesk.Config{Papers: db, Premises: "test", Now: s.clock.Now, Process: "test",
		Run: func(ctx context.Context, w labdesk.Work) (labdesk.Result, error) {
			if s.simulate != nil {
				return s.simulate(ctx, w)
			}
			return labdesk.Simulate("test")(ctx, w)
		}})
	t.Cleanup(s.desk.Close)
	s.again()
	srv := &httptest.Server{Listener: line, Config: &http.Server{Handler: http.HandlerFunc(
		func(w http.ResponseWriter, r *http.Request) { s.server.ServeHTTP(w, r) })}}
	srv.Start()
	t.Cleanup(srv.Close)
	return s
}

// again starts the screens anew over the same house: what they kept in memory is
// gone, sessions too.
func (s *site) again() {
	s.server = web.New(web.Config{Lab: &web.Lab{Desk: s.desk, Brief: briefOf},
		House: s.house, Studies: s.studies, Key: s.key.Public(), Login: s.login,
		Service: "Invented clinic",
		Banner:  "Everybody here is invented.", Hint: "The PIN of everybody here is " + onePIN + ".", Release: "test",
		Bundle: func(w http.ResponseWriter, _ *http.Request) error {
			_, err := io.WriteString(w, "the bundle\n")
			return err
		},
		Export: func(w http.ResponseWriter, _ *http.Request) error {
			_, err := io.WriteString(w, "the register\n")
			return err
		}})
}

// briefOf draws the two pages of a comparison, as the program does.
func briefOf(c *compare.Comparison) ([]byte, error) {
	var b bytes.Buffer
	err := brief.Write(&b, c)
	return b.Bytes(), err
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// view reads the committed state.
func (s *site) view(f func(*clinic.State)) { s.house.View(f) }

// client is one browser.
type client struct {
	s    *site
	http *http.Client
}

// answer is what a page answered.
type answer struct {
	t    *testing.T
	ask  string
	code int
	body string
	to   string // where a redirect leads
	kept string // Cache-Control
}

// browser is a tablet at which nobody is signed in.
func (s *site) browser() *client {
	jar, _ := cookiejar.New(nil)
	return &client{s, &http.Client{Jar: jar, Timeout: patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// signIn is a tablet at which a member of staff has signed in by PIN.
func (s *site) signIn(staff person.StaffID) *client {
	s.t.Helper()
	c := s.browser()
	c.post("/signin/pin", "staff", string(staff), "pin", onePIN).leads("/")
	return c
}

func (c *client) do(r *http.Request) *answer {
	c.s.t.Helper()
	res, err := c.http.Do(r)
	must(c.s.t, err)
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	must(c.s.t, err)
	return &answer{t: c.s.t, ask: r.Method + " " + r.URL.Path, code: res.StatusCode, body: string(b),
		to: res.Header.Get("Location"), kept: res.Header.Get("Cache-Control")}
}

func (c *client) get(path string) *answer {
	c.s.t.Helper()
	r, err := http.NewRequest("GET", c.s.url+path, nil)
	must(c.s.t, err)
	return c.do(r)
}

// post sends pairs of field and value.
func (c *client) post(path string, pairs ...string) *answer {
	c.s.t.Helper()
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return c.postForm(path, v)
}

func (c *client) postForm(path string, v url.Values) *answer {
	c.s.t.Helper()
	r, err := http.NewRequest("POST", c.s.url+path, strings.NewReader(v.Encode()))
	must(c.s.t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", c.s.url)
	return c.do(r)
}

// press fills the form of a page that posts to an address, as a person would:
// hidden fields and what is already in it stay, pairs are typed over it.
func (c *client) press(page *answer, action string, pairs ...string) *answer {
	c.s.t.Helper()
	v := page.form(action)
	typed := map[string]bool{}
	for i := 0; i < len(pairs); i += 2 {
		if !typed[pairs[i]] {
			v.Del(pairs[i])
			typed[pairs[i]] = true
		}
		v.Add(pairs[i], pairs[i+1])
	}
	return c.postForm(action, v)
}

// status checks the answer's status.
func (a *answer) status(code int) *answer {
	a.t.Helper()
	if a.code != code {
		a.t.Fatalf("%s answers %d, want %d\n%s", a.ask, a.code, code, a.text())
	}
	return a
}

// leads checks that the answer is a redirect to an address that begins so.
func (a *answer) leads(to string) *answer {
	a.t.Helper()
	a.status(http.StatusSeeOther)
	if !strings.HasPrefix(a.to, to) {
		a.t.Fatalf("%s leads to %q, want %q", a.ask, a.to, to)
	}
	return a
}

// says checks that the page's text has all of these in it.
func (a *answer) says(words ...string) *answer {
	a.t.Helper()
	text := a.text()
	for _, w := range words {
		if !strings.Contains(text, w) {
			a.t.Fatalf("%s does not say %q:\n%s", a.ask, w, text)
		}
	}
	return a
}

// silent checks that the page has none of these in it, markup included.
func (a *answer) silent(words ...string) *answer {
	a.t.Helper()
	for _, w := range words {
		if strings.Contains(a.body, w) || strings.Contains(a.text(), w) {
			a.t.Fatalf("%s says %q", a.ask, w)
		}
	}
	return a
}

var (
	tags   = regexp.MustCompile(`(?s)<svg.*?</svg>|<[^>]*>`)
	spaces = regexp.MustCompile(`[\s\x{a0}]+`)
	inputs = regexp.MustCompile(`(?s)<(?:input|textarea|select|option)\b[^>]*>(?:[^<]*</textarea>)?`)
	attrs  = regexp.MustCompile(`([a-z-]+)(?:="([^"]*)")?`)
)

// text is the page as it is read.
func (a *answer) text() string {
	return strings.TrimSpace(spaces.ReplaceAllString(html.UnescapeString(tags.ReplaceAllString(a.body, " ")), " "))
}

// form reads what the form that posts to an address would send unchanged.
func (a *answer) form(action string) url.Values {
	a.t.Helper()
	begin := strings.Index(a.body, `action="`+html.EscapeString(action)+`"`)
	if begin < 0 {
		a.t.Fatalf("%s has no form that posts to %s:\n%s", a.ask, action, a.text())
	}
	part := a.body[begin:]
	part = part[:strings.Index(part, "</form>")]
	v := url.Values{}
	list := "" // the select whose options follow
	for _, tag := range inputs.FindAllString(part, -1) {
		head := tag[:strings.Index(tag, ">")]
		at := map[string]string{}
		for _, m := range attrs.FindAllStringSubmatch(head, -1) {
			at[m[1]] = html.UnescapeString(m[2])
		}
		switch _, chosen := at["selected"]; {
		case strings.HasPrefix(tag, "<select"):
			list = at["name"]
			continue
		case strings.HasPrefix(tag, "<option"): // as a browser: the chosen one, else the first
			if list != "" && (chosen || !v.Has(list)) {
				v.Set(list, at["value"])
			}
			continue
		}
		list = ""
		_, on := at["checked"]
		if choice := at["type"] == "radio" || at["type"] == "checkbox"; at["name"] == "" || choice && !on {
			continue
		}
		if strings.HasPrefix(tag, "<textarea") {
			at["value"] = html.UnescapeString(strings.TrimSuffix(tag[len(head)+1:], "</textarea>"))
		}
		v.Add(at["name"], at["value"])
	}
	return v
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"steady/internal/cosign"
	"steady/internal/seal"
	"steady/internal/web"
	"steady/moment"
)

var witnessCommand = command{
	name: "witness", summary: "be the outside witness of registers: sign only what continues what was seen",
	below: []command{
		{name: "init", summary: "make a witness with a key of its own", usage: "--dir DIR --name NAME", run: witnessInit,
			help: `Run it on a machine that the service does not control, and hand the printed key to inspectors.`},
		{name: "watch", summary: "watch the register that a service key signs", usage: "--dir DIR KEY", run: witnessWatch,
			help: `KEY is the one line of the service's seal.pub, or a file with it, received in person.`},
		{name: "serve", summary: "answer services that ask for a signature", usage: "--dir DIR [--listen ADDR]",
			run: witnessServe, help: `Answers POST /add-checkpoint (C2SP tlog-witness) and GET /heads. It never signs a head that
does not continue the one it saw last, and keeps what it saw before it signs.`},
		{name: "heads", summary: "print the heads it cosigned last", usage: "--dir DIR", run: witnessHeads,
			help: `Save one to a file and compare: steady verify EXPORT --head FILE`},
	},
}

func witnessInit(c *call) int {
	dir, name := c.flags.String("dir", "", ""), c.flags.String("name", "", "")
	if !c.parse(0, 0) {
		return unreadable
	}
	if *dir == "" || *name == "" {
		c.complain(errors.New("--dir and --name are needed"))
		return unreadable
	}
	key, err := cosign.Create(*dir, *name)
	if err != nil {
		c.complain(err)
		return refused
	}
	fmt.Fprintln(c.out, key)
	return answered
}

// openWitness reads the folder of --dir.
func (c *call) openWitness(dir string) (*cosign.Witness, int) {
	if dir == "" {
		c.complain(errors.New("--dir is needed: the folder that steady witness init made"))
		return nil, unreadable
	}
	w, err := cosign.Open(dir, time.Now)
	if err != nil {
		c.complain(err)
		return nil, refused
	}
	return w, answered
}

func witnessWatch(c *call) int {
	dir := c.flags.String("dir", "", "")
	if !c.parse(1, 1) {
		return unreadable
	}
	key, err := readKey(c.operands[0])
	if err != nil {
		c.complain(err)
		return unreadable
	}
	w, code := c.openWitness(*dir)
	if w == nil {
		return code
	}
	origin, err := w.Watch(key)
	if err != nil {
		c.complain(err)
		return refused
	}
	fmt.Fprintf(c.out, "watching %s\n", origin)
	return answered
}

func witnessHeads(c *call) int {
	dir := c.flags.String("dir", "", "")
	if !c.parse(0, 0) {
		return unreadable
	}
	w, code := c.openWitness(*dir)
	if w != nil {
		io.WriteString(c.out, strings.Join(w.Heads(), "\n"))
	}
	return code
}

func witnessServe(c *call) int {
	dir, listen := c.flags.String("dir", "", ""), c.flags.String("listen", "localhost:8091", "")
	if !c.parse(0, 0) {
		return unreadable
	}
	w, code := c.openWitness(*dir)
	if w == nil {
		return code
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	srv := &http.Server{Addr: *listen, Handler: w, ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second,
		MaxHeaderBytes: 16 << 10}
	context.AfterFunc(ctx, func() { srv.Close() })
	fmt.Fprintf(c.err, "witness %s on %s\n", w.Public(), *listen)
	if err := srv.ListenAndServe(); err != nil && !errors.Is(err, http.ErrServerClosed) {
		c.complain(err)
		return refused
	}
	return answered
}

// asking is who the outside witness of a service is.
type asking struct{ url, key string }

func (c *call) askingFlags() *asking {
	var a asking
	c.flags.StringVar(&a.url, "witness", "", "")
	c.flags.StringVar(&a.key, "witness-key", "", "")
	return &a
}

// client is nil where no witness is named.
func (a *asking) client() (*cosign.Client, error) {
	if a.url == "" && a.key == "" {
		return nil, nil
	}
	if a.url == "" || a.key == "" {
		return nil, errors.New("--witness URL and --witness-key KEY go together")
	}
	key, err := readKey(a.key)
	if err != nil {
		return nil, err
	}
	v, err := cosign.NewVerifier(key)
	if err != nil {
		return nil, fmt.Errorf("--witness-key: %w", err)
	}
	return &cosign.Client{URL: a.url, Key: v, HTTP: &http.Client{Timeout: 20 * time.Second}}, nil
}

// cosignRegister is "steady register cosign": on demand.
func cosignRegister(c *call) int {
	p, a := c.placeFlags(), c.askingFlags()
	if !c.parse(0, 0) {
		return unreadable
	}
	client, err := a.client()
	if err == nil && client == nil {
		err = errors.New("say which witness: --witness URL and --witness-key KEY")
	}
	if err != nil {
		c.complain(err)
		return unreadable
	}
	x, err := p.cosign(client)
	if err != nil {
		c.complain(err)
		return refused
	}
	fmt.Fprintf(c.out, "%s signed the head of %d entries at %s\n", x.By, x.Head.Size, x.At)
	return answered
}

func (p *place) cosign(client *cosign.Client) (x cosign.Cosigned, err error) {
	ctx := context.Background()
	db, err := p.open(ctx, false)
	if err != nil {
		return x, err
	}
	defer db.Close()
	premises, err := onlyPremises(ctx, db)
	if err != nil {
		return x, err
	}
	key, err := seal.Load(p.keys(), premises)
	if err != nil {
		return x, err
	}
	return client.Ask(ctx, db, premises, key.Public())
}

// outside tells the screens what the outside witness signed last, and what it
// answered when asked last.
func (s *site) outside(client *cosign.Client) func(context.Context) (web.Outside, error) {
	if client == nil {
		return nil
	}
	return func(ctx context.Context) (out web.Outside, err error) {
		x, found, err := client.Last(ctx, s.db, s.house.Premises())
		out.Name = client.Key.Name()
		if found {
			out.Size, out.At = x.Head.Size, x.At
		}
		if last := s.unsigned.Load(); last != nil && *last != nil {
			out.Fault, out.Refused = (*last).Error(), errors.Is(*last, cosign.ErrWitness)
		}
		return out, err
	}
}

// cosignEvery asks the outside witness at once and then each day until ctx
// ends. A refusal is told loudly: it is what the witness is there for.
func (s *site) cosignEvery(ctx context.Context, client *cosign.Client, every moment.Span) {
	for {
		_, err := client.Ask(ctx, s.db, s.house.Premises(), s.key.Public())
		if ctx.Err() != nil {
			return
		}
		if s.unsigned.Store(&err); err != nil {
			slog.Error("the outside witness did not sign", "err", err)
		}
		wait := every
		if err != nil && !errors.Is(err, cosign.ErrWitness) {
			wait = moment.Hour // it did not answer: sooner again
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Duration(wait) * time.Microsecond):
		}
	}
}

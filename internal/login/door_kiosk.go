package login

import (
	"context"
	"errors"
	"net/http"

	"steady/moment"
	"steady/person"
)

// Kiosk is a screen of the service at which people open their own pages.
type Kiosk struct {
	ID    string         `json:"-"`
	Name  string         `json:"name"` // where it stands, in the words of who made it one
	By    person.StaffID `json:"by"`
	Since moment.Instant `json:"since"`
}

const kioskOwner = "kiosk"

func (d *Door) kioskCookie() string {
	if d.svc.set.Secure {
		return "__Host-steady-kiosk"
	}
	return "steady-kiosk"
}

func (d *Door) kioskOf(r *http.Request) (string, error) {
	c, err := r.Cookie(d.kioskCookie())
	if err != nil || len(c.Value) > 64 {
		return "", nil
	}
	var k Kiosk
	id := digestOf(c.Value)
	if _, err := d.svc.read(r.Context(), KindKiosk, id, &k); errors.Is(err, ErrNoRow) {
		return "", nil
	} else if err != nil {
		return "", err
	}
	return id, nil
}

// MakeKiosk makes the browser of a request a kiosk, until EndKiosk. The cookie
// holds a secret whose digest is kept.
func (d *Door) MakeKiosk(ctx context.Context, w http.ResponseWriter, by person.StaffID, name string) error {
	if name == "" || len(name) > 60 {
		return deny("kiosk_name", "Write where it stands, in 1 to 60 characters, such as: waiting room.")
	}
	secret, now := token(), d.svc.clock()
	k := Kiosk{Name: name, By: by, Since: now}
	r := Row{Kind: KindKiosk, ID: digestOf(secret), Owner: kioskOwner}
	if err := writeKey(ctx, d.svc.keys, r, k); err != nil {
		return err
	}
	http.SetCookie(w, &http.Cookie{Name: d.kioskCookie(), Value: secret, Path: "/", HttpOnly: true,
		Secure: d.svc.set.Secure, SameSite: http.SameSiteStrictMode, MaxAge: 400 * 24 * 3600})
	return d.svc.note(ctx, by, by, KioskMade)
}

// Kiosks lists the kiosks of the service.
func (d *Door) Kiosks(ctx context.Context) ([]Kiosk, error) {
	rows, err := d.svc.keys.KeysOf(ctx, KindKiosk, kioskOwner, 100)
	if err != nil {
		return nil, err
	}
	out := make([]Kiosk, 0, len(rows))
	for _, r := range rows {
		k := Kiosk{ID: r.ID}
		if _, err := d.svc.read(ctx, KindKiosk, r.ID, &k); errors.Is(err, ErrNoRow) {
			continue
		} else if err != nil {
			return nil, err
		}
		out = append(out, k)
	}
	return out, nil
}

// EndKiosk makes a kiosk an ordinary browser again, wherever it is.
func (d *Door) EndKiosk(ctx context.Context, by person.StaffID, id string) error {
	if gone, err := d.svc.drop(ctx, KindKiosk, id); err != nil || !gone {
		return err
	}
	return d.svc.note(ctx, by, by, KioskEnded)
}

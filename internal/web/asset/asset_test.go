package asset

import (
	"compress/gzip"
	"io"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestFirstLoadFitsTheWire(t *testing.T) {
	total := 0
	for _, name := range []string{NHS, Steady, Times, Study, Coding, CodingScript, HTMX, SSE, Script, Icon, Own,
		OwnScript, Lab, LabScript} {
		if Bytes(name) == 0 {
			t.Errorf("%s is not embedded or empty", name)
		}
		total += Bytes(name)
	}
	if total > 130<<10 {
		t.Errorf("style sheets and scripts are %d bytes compressed; with a page of 20 KB that is over 150 KB", total)
	}
}

func TestNothingIsFetchedFromAfar(t *testing.T) {
	for _, name := range []string{NHS, Steady, Times, Study, Coding, CodingScript, Script, Own, OwnScript, Lab,
		LabScript} {
		text := string(files[name].plain)
		for _, bad := range []string{"url(http", "url(//", "@import", "Frutiger", "assets.nhs.uk"} {
			if strings.Contains(text, bad) {
				t.Errorf("%s contains %q", name, bad)
			}
		}
	}
}

func TestHandler(t *testing.T) {
	get := func(url, encoding string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("GET", url, nil)
		r.Header.Set("Accept-Encoding", encoding)
		w := httptest.NewRecorder()
		Handler().ServeHTTP(w, r)
		return w
	}
	plain := get(URL(Steady), "")
	if plain.Code != 200 || plain.Body.String() != string(files[Steady].plain) {
		t.Errorf("plain: %d, %d bytes", plain.Code, plain.Body.Len())
	}
	if cc := plain.Header().Get("Cache-Control"); !strings.Contains(cc, "immutable") {
		t.Errorf("Cache-Control is %q", cc)
	}
	zipped := get(URL(Steady), "br, gzip")
	z, err := gzip.NewReader(zipped.Body)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(z); err != nil || string(b) != plain.Body.String() {
		t.Errorf("the compressed answer is another text: %v", err)
	}
	for _, bad := range []string{Prefix + "000000000000/" + Steady, Prefix + "../asset.go", Prefix, URL(Steady) + "x"} {
		if w := get(bad, ""); w.Code != 404 {
			t.Errorf("%s answers %d", bad, w.Code)
		}
	}
}

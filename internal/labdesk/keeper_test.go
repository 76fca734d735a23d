package labdesk

import (
	"bytes"
	"testing"
)

// FuzzParts: no bytes of a part crash its reader, and what is read packs to the
// same content.
func FuzzParts(f *testing.F) {
	f.Add(pack(pack(nil, "a", []byte("x")), "", nil))
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f})
	f.Fuzz(func(t *testing.T, b []byte) {
		got := map[string][]byte{}
		if unpack(b, got) != nil {
			return
		}
		var again []byte
		for name, part := range got {
			again = pack(again, name, part)
		}
		back := map[string][]byte{}
		if err := unpack(again, back); err != nil || len(back) != len(got) {
			t.Fatalf("%d parts of %d come back: %v", len(back), len(got), err)
		}
		for name, part := range got {
			if !bytes.Equal(back[name], part) {
				t.Errorf("part %q changed", name)
			}
		}
	})
}

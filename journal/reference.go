package journal

// TextRef refers from an entry to erasable text in the cabinet: Ref is the
// cabinet row, Digest its salted digest. Erasing the row leaves every proof
// valid and the digest says nothing without the salt.
type TextRef struct {
	Ref    string `json:"ref"`
	Digest string `json:"digest"`
}

// Confirmation is a second person's own act on exactly what was shown: they
// signed its digest by PIN or by passkey. A passkey's assertion is kept as
// Evidence and can be verified again off line, years later.
type Confirmation struct {
	By       string `json:"by"`                 // opaque staff id
	Method   string `json:"method"`             // pin or passkey
	Digest   string `json:"digest"`             // hex SHA-256 of the text that was shown
	Shown    string `json:"shown,omitempty"`    // that text; it names nobody, so that it may stand in the log
	Evidence []byte `json:"evidence,omitempty"` // passkey assertion
}

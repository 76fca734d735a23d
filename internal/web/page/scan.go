package page

// Scanning is the field that a scanner types a pack into, and what was scanned
// so far. Fields: scan, and pack once for each code; the buttons are scan_add
// and scans_clear.
type Scanning struct {
	Field   Field
	Codes   []string
	Sum     string // "3 packs scanned: 30 ampoules by their code"
	What    string // product, batch, expiry
	Serials []string
}

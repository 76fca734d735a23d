package login

// WithCheckDigit ends a row of digits in its check digit.
func WithCheckDigit(digits string) string { return digits + string(rune('0'+damm(digits))) }

// Package voice carries what people say in interviews from transcript to
// theme: texts and their codings, edits that move them, readers of transcripts,
// and how far coders agree. It does no I/O; its folder qdpx trades projects
// with other programs.
//
// Positions are code points, half-open [start, end), everywhere (V-02).
package voice

import "fmt"

// RefusedError is an input that was read and cannot be true: a span outside
// its text, one coder giving one unit two values. It is told apart from an
// input that cannot be read at all.
type RefusedError struct{ Reason string }

// Error returns the reason.
func (e *RefusedError) Error() string { return e.Reason }

// Refuse makes a RefusedError from a format.
func Refuse(format string, a ...any) error { return &RefusedError{fmt.Sprintf(format, a...)} }

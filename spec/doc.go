// Package spec holds what the clinic does, as scripts that a clinician can
// read: one line a command, and after the arrow what happened. Each script
// runs on the bare core, on SQLite and on PostgreSQL. `make spec` rewrites the
// right-hand sides; a reviewer reads the difference.
package spec

// Package study is one research study as a pure function over its log:
// Decide(state, command, now) gives events or a refusal, Apply folds an event.
// Imports of other programs and presses on the screens are commands of the same
// road, so that there is one model of a study and an export gives what both made.
//
// A study is kept apart from the clinic (V-04). Its log holds ids, positions and
// who did what; every word somebody said or wrote is a Text, kept in the cabinet
// under a subject that is erased as one (V-32).
package study

package spec

import (
	"steady/clinic"
	"steady/internal/app"
	"steady/person"
)

func init() {
	for verb, body := range map[string]func(s *script, a args, r *app.Request) clinic.Body{
		"inspection": inspection, "endinspection": endInspection, "reads": reads, "inspectornote": inspectorNote,
		"signals": viewSignals, "concern": raiseConcern,
		"fileprocedure": fileProcedure, "signprocedure": signProcedure, "endconcern": closeConcern,
	} {
		verbs[verb] = body
	}
}

// inspection i1 iris from=10:00 to=12:00 name=Iris body=the_regulator
func inspection(s *script, a args, r *app.Request) clinic.Body {
	return clinic.OpenInspection{Inspection: a["0"], Staff: person.StaffID(a["1"]), From: s.instant(a["from"]),
		To: s.instant(a["to"]), Name: r.KeepIf(a["1"], "staff_name", a["name"]),
		Authority: text(r, a, "body", "the regulator, warrant card seen")}
}

func endInspection(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.CloseInspection{Inspection: a["0"], Reason: text(r, a, "reason", "")}
}

// reads i1 /register by=iris
func reads(_ *script, a args, _ *app.Request) clinic.Body {
	return clinic.RecordReading{Inspection: a["0"], Page: a["1"]}
}

func inspectorNote(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.WriteInspectorNote{Inspection: a["0"], Text: text(r, a, "text", ""), Shared: a["shared"] == "yes"}
}

// signals +0 +0: the first and the last day
func viewSignals(s *script, a args, _ *app.Request) clinic.Body {
	return clinic.ViewSignals{From: date(s, a["0"]), To: date(s, a["1"])}
}

// concern k1 practice text=…, concern k2 staff staff=n1 text=…
func raiseConcern(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.RaiseConcern{Concern: a["0"], About: clinic.ConcernAbout(a["1"]), Person: person.UserID(a["person"]),
		Staff: person.StaffID(a["staff"]), Text: text(r, a, "text", "")}
}

func closeConcern(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.CloseConcern{Concern: a["0"], Text: text(r, a, "text", "")}
}

// fileprocedure waste 1 text=…
func fileProcedure(_ *script, a args, r *app.Request) clinic.Body {
	return clinic.FileProcedure{Name: a["0"], Version: a["1"], Text: text(r, a, "text", "")}
}

func signProcedure(_ *script, a args, _ *app.Request) clinic.Body {
	return clinic.AcknowledgeProcedure{Name: a["0"], Version: a["1"]}
}

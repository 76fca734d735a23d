package web

import (
	"net/http"
	"strconv"

	"steady/clinic"
	"steady/internal/web/page"
)

// workList is one page of what waits for a prescriber: a sentence and a way on
// for each.
func (s *Server) workList(w http.ResponseWriter, r *http.Request) {
	tasks, err := s.house.WorkList(r.Context())
	if err != nil {
		s.fault(w, r, err)
		return
	}
	var v page.WorkList
	err = s.with(r.Context(), nil, func(_ *clinic.State, n names) {
		for _, t := range tasks {
			line := page.WorkLine{Text: t.Text, Rule: t.Rule, Late: t.Late, Soon: soonWords(t.Step)}
			switch t.Kind {
			case clinic.TaskReferral:
				if t.Rule == "nurse" { // their own question
					line.Rule = ""
				}
				line.Name, line.URL, line.Way = n.person(t.Person), "/inbox#referral-"+t.Visit, "Answer"
			case clinic.TaskLicence:
				line.Name = n.staff(t.Staff)
			case clinic.TaskWeek:
				line.Name, line.URL, line.Way = "Week's report", "/safety#week-"+t.Week.String(), "Look at the week"
			case clinic.TaskNoOrder, clinic.TaskReview, clinic.TaskEnding, clinic.TaskOral:
				line.Name, line.URL, line.Way = n.person(t.Person), "/people/"+string(t.Person)+"/prescribe", "Prescribe"
			case clinic.TaskHold:
				line.Name, line.URL, line.Way = n.person(t.Person), "/people/"+string(t.Person)+"#holds", "Review the hold"
			case clinic.TaskBurden:
				line.Name, line.URL, line.Way = n.person(t.Person), "/times/burden/"+string(t.Person), "Look at the weeks"
				if line.Text += " Key worker: nobody is named."; t.Staff != "" {
					line.Text = t.Text + " Key worker: " + n.staff(t.Staff) + "."
				}
			case clinic.TaskAway:
				line.Name, line.URL, line.Way = n.person(t.Person), "/times/lives/"+string(t.Person)+"#away", "Answer"
			default:
				line.Name, line.URL, line.Way = n.person(t.Person), "/people/"+string(t.Person), "Look at the record"
			}
			v.Add(workParts[t.Kind], line)
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	v.Says = "Nothing waits for a prescriber."
	if len(tasks) > 0 {
		v.Says = strconv.Itoa(len(tasks)) + " to look at, the most pressing first."
	}
	s.draw(w, r, http.StatusOK, page.WorkListPage(s.layout(r, "Work list"), v))
}

// soonWords marks how near an end is: the step of the warning.
func soonWords(step int) string {
	if step == 0 {
		return ""
	}
	return "within " + strconv.Itoa(step) + " days"
}

// workParts are the headings of the list; several kinds may share one.
var workParts = map[clinic.TaskKind]string{clinic.TaskAlert: "Answers to look at today",
	clinic.TaskTalk:     "Asked to talk",
	clinic.TaskReferral: "Questions from the hatch",
	clinic.TaskNoOrder:  "Without a prescription in force", clinic.TaskHold: "Doses on hold",
	clinic.TaskAway: "Days away", clinic.TaskReview: "Reviews",
	clinic.TaskEnding: "Prescriptions that end", clinic.TaskOral: "Prescriptions that end",
	clinic.TaskLicence: "Licences that end", clinic.TaskWeek: "What people decided otherwise than the rules",
	clinic.TaskBurden:     "Weeks that took more of somebody's life",
	clinic.TaskReadings:   "What changed in the last 7 days",
	clinic.TaskAttendance: "What changed in the last 7 days", clinic.TaskDose: "What changed in the last 7 days"}

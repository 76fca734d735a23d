package web_test

import (
	"testing"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/demo"
)

// TestTheEmergencyNumberIsTheServicesOwn: the pages on which seconds count name
// the number that the service set; where nobody set one they guess none.
func TestTheEmergencyNumberIsTheServicesOwn(t *testing.T) {
	s := newSite(t)
	nurse := s.signIn(demo.NurseA)
	v := s.arrived(nurse)
	nurse.press(nurse.get("/visits/"+v), "/visits/"+v+"/emergency").leads("/visits/" + v)
	const safe = "/people/u-03/safeguarding"
	nurse.get("/visits/" + v).says("Call an ambulance: 999")
	nurse.get(safe).says("In danger now: call 999.")
	set := func(number string) {
		r := request(app.NewCommandID(), demo.NurseD)
		r.Command.Body = clinic.SetOwnPages{Emergency: r.KeepIf("service", "emergency", number)}
		s.must(r)
	}
	set("01632 960999")
	nurse.get("/visits/" + v).says("Call an ambulance: 01632 960999").silent("Call an ambulance: 999")
	nurse.get(safe).says("In danger now: call 01632 960999.")
	set("")
	const unset = "the emergency number of your country"
	nurse.get("/visits/"+v).says("Call an ambulance: "+unset, "It is not set here").silent("call 999", "ambulance: 999")
	nurse.get(safe).says("In danger now: call "+unset, "It is not set here").silent("call 999", "ambulance: 999")
}

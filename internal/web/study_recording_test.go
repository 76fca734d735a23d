package web_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"steady/internal/demo"
	core "steady/voice/study"
)

// sound is a short recording with a mark that can be looked for.
var sound = append([]byte("RIFF\x00\x00\x00\x00WAVEfmt "), bytes.Repeat([]byte("the voice of a heron. "), 9000)...)

// The recording of an interview is attached by a member, played from any place by
// who may hear it, and deleted; nothing of it is in any file afterwards.
func TestARecordingIsAttachedPlayedAndDeleted(t *testing.T) {
	s := newSite(t)
	lead, member := s.researcher("s-read"), s.researcher("s-second")
	text := s.begun(lead)
	lead.post("/studies/impact", "command", "m1", "what", "member", "staff", "s-second", "part", "member").
		leads("/studies/impact")
	who := s.joins(lead, "who1")
	at, person := "/studies/impact/texts/"+text, "/studies/impact/participants/"+who
	until := []string{"until[day]", "1", "until[month]", "6", "until[year]", "2027"}
	attach := func(c *client, id string, file []byte) *answer {
		return c.upload(at+"/recording", "Anna Secretname 12 March.wav", file, append([]string{"command", id}, until...)...)
	}
	if got := attach(member, "r0", sound); got.code != http.StatusUnprocessableEntity ||
		!strings.Contains(got.text(), "Say first whose interview this is") {
		t.Errorf("a recording of nobody: %d %s", got.code, got.text())
	}
	lead.post(at+"/correct", "command", "w1", "what", "whose", "who", who, "guide", "0").leads(at + "/correct")
	lead.post(person, "command", "c1", "what", "consent", "day[day]", "1", "day[month]", "3", "day[year]", "2026",
		"sheet", "2", "record", "yes").leads(person)
	if got := lead.get(person).text(); !strings.Contains(got, "a recording;") {
		t.Errorf("the tiers of consent: %s", got)
	}
	if got := attach(member, "r1", []byte("no sound at all")); got.code != http.StatusUnprocessableEntity ||
		!strings.Contains(got.text(), "not a recording that is known here") {
		t.Errorf("a text as a recording: %d %s", got.code, got.text())
	}
	attach(member, "r2", sound).leads(at)
	page := member.get(at)
	for _, want := range []string{`<audio controls`, `src="` + at + `/recording"`, "A WAV recording", "1 June 2027"} {
		if !strings.Contains(page.body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if !strings.Contains(member.get(at+"/code").body, "<audio controls") {
		t.Error("the page of coding has no player")
	}
	r, err := http.NewRequest(http.MethodGet, s.url+at+"/recording", nil)
	must(t, err)
	r.Header.Set("Range", "bytes=100-199")
	got := member.do(r)
	if got.code != http.StatusPartialContent || got.body != string(sound[100:200]) ||
		got.kept != "no-store" {
		t.Errorf("a range: %d, %d bytes, %s", got.code, len(got.body), got.kept)
	}
	if got := s.researcher("s-other").get(at + "/recording"); got.code != http.StatusForbidden {
		t.Errorf("somebody without a part gets %d", got.code)
	}
	if got := s.signIn(demo.NurseA).get(at + "/recording"); got.code != http.StatusForbidden {
		t.Errorf("a nurse gets %d", got.code)
	}
	for _, plain := range []string{"voice of a heron", "Secretname"} {
		if n := s.inFolders(plain); n != 0 {
			t.Errorf("%q is in %d files", plain, n)
		}
	}
	member.post(at+"/recording/delete", "command", "d1", "reason", "transcribed and checked").leads(at)
	if got := member.get(at + "/recording"); got.code != http.StatusNotFound {
		t.Errorf("after it was deleted: %d", got.code)
	}
	if got := member.get("/studies/impact/trail").text(); !strings.Contains(got, "transcribed and checked") {
		t.Errorf("the trail does not say why: %s", got)
	}
}

// recorded attaches a recording to a text, of a participant who agreed to it.
func (s *site) recorded(lead *client, text string) {
	s.t.Helper()
	who, at := s.joins(lead, "who-heard"), "/studies/impact/texts/"+text
	lead.post(at+"/correct", "command", "w1", "what", "whose", "who", who, "guide", "0").leads(at + "/correct")
	lead.post("/studies/impact/participants/"+who, "command", "c1", "what", "consent", "day[day]", "1", "day[month]", "3",
		"day[year]", "2026", "sheet", "2", "record", "yes").leads("/studies/impact/participants/" + who)
	lead.upload(at+"/recording", "one.wav", sound, "command", "r1", "until[day]", "1", "until[month]", "6",
		"until[year]", "2027").leads(at)
}

// Times of a transcript lead to that place of the recording, also without a
// script; without a recording they are words.
func TestATimeLeadsIntoTheRecording(t *testing.T) {
	s := newSite(t)
	lead := s.researcher("s-read")
	s.begun(lead)
	vtt := "WEBVTT\n\n00:00:01.500 --> 00:00:04.000\n<v Interviewer>How was it?\n\n" +
		"00:01:05.000 --> 00:01:09.000\n<v Anna>They know my name here.\n"
	lead.upload("/studies/impact/texts", "one.vtt", []byte(vtt), "command", "t2").leads("/studies/impact/texts")
	st, err := s.studies.Study(t.Context(), "impact")
	must(t, err)
	text := ""
	st.View(func(x *core.State) { text = x.Project.Sources[1].ID })
	at := "/studies/impact/texts/" + text
	if got := lead.get(at); !strings.Contains(got.text(), "00:01:05") || strings.Contains(got.body, "#t=") {
		t.Error("without a recording a time is words alone")
	}
	s.recorded(lead, text)
	for _, page := range []string{at, at + "/code"} {
		body := lead.get(page).body
		for _, want := range []string{`href="` + at + `/recording#t=1.5"`, `href="` + at + `/recording#t=65"`,
			`aria-label="Play from 00:01:05"`} {
			if !strings.Contains(body, want) {
				t.Errorf("%s lacks %s", page, want)
			}
		}
	}
}

package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"steady/person"
)

var (
	postForm    = regexp.MustCompile(`(?s)<form method="post" action="([^"]+)".*?</form>`)
	formField   = regexp.MustCompile(`<(?:input|select|textarea)\b[^>]*\bname="([^"]+)"`)
	hiddenField = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)
	summaryLink = regexp.MustCompile(`(?s)nhsuk-error-summary__list.*?</ul>`)
	anchorLink  = regexp.MustCompile(`href="#([^"]*)"`)
)

// TestSummaryLinksLead: every form of a page that has many is sent empty; what
// the summary of errors links to is there, so that a press on it leads to the
// field that is meant.
func TestSummaryLinksLead(t *testing.T) {
	s := newSite(t)
	s.hire("s-all", person.Nurse, person.Manager, person.RecoveryWorker)
	c, seen := s.signIn("s-all"), 0
	for _, at := range []string{"/times/lives/u-02", "/times/plan", "/times/rota/settings", "/times/rota/away",
		"/times/rota/shift/" + s.sickShift().ID, "/people/u-02/safety"} {
		for i := 0; ; i++ {
			forms := postForm.FindAllStringSubmatch(c.get(at).body, -1) // a form before it may have changed the page
			if i >= len(forms) {
				break
			}
			form := forms[i]
			v := url.Values{}
			for _, f := range formField.FindAllStringSubmatch(form[0], -1) {
				v.Set(f[1], "")
			}
			for _, f := range hiddenField.FindAllStringSubmatch(form[0], -1) {
				v.Set(f[1], f[2])
			}
			if !strings.HasPrefix(form[1], at) {
				continue
			}
			answer := c.postForm(form[1], v)
			if answer.code != http.StatusUnprocessableEntity {
				continue
			}
			for _, l := range anchorLink.FindAllStringSubmatch(summaryLink.FindString(answer.body), -1) {
				seen++
				if !strings.Contains(answer.body, `id="`+l[1]+`"`) {
					t.Errorf("%s, form %q: the summary leads to #%s, which is not there", form[1], v.Get("form"), l[1])
				}
			}
		}
	}
	if seen < 15 {
		t.Errorf("%d links seen: the forms were not sent", seen)
	}
}

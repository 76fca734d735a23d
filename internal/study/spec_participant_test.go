package study

import (
	"maps"
	"strings"

	"steady/moment"
	core "steady/voice/study"
)

func (w words) day() moment.Day {
	d, _ := moment.ParseDay(w["day"])
	return d
}

func init() {
	maps.Copy(verbs, map[string]func(x *script, w words) core.Body{
		"participant": func(_ *script, w words) core.Body {
			b := core.AddParticipant{Participant: w["who"]}
			if a, v, ok := strings.Cut(w["attr"], ":"); ok {
				b.Attrs = map[string]string{a: v}
			}
			return b
		},
		"attributes": func(_ *script, w words) core.Body {
			a, v, _ := strings.Cut(w["of"], ":")
			return core.SetAttributes{Attributes: []core.Attribute{{Name: a, Values: strings.Split(v, ",")}}}
		},
		"consent": func(_ *script, w words) core.Body {
			return core.GiveConsent{Participant: w["who"], Consent: core.Consent{Day: w.day(), Sheet: w["sheet"],
				Quote: strings.Contains(w["to"], "quote"), Link: strings.Contains(w["to"], "link"),
				Record: strings.Contains(w["to"], "record")}}
		},
		"key":   func(_ *script, w words) core.Body { return core.KeepKey{Participant: w["who"], Who: w.text("is")} },
		"guide": func(_ *script, w words) core.Body { return core.WriteGuide{Text: w.text("says")} },
		"give": func(_ *script, w words) core.Body {
			return core.GiveText{Source: w["text"], Participant: w["who"], Day: w.day(), Guide: w.whole("guide")}
		},
		"recording": func(_ *script, w words) core.Body {
			return core.KeepRecording{Source: w["text"], Until: w.day(), Media: w["media"], Bytes: int64(w.whole("bytes")),
				File: strings.Repeat("0", 32), Seal: "a key"}
		},
		"erase": func(_ *script, w words) core.Body {
			return core.EraseRecording{Source: w["text"], Reason: w.text("why")}
		},
		"withdraw": func(_ *script, w words) core.Body { return core.Withdraw{Participant: w["who"], Day: w.day()} },
	})
}

package study

import (
	"maps"
	"strings"

	core "steady/voice/study"
)

func init() {
	maps.Copy(verbs, map[string]func(x *script, w words) core.Body{
		"correct": func(_ *script, w words) core.Body {
			b := core.CorrectText{Source: w["text"], Version: max(1, w.whole("version")), Text: w.text("says")}
			switch w["edge"] {
			case "narrow":
				b.Wider = map[int]bool{0: false}
			case "wide":
				b.Wider = map[int]bool{0: true}
			}
			return b
		},
		"speakers": func(_ *script, w words) core.Body {
			b := core.SetSpeakers{Source: w["text"]}
			for _, r := range strings.Split(w["are"], ",") {
				b.Roles = append(b.Roles, core.SpeakerRole(r))
			}
			return b
		},
		"replace": func(_ *script, w words) core.Body {
			b := core.Deidentify{Source: w["text"], Version: max(1, w.whole("version"))}
			if w["words"] != "" {
				b.Swaps = []core.Swap{{Words: w.text("words"), Kind: core.Kind(w["kind"]), With: w.text("with")}}
			}
			return b
		},
		"propose": func(_ *script, w words) core.Body {
			b := core.ProposeQuote{Source: w["text"], Version: max(1, w.whole("version")), Start: 0, End: w.whole("to"),
				Words: w.text("says"), Who: w.text("known")}
			if w["for"] != "" {
				b.Uses = []core.Use{core.Use(w["for"])}
			}
			if w["attr"] != "" {
				b.Attributes = []string{w["attr"]}
			}
			return b
		},
		"decide": func(_ *script, w words) core.Body {
			return core.DecideQuote{Quote: w["quote"], Stage: core.QuoteStage(w.text("stage"))}
		},
		"output": func(_ *script, w words) core.Body {
			return core.RecordOutput{Kind: w["kind"], Label: w.text("for"), Level: core.Level(w["level"])}
		},
	})
}

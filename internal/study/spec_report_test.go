package study

import (
	"maps"

	core "steady/voice/study"
)

func init() {
	maps.Copy(verbs, map[string]func(x *script, w words) core.Body{
		"item": func(_ *script, w words) core.Body {
			return core.AnswerItem{ItemKey: core.ItemKey{List: core.Checklist(w["list"]), Number: w.whole("number")},
				Rev: int64(w.whole("seen")), Text: w.text("says"), Page: w.text("page")}
		},
	})
}

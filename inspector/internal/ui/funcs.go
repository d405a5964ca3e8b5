package ui

import (
	"html/template"
	"time"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowview"
	"quartet.example/shared/glossary"
	"quartet.example/shared/page"
)

func funcs(a *Assets) template.FuncMap {
	return template.FuncMap{
		"own":        a.Path,
		"sentence":   flowview.Sentence,
		"repeated":   flowview.Repeated,
		"party":      flowview.Party,
		"known":      known,
		"took":       flowview.Took,
		"plural":     flowview.Plural,
		"summary":    flowview.Summary,
		"name":       flowview.Name,
		"outcome":    outcome,
		"verdict":    flowview.Verdict,
		"stepped":    flowview.Stepped,
		"choice":     func(chosen string, c Compare) choice { return choice{c, chosen} },
		"place":      flowview.Place,
		"seenby":     flowview.SeenBy,
		"anchor":     glossary.Anchor,
		"term":       term,
		"refs":       refs,
		"isdeclared": isDeclared,
		"lasting":    lasting,
		"card":       newCard,
		"date":       date,
		"isfirst":    isFirst,
		"roleof":     roleOf,
		"issued":     issued,
	}
}

// date returns a time to the second.
func date(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }

// lasting returns a duration in the largest unit that divides it, such as 5 minutes.
func lasting(d time.Duration) string {
	for _, unit := range []struct {
		length time.Duration
		name   string
	}{{24 * time.Hour, "day"}, {time.Hour, "hour"}, {time.Minute, "minute"}} {
		if d >= unit.length && d%unit.length == 0 {
			return flowview.Plural(int(d/unit.length), unit.name)
		}
	}
	return flowview.Plural(int(d/time.Second), "second")
}

// known reports whether there is a mark for key.
func known(key string) bool {
	_, err := page.Mark(key)
	return err == nil
}

// outcome returns how a flow ended, as a badge.
func outcome(f flow.Flow) page.Notice {
	kind, text := flowview.Outcome(f)
	return page.Notice{Kind: kind, Text: text}
}

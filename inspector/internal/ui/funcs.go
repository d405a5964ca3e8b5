package ui

import (
	"html/template"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowview"
	"quartet.example/shared/glossary"
	"quartet.example/shared/page"
	"quartet.example/shared/trace"
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
		"place":      flowview.Place,
		"seenby":     flowview.SeenBy,
		"anchor":     glossary.Anchor,
		"term":       term,
		"refs":       refs,
		"isdeclared": isDeclared,
		"isfirst":    isFirst,
		"roleof":     roleOf,
	}
}

// known reports whether there is a mark for key.
func known(key string) bool {
	switch key {
	case trace.Browser, trace.Client, trace.AuthServer, trace.ResourceServer:
		return true
	}
	return false
}

// outcome returns how a flow ended, as a badge.
func outcome(f flow.Flow) page.Notice {
	kind, text := flowview.Outcome(f)
	return page.Notice{Kind: kind, Text: text}
}

package accessible_test

import (
	"fmt"
	"strings"
	"testing"

	"quartet.example/demo/e2e/chromium"
)

// look is a width and a setting of the reader's system.
type look struct {
	width, height int64
	name          string
	media         []string
}

var (
	light  = []string{"prefers-color-scheme", "light"}
	dark   = []string{"prefers-color-scheme", "dark"}
	forced = []string{"prefers-color-scheme", "dark", "forced-colors", "active"}

	// few has each width and each setting once.
	few = []look{
		{320, 640, "light", light}, {768, 1024, "forced colours", forced}, {1280, 800, "dark", dark}, {1920, 1080, "light", light},
	}
	// many has each width in both themes.
	many = append([]look{
		{320, 640, "dark", dark}, {768, 1024, "light", light}, {1280, 800, "light", light}, {1920, 1080, "dark", dark}, {1280, 800, "forced colours", forced},
	}, few...)
)

// reviewed are the rules that axe could not decide, with the reason why each is fulfilled.
var reviewed = map[string]string{
	"frame-tested": "the page in the frame is a page of the inspector, which is tested itself",
}

// check runs axe on the open page in each look.
func check(t *testing.T, b *chromium.Browser, name string, looks []look) {
	t.Helper()
	var all problems
	for _, l := range looks {
		b.Window(l.width, l.height)
		b.Media(l.media...)
		found := b.Axe()
		for _, f := range found.Violations {
			all.add("violation", f, l)
		}
		for _, f := range found.Incomplete {
			if reviewed[f.Rule] == "" {
				all.add("undecided", f, l)
			}
		}
	}
	for _, p := range all.list {
		t.Errorf("%s: %s of %s at %s\n\t%s\n\t%s\n\t%s", name, p.kind, p.Rule, strings.Join(p.looks, "; "), p.Target, p.HTML, p.Why)
	}
}

// problems are findings, each with the looks in which it was found.
type problems struct{ list []problem }

type problem struct {
	chromium.Finding
	kind  string
	looks []string
}

func (p *problems) add(kind string, f chromium.Finding, l look) {
	at := fmt.Sprintf("%d px, %s", l.width, l.name)
	for i, known := range p.list {
		if known.kind == kind && known.Rule == f.Rule && known.Target == f.Target {
			p.list[i].looks = append(known.looks, at)
			return
		}
	}
	p.list = append(p.list, problem{f, kind, []string{at}})
}

// TestBrowserAxeInspector checks each page of the inspector: without messages, in use, after
// refusals.
func TestBrowserAxeInspector(t *testing.T) {
	w := start(t)
	w.clear(t)
	w.b.Open(w.Inspector)
	check(t, w.b, "/ without messages", few)
	w.fail(t)
	w.use(t, 15)
	kinds, addresses := w.screens(t)
	t.Logf("pages: %q", kinds)
	for _, kind := range kinds {
		w.b.Open(addresses[kind])
		looks := few
		if kind == "/" || kind == "/flows/{id}" || kind == "/hops/{id}" {
			looks = many
		}
		check(t, w.b, kind, looks)
	}
}

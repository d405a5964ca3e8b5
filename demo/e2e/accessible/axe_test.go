package accessible_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
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
	// many is for the pages that people see most.
	many = append([]look{
		{320, 640, "dark", dark}, {1280, 800, "light", light}, {1920, 1080, "dark", dark},
	}, few...)
)

// reviewed reports whether a rule that axe could not decide is fulfilled. The diagram draws text above
// lines, an exported one is a picture with text, covers each row with its link, which has no text and no colour, and headers have a band of
// colour; numbers are short. Axe then does not know the background. So the contrast is computed here, against the nearest
// background that is not transparent, and against pseudo-elements that are high enough to be behind a
// line of text.
func reviewed(t *testing.T, b *chromium.Browser, f chromium.Finding) bool {
	t.Helper()
	if f.Rule == "frame-tested" { // the page in the frame is a page of the inspector, which is tested itself
		return true
	}
	if f.Rule != "color-contrast" || !regexp.MustCompile("overlap|image node|pseudo element|too short|Unable to determine|obscured").MatchString(f.Why) {
		return false
	}
	target, err := json.Marshal(f.Target)
	if err != nil {
		t.Fatal(err)
	}
	ratio, err := strconv.ParseFloat(b.Evaluate("("+contrast+")("+string(target)+")"), 64)
	return err == nil && ratio >= 4.5
}

// contrast returns the contrast of an element's text and background (WCAG 2.2, "contrast ratio").
const contrast = `(selector) => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
  const rgba = (colour) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const linear = (c) => c <= 10.31475 ? c / 3294.6 : ((c / 255 + .055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => .2126 * linear(r) + .7152 * linear(g) + .0722 * linear(b);
  const element = document.querySelector(selector);
  const papers = [];
  for (let behind = element; ; behind = behind.parentElement) {
    if (!behind) { papers.push(rgba("Canvas")); break; }
    for (const style of ["::before", "::after"].map((pseudo) => getComputedStyle(behind, pseudo)))
      if (style.content !== "none" && parseFloat(style.height) > 12 && rgba(style.backgroundColor)[3] > 0) papers.push(rgba(style.backgroundColor));
    const paper = rgba(getComputedStyle(behind).backgroundColor);
    if (paper[3] === 255) { papers.push(paper); break; }
  }
  const text = light(rgba(getComputedStyle(element)[element instanceof SVGElement ? "fill" : "color"]));
  return String(Math.min(...papers.map((paper) => { const [a, b] = [text, light(paper)].sort((x, y) => y - x); return (a + .05) / (b + .05); })));
}`

// check runs axe on the open page in each look.
func check(t *testing.T, b *chromium.Browser, name string, looks []look) {
	t.Helper()
	var all problems
	for _, l := range looks {
		b.Window(l.width, l.height)
		b.Media(l.media...)
		violations, undecided := run(t, b)
		for _, f := range violations {
			all.add("violation", f, l)
		}
		for _, f := range undecided {
			all.add("undecided", f, l)
		}
	}
	for _, p := range all.list {
		t.Errorf("%s: %s of %s at %s\n\t%s\n\t%s\n\t%s", name, p.kind, p.Rule, strings.Join(p.looks, "; "), p.Target, p.HTML, p.Why)
	}
}

// run runs axe, and returns the violations and what is undecided and was not reviewed. If something is
// undecided, it runs axe a second time: the pages are live, and may have changed in the first run.
func run(t *testing.T, b *chromium.Browser) (violations, undecided []chromium.Finding) {
	t.Helper()
	for range 2 {
		found := b.Axe()
		violations = append(violations, found.Violations...)
		undecided = slices.DeleteFunc(found.Incomplete, func(f chromium.Finding) bool { return reviewed(t, b, f) })
		if len(undecided) == 0 {
			break
		}
	}
	return violations, undecided
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

// again are pages that have the same parts as others.
var again = regexp.MustCompile(`^/(glossary|rfcs|messages.find|hops/.*thread|flows/other)`)

// TestBrowserAxeInspector checks each page of the inspector: without messages, in use, after
// refusals.
func TestBrowserAxeInspector(t *testing.T) {
	w := start(t)
	w.clear(t)
	w.b.Open(w.Inspector)
	check(t, w.b, "/ without messages", few)
	w.fail(t)
	w.use(t, 15)
	w.bring(t)
	kinds, addresses := w.screens(t)
	t.Logf("pages: %q", kinds)
	for _, kind := range kinds {
		w.b.Open(addresses[kind])
		looks := few
		switch {
		case kind == "/hops/{id}":
			looks = many
		case again.MatchString(kind):
			looks = few[1:3]
		}
		check(t, w.b, kind, looks)
	}
}

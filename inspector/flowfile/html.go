package flowfile

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"sync"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowview"
	"quartet.example/shared/glossary"
	"quartet.example/shared/page"
	"quartet.example/shared/trace"
)

//go:embed viewer
var viewerFiles embed.FS

// viewer is the page of an HTML file, and what its Content-Security-Policy allows: the style and the
// script of the page, by their hashes, and nothing else (CSP Level 3 §6.7.3.3).
type viewer struct {
	page   *template.Template
	css    template.CSS
	js     template.JS
	policy string
}

var theViewer = sync.OnceValue(newViewer)

func newViewer() viewer {
	css, js := viewerFile("viewer.css"), viewerFile("viewer.js")
	return viewer{
		page: template.Must(template.New("viewer.html").Funcs(viewerFuncs()).ParseFS(viewerFiles, "viewer/viewer.html")),
		css:  template.CSS(css), js: template.JS(js), //nolint:gosec // both are files of this package
		policy: fmt.Sprintf("default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'", hashOf(css), hashOf(js)),
	}
}

func viewerFile(name string) string {
	body, err := viewerFiles.ReadFile("viewer/" + name)
	if err != nil {
		panic(err) // the files are embedded, so they cannot be missing
	}
	return string(body)
}

func hashOf(body string) string {
	sum := sha256.Sum256([]byte(body))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

func viewerFuncs() template.FuncMap {
	return template.FuncMap{
		"party": flowview.Party, "verdict": flowview.Verdict, "took": flowview.Took, "seenby": flowview.SeenBy, "place": flowview.Place,
		"termid":  func(name string) string { return "n-" + glossary.Anchor(name) },
		"checkid": func(id string) string { return "c-" + glossary.Anchor(id) },
		"known":   func(p trace.Param) bool { return trace.Lookup(p.In, p.Name).Meaning != "" },
	}
}

// recording is the data of the page.
type recording struct {
	Policy, Title, Summary, Began string
	Imported                      bool
	Mark, Diagram, Events         template.HTML
	CSS                           template.CSS
	JS                            template.JS
	Messages                      []message
	Terms                         []trace.Entry
	Checks                        []trace.Checked
}

// HTML returns the flow as a page that needs no network: a diagram, all messages with all their
// parameters, what the names mean, and the events, which Read returns again. The address of message 7
// is #hop-7. Without its script the page is complete.
func HTML(f flow.Flow) ([]byte, error) { return html(f, false) }

// Imported returns the same page with a note that the flow was imported, and links to the inspector. It
// also returns the hashes of its style and script, for the header Content-Security-Policy.
func Imported(f flow.Flow) (body []byte, style, script string, err error) {
	body, err = html(f, true)
	v := theViewer()
	return body, hashOf(string(v.css)), hashOf(string(v.js)), err
}

func html(f flow.Flow, imported bool) ([]byte, error) {
	events, err := embedded(f)
	if err != nil {
		return nil, err
	}
	mark, err := page.Mark("quartet")
	if err != nil {
		return nil, err
	}
	v := theViewer()
	r := recording{
		Policy: v.policy, Imported: imported, CSS: v.css, JS: v.js, Events: events, Mark: mark, Diagram: diagram(f),
		Title: flowview.Heading(f.Title(), f.User()), Summary: flowview.Summary(f), Began: f.Hops[0].Began.UTC().Format("2006-01-02 15:04:05 UTC"),
		Messages: messages(f), Terms: terms(f), Checks: checks(f),
	}
	var b bytes.Buffer
	if err := v.page.Execute(&b, r); err != nil {
		return nil, fmt.Errorf("flowfile: %w", err)
	}
	return page.ShowControls(b.Bytes()), nil // a file may come from anybody, and is not as the recorder writes it
}

// IsRefused reports whether the outcome of a message is a refusal.
func (recording) IsRefused(verdict string) bool {
	return strings.HasPrefix(verdict, "refused") || verdict == "failed" || verdict == "never arrived"
}

func diagram(f flow.Flow) template.HTML {
	d := flowview.Drawing{Diagram: flowview.NewDiagram(f), Inline: true, Href: func(h *flow.Hop) string { return fmt.Sprintf("#hop-%d", h.N) }}
	return template.HTML(d.SVG()) //nolint:gosec // the drawing escapes all texts
}

// embedded returns the events as a data block, which browsers do not run (HTML §4.12.1).
func embedded(f flow.Flow) (template.HTML, error) {
	lines, err := JSONL(f)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // fails for an unknown level only
	_, err = w.Write(lines)
	if err == nil {
		err = w.Close()
	}
	return template.HTML(dataStart + base64.StdEncoding.EncodeToString(b.Bytes()) + dataEnd), err //nolint:gosec // Base64 has no markup
}

// terms returns the entries of the dictionary for the names in the flow.
func terms(f flow.Flow) []trace.Entry {
	found := map[string]trace.Entry{}
	var add func([]trace.Param)
	add = func(params []trace.Param) {
		for _, p := range params {
			if e := trace.Lookup(p.In, p.Name); e.Meaning != "" {
				e.Name = p.Name
				found[glossary.Anchor(p.Name)] = e
			}
			if p.JWT != nil {
				add(p.JWT.Header)
				add(p.JWT.Claims)
			}
		}
	}
	for _, h := range f.Hops {
		add(h.Values())
	}
	list := make([]trace.Entry, 0, len(found))
	for _, e := range found {
		list = append(list, e)
	}
	slices.SortFunc(list, func(a, b trace.Entry) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// checks returns each check in the flow once.
func checks(f flow.Flow) []trace.Checked {
	var list []trace.Checked
	for _, h := range f.Hops {
		for _, c := range h.Checks {
			if !slices.ContainsFunc(list, func(other trace.Checked) bool { return glossary.Anchor(other.ID) == glossary.Anchor(c.ID) }) {
				list = append(list, c)
			}
		}
	}
	slices.SortFunc(list, func(a, b trace.Checked) int { return strings.Compare(a.ID, b.ID) })
	return list
}

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
	"quartet.example/shared/page"
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
		"join": strings.Join, "plus": func(i int) int { return i + 1 },
	}
}

// recording is the data of the page.
type recording struct {
	Policy, Title, Summary, Began string
	Imported                      bool
	Mark, Diagram                 template.HTML
	CSS                           template.CSS
	JS                            template.JS
	Messages                      []message
	Legend                        legend
}

// HTML returns the flow as a page that needs no network: a diagram, all messages with all their
// parameters, what the names mean, and the events, which Read returns again. The address of message 7
// is #hop-7. Without its script the page is complete.
func HTML(f flow.Flow) ([]byte, error) { return pageOf(f, false) }

// Imported returns the same page with a note that the flow was imported, and links to the inspector. It
// also returns the hashes of its style and script, for the header Content-Security-Policy.
func Imported(f flow.Flow) (body []byte, style, script string, err error) {
	body, err = pageOf(f, true)
	v := theViewer()
	return body, hashOf(string(v.css)), hashOf(string(v.js)), err
}

func pageOf(f flow.Flow, imported bool) ([]byte, error) {
	mark, err := page.Mark("quartet")
	if err != nil {
		return nil, err
	}
	v, l := theViewer(), newLegend(f)
	r := recording{
		Policy: v.policy, Imported: imported, CSS: v.css, JS: v.js, Mark: mark, Diagram: diagram(f),
		Title: flowview.Heading(f.Title(), f.User()), Summary: flowview.Summary(f), Began: f.Hops[0].Began.UTC().Format("2006-01-02 15:04:05 UTC"),
		Messages: messages(f, l), Legend: l,
	}
	var b bytes.Buffer
	if err := v.page.Execute(&b, r); err != nil {
		return nil, fmt.Errorf("flowfile: %w", err)
	}
	text := bytes.ReplaceAll(b.Bytes(), []byte("&#39;"), []byte("'")) // no attribute of the page is within apostrophes
	return withEvents(page.ShowControls(text), f)                     // a file may come from anybody, and is not as the recorder writes it
}

// IsRefused reports whether the outcome of a message is a refusal.
func (recording) IsRefused(verdict string) bool {
	return strings.HasPrefix(verdict, "refused") || verdict == "failed" || verdict == "never arrived"
}

func diagram(f flow.Flow) template.HTML {
	d := flowview.Drawing{Diagram: flowview.NewDiagram(f), Inline: true, Href: func(h *flow.Hop) string { return fmt.Sprintf("#hop-%d", h.N) }}
	return template.HTML(d.SVG()) //nolint:gosec // the drawing escapes all texts
}

const end = "</body>" // not in a recorded value, because "<" is escaped

// withEvents adds the events to the page as a data block, which browsers do not run (HTML §4.12.1).
func withEvents(page []byte, f flow.Flow) ([]byte, error) {
	lines, err := textsIn(page).brief(f)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // fails for an unknown level only
	if _, err := w.Write(lines); err != nil {
		return nil, fmt.Errorf("flowfile: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("flowfile: %w", err)
	}
	before, after, _ := bytes.Cut(page, []byte(end))
	return slices.Concat(before, []byte(dataStart+base64.StdEncoding.EncodeToString(b.Bytes())+dataEnd+"\n"+end), after), nil
}

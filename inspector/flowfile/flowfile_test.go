package flowfile_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowfile"
	"quartet.example/shared/service"
	"quartet.example/shared/trace"
)

var update = flag.Bool("update", false, "write the golden files")

// read returns the events of a file.
func read(t testing.TB, body []byte) []trace.Event {
	t.Helper()
	var events []trace.Event
	for line := range bytes.Lines(body) {
		var e trace.Event
		if err := json.Unmarshal(line, &e); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		events = append(events, e)
	}
	return events
}

// only returns the flow of these events.
func only(t testing.TB, events ...trace.Event) flow.Flow {
	t.Helper()
	book := flow.NewBook(len(events))
	for _, e := range events {
		book.Add(e)
	}
	flows := book.Flows()
	if len(flows) != 1 {
		t.Fatalf("got %d flows, want 1", len(flows))
	}
	return flows[0]
}

// recorded returns a flow that was recorded once. The files are exports of the flows in
// inspector/record_test.go.
func recorded(t testing.TB, name string) flow.Flow {
	t.Helper()
	return only(t, read(t, file(t, name+".jsonl"))...)
}

func file(t testing.TB, name string) []byte {
	t.Helper()
	body, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func write(t testing.TB, f flow.Flow, as func(flow.Flow) ([]byte, error)) string {
	t.Helper()
	body, err := as(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestFilesAreTheGoldenOnes(t *testing.T) {
	for _, name := range []string{"sign-in", "refused", "lab"} {
		for ext, as := range map[string]func(flow.Flow) ([]byte, error){
			".mmd": flowfile.Mermaid, ".har": flowfile.HAR, ".jsonl": flowfile.JSONL, ".svg": flowfile.SVG,
		} {
			t.Run(name+ext, func(t *testing.T) {
				got := strings.Replace(write(t, recorded(t, name), as), `"version": "`+service.Version()+`"`, `"version": "v1.2.3"`, 1)
				if *update {
					if err := os.WriteFile("testdata/"+name+ext, []byte(got), 0o600); err != nil {
						t.Fatal(err)
					}
				}
				if diff := cmp.Diff(string(file(t, name+ext)), got); diff != "" {
					t.Errorf("want -, got +:\n%s", diff)
				}
			})
		}
	}
}

// grammar is all that a line of a diagram can be. A colon is followed by text, in which each
// character with a meaning is an entity code.
var grammar = func() *regexp.Regexp {
	const who, text = `[A-Za-z0-9]+`, `(?:[A-Za-z0-9 /._,()-]|#[0-9]+;)*`
	return regexp.MustCompile(`^(?:sequenceDiagram|    autonumber|    acc(?:Title|Descr): (` + text + `)|    participant ` + who + ` as (` + text + `)|` +
		`    ` + who + `--?>>` + who + `: (` + text + `)|    Note over ` + who + `(?:,` + who + `)?: (?:wrap: )?(` + text + `))$`)
}()

var (
	meaningful = regexp.MustCompile(`(?i)\bend\b|style|classdef`)
	entity     = regexp.MustCompile(`#([0-9]+);`)
)

// shown returns the text that Mermaid shows.
func shown(escaped string) string {
	return entity.ReplaceAllStringFunc(escaped, func(code string) string {
		var r rune
		_, _ = fmt.Sscanf(code, "#%d;", &r)
		return string(r)
	})
}

// printable returns s with codes instead of what cannot be printed.
func printable(s string) string {
	var b strings.Builder
	for _, r := range s {
		if unicode.IsPrint(r) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// hostile returns a flow that has s wherever a diagram shows a recorded value.
func hostile(t testing.TB, s string) flow.Flow {
	t.Helper()
	return only(t, trace.Event{
		V: 1, ID: "1-0", Time: time.Date(2026, 11, 22, 22, 0, 0, 0, time.UTC), Trace: "t", Span: "s", Kind: trace.Response, Side: trace.Receiver,
		From: trace.Browser, To: "to " + s, Channel: trace.Front, Method: "M" + s, URL: "%" + s, Status: 400,
		Params: []trace.Param{{Name: "preferred_username", In: trace.InBody, Value: "u" + s}},
		Checks: []trace.Checked{{ID: "as." + s, Why: "w" + s}},
	})
}

func FuzzMermaidShowsValuesAsText(f *testing.F) {
	for _, s := range []string{
		"", "; P1->>P1: x", "\nend\n", "end", "a\rb", "#59;", "\"'`[](){}<>", "</script><br>", "%%{init: {}}%%", "%% comment", "style x:#9;", "classDef a:#b;",
		"$$x^2$$", "\x1b[31m\u0085\u202e", "ﬂ°°59¶ß", "\xff\xfe", "日本 🙂", "nowrap:x", "\n```\n# heading", "participant a as b", strings.Repeat(";", 5000),
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := write(t, hostile(t, s), flowfile.Mermaid)
		if !strings.HasSuffix(got, "\n") || len(got) > 50_000 {
			t.Errorf("%d characters, which end in %q", len(got), got[max(0, len(got)-5):])
		}
		lines := strings.Split(strings.TrimSuffix(got, "\n"), "\n")
		if len(lines) != 11 {
			t.Errorf("got %d lines, want 11", len(lines))
		}
		for _, line := range lines {
			match := grammar.FindStringSubmatch(line)
			if match == nil {
				t.Fatalf("not in the grammar: %q", line)
			}
			if text := strings.Join(match[1:], ""); meaningful.MatchString(text) {
				t.Errorf("%q has a meaning in Mermaid", text)
			}
		}
		if len(s) < 30 {
			note := shown(lines[10])
			if want := printable("Refused by as." + s + ": w" + s); !strings.HasSuffix(note, want) {
				t.Errorf("the note shows %q, want %q", note, want)
			}
		}
	})
}

func TestLongFlowFitsIntoMermaid(t *testing.T) {
	var events []trace.Event
	for i := range 2000 {
		events = append(events, trace.Event{
			V: 1, ID: fmt.Sprintf("%d-0", i+1), Trace: "t", Span: fmt.Sprint(i), Kind: trace.Response, Side: trace.Receiver,
			From: trace.Client, To: trace.ResourceServer, Channel: trace.Back, Method: "POST", URL: "http://api.localhost:9001/notes", Status: 201,
		})
	}
	got := write(t, only(t, events...), flowfile.Mermaid)
	arrows := strings.Count(got, "->>")
	if len(got) > 50_000 || arrows < 500 {
		t.Errorf("%d characters with %d messages", len(got), arrows)
	}
	if want := fmt.Sprintf("too long: %d\n", 2000-arrows); !strings.HasSuffix(got, want) {
		t.Errorf("the end does not say %q", want)
	}
}

func TestEventsOfJSONLAreThoseRecorded(t *testing.T) {
	f := hostile(t, "\"\\\n\u2028\u202e\x1b\x7f\u0085\U000e0001</script>")
	got := write(t, f, flowfile.JSONL)
	if diff := cmp.Diff([]trace.Event{*f.Hops[0].Received}, read(t, []byte(got))); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	for _, r := range strings.TrimSuffix(got, "\n") {
		if !unicode.IsPrint(r) {
			t.Errorf("%q is not escaped", r)
		}
	}
	want := recorded(t, "sign-in")
	again := only(t, read(t, []byte(write(t, want, flowfile.JSONL)))...)
	if diff := cmp.Diff(want, again); diff != "" {
		t.Errorf("the flow that was read again: want -, got +:\n%s", diff)
	}
}

// required are the members that HAR 1.2 requires, by the object that has them.
var required = map[string][]string{
	"log": {"version", "creator", "entries"}, "creator": {"name", "version"}, "pages": {"startedDateTime", "id", "title", "pageTimings"},
	"entries":  {"startedDateTime", "time", "request", "response", "cache", "timings"},
	"request":  {"method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize"},
	"response": {"status", "statusText", "httpVersion", "cookies", "headers", "content", "redirectURL", "headersSize", "bodySize"},
	"cookies":  {"name", "value"}, "headers": {"name", "value"}, "queryString": {"name", "value"}, "postData": {"mimeType", "params"}, "params": {"name"},
	"content": {"size", "mimeType"}, "timings": {"send", "wait", "receive"}, "_oauth": {"channel", "from", "to", "checks"},
}

// inspect calls t.Errorf for each object in v that lacks a required member.
func inspect(t *testing.T, name string, v any) {
	t.Helper()
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			inspect(t, name, item)
		}
	case map[string]any:
		for _, member := range required[name] {
			if v[member] == nil {
				t.Errorf("%s has no %s", name, member)
			}
		}
		for member, value := range v {
			inspect(t, member, value)
		}
	}
}

func TestArchiveHasTheRequiredMembers(t *testing.T) {
	unanswered := hostile(t, "x")
	unanswered.Hops[0].Kind, unanswered.Hops[0].Status, unanswered.Hops[0].Answer = trace.Failure, 0, nil
	for name, f := range map[string]flow.Flow{"a sign-in": recorded(t, "sign-in"), "a refused request": recorded(t, "refused"), "no response": unanswered} {
		t.Run(name, func(t *testing.T) {
			var doc map[string]any
			if err := json.Unmarshal([]byte(write(t, f, flowfile.HAR)), &doc); err != nil {
				t.Fatal(err)
			}
			inspect(t, "", doc)
			log, _ := doc["log"].(map[string]any)
			if entries, _ := log["entries"].([]any); log["version"] != "1.2" || len(entries) != len(f.Hops) {
				t.Errorf("version %v with %d entries", log["version"], len(entries))
			}
		})
	}
}

// xmlText returns all text and all values of attributes in an XML document, which must be well-formed.
func xmlText(t testing.TB, doc string) string {
	t.Helper()
	var all strings.Builder
	for d := xml.NewDecoder(strings.NewReader(doc)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return all.String()
		}
		if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if !slices.Contains([]string{"svg", "title", "desc", "rect", "path", "circle", "g", "text"}, token.Name.Local) {
				t.Errorf("element %s", token.Name.Local)
			}
		case xml.CharData:
			all.Write(token)
		}
	}
}

func FuzzSVGShowsValuesAsText(f *testing.F) {
	for _, s := range []string{"", "<script>", "]]>", "--", "&amp;", "\x1b[31m\u0085\u202e", "\"'><b>", "\x00", "日本 🙂", "\xff\xfe", strings.Repeat("<", 5000)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text := xmlText(t, write(t, hostile(t, s), flowfile.SVG))
		if want := printable(strings.ToValidUTF8("w"+s, "\uFFFD")); len(want) < 8 && !strings.Contains(text, want) {
			t.Errorf("the drawing does not show %q", want)
		}
	})
}

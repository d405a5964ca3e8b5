package report_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"quartet.example/demo/mirror/report"
)

var defence = report.Defence{
	ID: "api.token.alg-none", Title: "refuses tokens without a signature", Attack: "A token with alg none. Anyone can write one.",
	Spec: "RFC 8725 §3.1", Fix: "Give the JWT library a list of allowed algorithms that has only asymmetric ones, and never take alg from the token.",
}

var advice = report.Defence{ID: "api.time.iat", Title: "refuses tokens of the future", Attack: "iat is ahead.", Spec: "RFC 7519 §4.1.6", Fix: "Compare it.", Advice: true}

func sample() *report.Report {
	r := &report.Report{Command: "quartet check-api", Target: "GET http://localhost:8090/notes", Started: time.Unix(1_800_000_000, 0), Took: 1.5}
	r.Add(defence.Judge("alg nOnE: 200 & a body <x>", "alg \x1b[31mNone: 200"))
	r.Add(report.Defence{ID: "api.token.expired", Title: "refuses expired tokens", Spec: "RFC 7519 §4.1.4"}.Judge())
	r.Add(advice.Judge("iat 1h ahead: 200"))
	r.Add(report.Defence{ID: "api.dpop.replay", Title: "refuses replayed proofs"}.Skipped("needs --dpop"))
	r.Add(report.Defence{ID: "api.jwks.rotation", Title: "fetches new keys"}.Unknown(io.ErrUnexpectedEOF))
	return r
}

func TestTextSaysWhatToFix(t *testing.T) {
	var b bytes.Buffer
	text, r := report.Text{W: &b}, sample()
	for _, result := range r.Results {
		if err := text.Result(result); err != nil {
			t.Fatal(err)
		}
	}
	if err := text.End(r); err != nil {
		t.Fatal(err)
	}
	want := `FAIL   api.token.alg-none  refuses tokens without a signature
       attack  A token with alg none. Anyone can write one.
       seen    alg nOnE: 200 & a body <x>
       seen    alg ·[31mNone: 200
       fix     Give the JWT library a list of allowed algorithms that has only asymmetric
               ones, and never take alg from the token.
       spec    RFC 8725 §3.1
pass   api.token.expired  refuses expired tokens
warn   api.time.iat  refuses tokens of the future
       attack  iat is ahead.
       seen    iat 1h ahead: 200
       fix     Compare it.
       spec    RFC 7519 §4.1.6
skip   api.dpop.replay  needs --dpop
ERROR  api.jwks.rotation  fetches new keys
       why     unexpected EOF

GET http://localhost:8090/notes: 1 passed, 1 failed, 1 skipped, 1 warned, 1 could not be tested
`
	if got := b.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestTextIsShortUnlessVerbose(t *testing.T) {
	for verbose, want := range map[bool]bool{false: false, true: true} {
		var b bytes.Buffer
		if err := (report.Text{W: &b, Verbose: verbose}).Result(defence.Judge("1", "2", "3", "4", "5 is the last")); err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(b.String(), "5 is the last"); got != want || got == strings.Contains(b.String(), "and 2 more") {
			t.Errorf("verbose %t:\n%s", verbose, b.String())
		}
	}
}

func TestColourOnlyWhereItIsAllowed(t *testing.T) {
	for _, colour := range []bool{true, false} {
		var b bytes.Buffer
		text := report.Files{}.Text(&b, io.Discard, func(io.Writer) bool { return colour })
		if err := text.Result(sample().Results[0]); err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(b.String(), "\x1b"); got != colour {
			t.Errorf("colour %t: escape sequences %t", colour, got)
		}
	}
}

func TestJSONHasTheResults(t *testing.T) {
	var b bytes.Buffer
	if err := sample().WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	var got report.Report
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Count != (report.Count{Pass: 1, Fail: 1, Warn: 1, Skip: 1, Error: 1}) || got.Results[0].Fix != defence.Fix || got.Results[0].Outcome != report.Fail {
		t.Errorf("got %+v", got)
	}
}

func TestJUnitHasTheResults(t *testing.T) {
	var b bytes.Buffer
	if err := sample().WriteJUnit(&b); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Cases    []struct {
			Failure *struct {
				Message string `xml:"message,attr"`
				Text    string `xml:",chardata"`
			} `xml:"failure"`
			Output string `xml:"system-out"`
		} `xml:"testcase"`
	}
	if err := xml.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatalf("%v in\n%s", err, b.String())
	}
	if got.Tests != 5 || got.Failures != 1 || len(got.Cases) != 5 || got.Cases[0].Failure == nil {
		t.Fatalf("got %+v", got)
	}
	if warning := got.Cases[2]; warning.Failure != nil || !strings.Contains(warning.Output, "iat 1h ahead") {
		t.Errorf("a warning: %+v", warning)
	}
	failure := got.Cases[0].Failure
	if !strings.Contains(failure.Message, "alg nOnE: 200") || !strings.Contains(failure.Text, defence.Fix) || !strings.Contains(failure.Text, defence.Spec) {
		t.Errorf("got %+v", failure)
	}
}

func TestExitCode(t *testing.T) {
	passed, skipped, failed := defence.Judge(), defence.Skipped("no settings"), defence.Judge("200")
	unknown, warned := defence.Unknown(io.ErrUnexpectedEOF), advice.Judge("200")
	for name, tt := range map[string]struct {
		results []report.Result
		want    int
	}{
		"all passed":                 {[]report.Result{passed, skipped}, 0},
		"a defence is missing":       {[]report.Result{passed, failed, unknown}, 1},
		"advice is not followed":     {[]report.Result{passed, warned}, 0},
		"only advice was tested":     {[]report.Result{warned}, 0},
		"an attack was not made":     {[]report.Result{passed, unknown}, 2},
		"nothing was tested":         {nil, 2},
		"everything was left out":    {[]report.Result{skipped}, 2},
		"nothing passed, one failed": {[]report.Result{failed}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			var r report.Report
			for _, result := range tt.results {
				r.Add(result)
			}
			if got := report.ExitCode(r.Err()); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
	if got := report.ExitCode(errors.New("another error")); got != 1 {
		t.Errorf("another error: got %d, want 1", got)
	}
}

func TestProblemIsInEveryFormat(t *testing.T) {
	r := report.Report{Command: "quartet check-api", Problem: "no answer"}
	var text, xml, object bytes.Buffer
	if err := errors.Join(report.Text{W: &text}.End(&r), r.WriteJUnit(&xml), r.WriteJSON(&object)); err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string]*bytes.Buffer{"text": &text, "JUnit": &xml, "JSON": &object} {
		if !strings.Contains(b.String(), "no answer") {
			t.Errorf("%s: got %s", name, b)
		}
	}
	if !strings.Contains(xml.String(), `tests="1"`) || !strings.Contains(xml.String(), `errors="1"`) {
		t.Errorf("JUnit counts no error: %s", xml.String())
	}
}

// A CI job may want JSON on standard output: text must not be mixed with it.
func TestFormatsDoNotMix(t *testing.T) {
	var stdout, stderr bytes.Buffer
	name := filepath.Join(t.TempDir(), "report.xml")
	f := report.Files{JSON: "-", JUnit: name}
	text := f.Text(&stdout, &stderr, func(io.Writer) bool { return false })
	if err := errors.Join(text.End(sample()), f.Write(&stdout, sample())); err != nil {
		t.Fatal(err)
	}
	if !json.Valid(stdout.Bytes()) || stderr.Len() == 0 {
		t.Errorf("stdout: %s\nstderr: %s", &stdout, &stderr)
	}
	if xml, err := os.ReadFile(name); err != nil || !bytes.Contains(xml, []byte("<testsuite")) {
		t.Errorf("got %q, %v", xml, err)
	}
}

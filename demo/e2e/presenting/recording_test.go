package presenting_test

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"quartet.example/demo/e2e/rig"
	"quartet.example/demo/labs/lab"
	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowfile"
	"quartet.example/inspector/present"
	"quartet.example/shared/trace"
)

var update = flag.Bool("update", false, "write the recordings")

// recordings has what is done for the recording of each built-in script.
var recordings = map[string]func(*person) []flow.Flow{
	"five-minutes": func(p *person) []flow.Flow {
		p.signIn()
		p.readNotes()
		p.clock("5m")
		p.readNotes()
		p.attack(lab.Careless)
		p.attack(lab.Reference)
		return p.flows("Sign-in", "Lab 03 Stolen code · naive", "Lab 03 Stolen code · reference")
	},
}

// The recording of a script does not become untrue: a new run has the same messages, with the same
// outcomes and the same names.
func TestTheRecordingsAreAsTheServicesAnswer(t *testing.T) {
	scripts, err := present.Load("")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range scripts {
		t.Run(s.Name, func(t *testing.T) {
			record := recordings[s.Name]
			if record == nil {
				t.Fatal("nothing is done for the recording of this script")
			}
			file := lines(t, record(&person{t: t, s: rig.Start(t)}))
			if *update {
				write(t, "../../../inspector/present/recordings/"+s.Name+".jsonl.gz", file)
				return
			}
			now, err := flowfile.Read(bytes.NewReader(file))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(shape(s.Recorded), shape(now)); diff != "" {
				t.Errorf("the services answer differently; if that is right, run this test with -update (recording -, now +):\n%s", diff)
			}
		})
	}
}

// shape returns what a run has in common with each other one. Messages that are sent at the same time have no
// order.
func shape(flows []flow.Flow) []string {
	var all []string
	for _, f := range flows {
		for _, h := range f.Hops {
			line := fmt.Sprintf("%s: %s to %s, %s, %s %s %d", f.Title(), h.From, h.To, h.Channel, h.Method, h.Path(), h.Status)
			for _, c := range h.Failures() {
				line += " refused by " + c.ID
			}
			for _, p := range h.Params {
				if p.In != trace.InCookie { // the names of some cookies are random
					line += " " + p.Name
				}
			}
			all = append(all, line)
		}
	}
	slices.Sort(all)
	return slices.DeleteFunc(all, func(line string) bool { return strings.Contains(line, "/security_events") })
}

func write(t *testing.T, file string, body []byte) {
	t.Helper()
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, packed.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Logf("%s: %d KB, %d KB compressed", file, len(body)>>10, packed.Len()>>10)
}

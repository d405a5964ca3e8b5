package flowfile_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowfile"
)

// good is an event that Read accepts.
const good = `{"v":1,"id":"1-0","ts":"2026-11-29T17:35:56Z","trace":"t1","span":"s1","svc":"authserver","side":"server","kind":"response",` +
	`"from":"browser","to":"authserver","channel":"front","method":"GET","url":"http://auth.localhost:9000/","status":200}`

func TestFileIsReadAgain(t *testing.T) {
	for _, name := range []string{"sign-in", "refused", "lab"} {
		want := recorded(t, name)
		got, err := flowfile.Read(bytes.NewReader(file(t, name+".jsonl")))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]flow.Flow{want}, got); diff != "" {
			t.Errorf("%s: want -, got +:\n%s", name, diff)
		}
	}
}

// A file may come from anybody, so Read refuses what the recorder does not write.
func TestReadRefuses(t *testing.T) {
	with := func(old, new string) string { return strings.Replace(good, old, new, 1) }
	params := func(list string) string { return with(`"status":200`, `"status":200,"params":[`+list+`]`) }
	nested := `{"name":"a","in":"body","class":"public"}`
	for range 6 {
		nested = `{"name":"a","in":"body","class":"public","jwt":{"header":[],"claims":[` + nested + `]}}`
	}
	var lanes strings.Builder
	for i := range 20 {
		lanes.WriteString(with(`"to":"authserver"`, fmt.Sprintf(`"to":"x%d"`, i)) + "\n")
	}
	for name, body := range map[string]string{
		"an empty file":                  "",
		"another file":                   "name,value\n1,2\n",
		"JSON of something else":         `{"hello":"world"}`,
		"another version":                with(`"v":1`, `"v":2`),
		"an unknown kind":                with(`"response"`, `"note"`),
		"an unknown side":                with(`"server","kind"`, `"x","kind"`),
		"an unknown channel":             with(`"front"`, `"side"`),
		"an id that is markup":           with(`"1-0"`, `"<b>"`),
		"an id that is too long":         with(`"1-0"`, `"11111111111111111111-0"`),
		"a span with a slash":            with(`"s1"`, `"../s1"`),
		"no sender":                      with(`"browser"`, `""`),
		"a status that is none":          with(`200`, `20000`),
		"a time long ago":                with(`2026`, `0026`),
		"a secret that is not masked":    params(`{"name":"code","in":"query","class":"credential","value":"abc"}`),
		"a masked value that is there":   params(`{"name":"x","in":"query","class":"public","value":"abc","masked":true}`),
		"a fingerprint that is none":     params(`{"name":"code","in":"query","class":"credential","masked":true,"fp":"<b>"}`),
		"a challenge that is too short":  params(`{"name":"code","in":"query","class":"credential","masked":true,"s256":"a"}`),
		"a long text":                    params(`{"name":"x","in":"query","class":"public","value":"` + strings.Repeat("x", 9<<10) + `"}`),
		"many parameters":                params(strings.Repeat(`{"name":"x","in":"query","class":"public"},`, 2000) + `{}`),
		"tokens within tokens":           params(nested),
		"a long line":                    params(`{"name":"` + strings.Repeat("x", 1<<20) + `"}`),
		"many lines":                     strings.Repeat(good+"\n", 4001),
		"many programs":                  lanes.String(),
		"a large file":                   strings.Repeat("\n", flowfile.MaxFile+1),
		"an HTML file of somebody else":  "<!doctype html><title>x</title>",
		"an HTML file with broken data":  `<!doctype html><script type="application/gzip" id="events">!!</script>`,
		"an HTML file that is a bomb":    `<!doctype html><script type="application/gzip" id="events">` + packed(t, strings.Repeat("\n", 9<<20)) + `</script>`,
		"an HTML file without its end":   `<!doctype html><script type="application/gzip" id="events">` + packed(t, good),
		"an HTML file with other events": `<!doctype html><script type="application/gzip" id="events">` + packed(t, with(`"v":1`, `"v":2`)) + `</script>`,
	} {
		t.Run(name, func(t *testing.T) {
			if flows, err := flowfile.Read(strings.NewReader(body)); err == nil {
				t.Errorf("got %d flows, want an error", len(flows))
			}
		})
	}
	if _, err := flowfile.Read(strings.NewReader(good)); err != nil {
		t.Errorf("the event itself: %v", err)
	}
}

func packed(t testing.TB, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(b.Bytes())
}

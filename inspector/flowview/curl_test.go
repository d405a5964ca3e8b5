package flowview_test

import (
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowview"
	"quartet.example/shared/trace"
)

func tokenRequest() *flow.Hop {
	return &flow.Hop{First: "2-0", N: 2, Event: trace.Event{
		Method: "POST", URL: "http://auth.localhost:9000/token",
		Headers: []trace.Param{
			{Name: "Authorization", In: "header", Masked: true, Attrs: "Basic", Len: 40},
			{Name: "client_id", In: "header", Value: "notes"},
			{Name: "client_secret", In: "header", Masked: true, Len: 32},
			{Name: "User-Agent", In: "header", Value: "Go-http-client/1.1"},
		},
		Params: []trace.Param{
			{Name: "grant_type", In: "body", Value: "authorization_code"},
			{Name: "code", In: "body", Masked: true, Len: 43, Print: "4f2a00000000"},
			{Name: "redirect_uri", In: "body", Value: "http://app.localhost:8080/callback"},
			{Name: "scope", In: "body", Value: "openid notes:read"},
			{Name: "code_verifier", In: "body", Masked: true, Len: 43, Print: "b7d300000000", S256: "c0de00000000"},
		},
	}}
}

func TestCurlHasVariablesInPlaceOfSecrets(t *testing.T) {
	redirected := &flow.Hop{First: "1-0", N: 1, Event: trace.Event{
		Params: []trace.Param{{Name: "code_challenge", In: "query", Masked: true, Len: 43, Print: "c0de00000000"}},
		Answer: &trace.Answer{Params: []trace.Param{{Name: "code", In: "location", Masked: true, Len: 43, Print: "4f2a00000000"}}},
	}}
	h := tokenRequest()
	got := flowview.Curl(h, flow.Flow{Hops: []*flow.Hop{redirected, h}})
	want := `curl -sS -i --url http://auth.localhost:9000/token \
  -u "notes:$CLIENT_SECRET" \
  --data-urlencode grant_type=authorization_code \
  --data-urlencode "code=$CODE" \
  --data-urlencode redirect_uri=http://app.localhost:8080/callback \
  --data-urlencode 'scope=openid notes:read' \
  --data-urlencode "code_verifier=$CODE_VERIFIER"`
	if diff := cmp.Diff(want, got.Text); diff != "" {
		t.Error(diff)
	}
	var from []string
	for _, v := range got.Variables {
		line := v.Name + ": " + v.From
		if v.At != nil {
			line += " 1"
		}
		from = append(from, line)
	}
	if diff := cmp.Diff([]string{
		"CLIENT_SECRET: the secret of the client, from its settings; in the demo from authserver/internal/seed/default.yaml",
		"CODE: from the response to message 1",
		"CODE_VERIFIER: known to the client only; its SHA-256 hash is the code_challenge in message 1",
	}, from); diff != "" {
		t.Error(diff)
	}
	if len(got.Notes) != 1 || !strings.Contains(got.Notes[0], "A code works once") {
		t.Errorf("notes: got %q", got.Notes)
	}
}

func TestCurlOfOtherRequests(t *testing.T) {
	for name, tt := range map[string]struct {
		event trace.Event
		want  string
	}{
		"the API with a token": {trace.Event{Method: "GET", URL: "http://api.localhost:9001/notes", Headers: []trace.Param{
			{Name: "Authorization", In: "header", Masked: true, Attrs: "DPoP", Len: 9}, {Name: "Dpop", In: "header", Masked: true, Len: 9},
		}}, `curl -sS -i --url http://api.localhost:9001/notes \` + "\n" + `  -H "Authorization: DPoP $ACCESS_TOKEN" \` + "\n" + `  -H "DPoP: $DPOP_PROOF"`},
		"a query": {trace.Event{Method: "GET", URL: "http://a/callback", Params: []trace.Param{
			{Name: "state", In: "query", Masked: true, Len: 9}, {Name: "__Host-quartet-client-session", In: "cookie", Masked: true, Len: 43},
		}}, `curl -sS -i --url http://a/callback \` + "\n" + `  -b "__Host-quartet-client-session=$SESSION_COOKIE" \` + "\n  --get \\\n" + `  --data-urlencode "state=$STATE"`},
		"JSON": {
			trace.Event{
				Method: "POST", URL: "http://a/notes", Headers: []trace.Param{{Name: "Content-Type", In: "header", Value: "application/json"}},
				Params: []trace.Param{{Name: "text", In: "body", Masked: true, Len: 9}, {Name: "a'b", In: "body", Value: "x"}},
			},
			`curl -sS -i --url http://a/notes \` + "\n  -H 'Content-Type: application/json' \\\n" + `  --data '{"text":"'"$TEXT"'","a'\''b":"x"}'`,
		},
		"a method without a body": {trace.Event{Method: "DELETE", URL: "http://a/notes/1"}, "curl -sS -i --url http://a/notes/1 \\\n  -X DELETE"},
		"a POST without a body":   {trace.Event{Method: "POST", URL: "http://a/x", Params: []trace.Param{{Name: "id", In: "query", Value: "a b"}}}, "curl -sS -i --url 'http://a/x?id=a+b' \\\n  -X POST"},
		"braces in the path":      {trace.Event{Method: "GET", URL: "http://a/{b,c}"}, "curl -sS -i --globoff --url 'http://a/{b,c}'"},
		"a shortened path":        {trace.Event{Method: "GET", URL: "http://a/…"}, ""},
		"a file":                  {trace.Event{Method: "GET", URL: "file:///etc/passwd"}, ""},
		"a name that the shell uses": {
			trace.Event{Method: "GET", URL: "http://a/", Params: []trace.Param{{Name: "PATH", In: "query", Masked: true, Len: 3}}},
			"curl -sS -i --url http://a/ \\\n  --get \\\n" + `  --data-urlencode "PATH=$VALUE"`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := flowview.Curl(&flow.Hop{Event: tt.event}, flow.Flow{})
			if diff := cmp.Diff(tt.want, got.Text); diff != "" {
				t.Error(diff)
			}
			if tt.want == "" && len(got.Notes) != 1 {
				t.Errorf("notes: got %q, want the reason", got.Notes)
			}
		})
	}
}

var hostile = []string{
	`'; touch hit #`, `"; touch hit #`, "$(touch hit)", "`touch hit`", "a\ntouch hit\n", `\`, `\'; touch hit; '`, `!!`, `!touch`, "a'b\"c$d`e\\f!g",
	"=ls", "~root", "*", "{a,b}", "-o hit", "@hit", "a b\tc", "\x1b[201~touch hit\r", "‘’“”", "a=b&c=d", "%41", "#", "",
}

// Whatever a recorded value is, the shell must run curl alone, with this value as it is.
func TestHostileValuesDoNotEndTheQuoting(t *testing.T) {
	for _, value := range hostile {
		quotedAsIs(t, value)
	}
}

func FuzzCurl(f *testing.F) {
	for _, value := range hostile {
		f.Add(value)
	}
	f.Fuzz(func(t *testing.T, value string) {
		if strings.Contains(value, "\x00") || strings.Contains(value, "…") || strings.ToValidUTF8(value, "?") != value {
			t.Skip("the recorder does not produce it, or shortens it")
		}
		quotedAsIs(t, value)
	})
}

// quotedAsIs runs the command with a curl that prints its arguments.
func quotedAsIs(t *testing.T, value string) {
	t.Helper()
	h := tokenRequest()
	h.Method, h.Params = "PUT", []trace.Param{
		{Name: "scope", In: "body", Value: value},
		{Name: "n" + value, In: "body", Value: "x"},
		{Name: "n" + value, In: "body", Masked: true, Len: 5},
		{Name: "resource", In: "query", Value: value},
		{Name: "c" + value, In: "cookie", Masked: true, Len: 5},
	}
	h.Headers = append(h.Headers, trace.Param{Name: "Accept", In: "header", Value: value})
	h.Headers[1].Value = value
	h.Method = value
	command := flowview.Curl(h, flow.Flow{})
	dir := t.TempDir()
	cmd := exec.CommandContext(t.Context(), "sh", "-c", "curl() { printf '%s\\0' \"$@\"; }\n"+command.Text)
	cmd.Dir, cmd.Env = dir, []string{"PATH=" + os.Getenv("PATH")}
	for _, v := range command.Variables {
		cmd.Env = append(cmd.Env, v.Name+"=secret")
	}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%q: %v\n%s\n%s", value, err, command.Text, out)
	}
	args := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
	if entries, _ := filepath.Glob(filepath.Join(dir, "*")); len(entries) > 0 || args[0] != "-sS" {
		t.Fatalf("%q: the shell did something else: %v, %q", value, entries, args)
	}
	want := []string{url.QueryEscape("n"+value) + "=x", url.QueryEscape("n"+value) + "=secret", url.QueryEscape(value) + ":secret"}
	if value == url.QueryEscape(value) {
		want = append(want, "scope="+value)
	}
	for _, arg := range want {
		if !slices.Contains(args, arg) {
			t.Errorf("%q: %q is not among the arguments %q", value, arg, args)
		}
	}
	if !slices.ContainsFunc(args, func(a string) bool { return a == "scope="+value || a == "scope="+url.QueryEscape(value) }) {
		t.Errorf("%q: scope is changed in %q", value, args)
	}
}

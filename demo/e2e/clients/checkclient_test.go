package clients_test

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"quartet.example/demo/mirror/clientcheck"
	"quartet.example/demo/mirror/hostile"
	"quartet.example/demo/mirror/report"
)

// failure is a defence that an example client does not have, and why.
type failure struct{ id, reason string }

// attack starts a web application and attacks it with quartet check-client. Every defence that it lacks
// must be among the known ones, and every known one must be lacking still.
func attack(t *testing.T, cmd *exec.Cmd, known []failure, skipped []string, skip ...string) {
	t.Helper()
	found, problem := outcomes(t, cmd, skip...)
	if problem != "" {
		t.Fatal(problem)
	}
	ids := []string{}
	for _, f := range known {
		ids = append(ids, f.id)
	}
	same(t, "failed", slices.Concat(found[report.Fail], found[report.Warn]), ids)
	same(t, "skipped", found[report.Skip], append(skipped, "client.session.secure", "client.return-to", "client.dpop.proof", "client.dpop.fresh", "client.dpop.nonce"))
	same(t, "could not be tested", found[report.Error], nil)
}

// outcomes returns the ids of all defences by outcome, or why there are none.
func outcomes(t *testing.T, cmd *exec.Cmd, skip ...string) (found map[report.Outcome][]string, problem string) {
	t.Helper()
	p, err := hostile.Start(t.Context(), hostile.Options{Listen: "127.0.0.1:0", ClientID: "web", ClientSecret: "secret-of-this-test-0123456789abcdef", Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	address := begin(t, cmd, p)
	text := report.Text{W: t.Output()}
	found = map[report.Outcome][]string{}
	o := clientcheck.Options{StartURL: address + "/login", SignedIn: address + "/", Patience: 20 * time.Second, Skip: skip, Now: time.Now}
	r, err := clientcheck.Run(t.Context(), p, o, func(r report.Result) error {
		found[r.Outcome] = append(found[r.Outcome], r.ID)
		return text.Result(r)
	})
	if err != nil {
		t.Fatal(err)
	}
	return found, r.Problem
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%s: got %s, want %s", what, strings.Join(got, " "), strings.Join(want, " "))
	}
}

// begin starts the application, whose first line of output is its address.
func begin(t *testing.T, cmd *exec.Cmd, p *hostile.Provider) string {
	t.Helper()
	cmd.Stderr = t.Output()
	cmd.Env = append(os.Environ(), append(cmd.Env, "ISSUER="+p.Issuer, "CLIENT_ID="+p.ClientID, "CLIENT_SECRET="+p.ClientSecret, "NODE_NO_WARNINGS=1")...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the application did not start: %v", err)
	}
	return strings.TrimSpace(line)
}

func TestCheckNodeOpenIDClient(t *testing.T) {
	for name, tt := range map[string]struct {
		env     []string
		skipped []string
	}{
		"as it is": {nil, []string{
			"client.jwks.unreadable", "client.jwks.rotation", "client.id-token.foreign-key", "client.id-token.kid-unknown", "client.id-token.own-key", "client.id-token.tampered",
		}},
		// It fetches keys again a minute after the last time, which is too long for a test.
		"with signatures": {[]string{"VERIFY_SIGNATURES=1"}, []string{"client.jwks.rotation"}},
	} {
		t.Run(name, func(t *testing.T) {
			cmd := exec.CommandContext(t.Context(), needNode(t), "web.mjs")
			cmd.Dir, cmd.Env = "npm", tt.env
			attack(t, cmd, openIDClient, tt.skipped)
		})
	}
}

// openIDClient is what openid-client 6.8.9 does not do.
var openIDClient = []failure{
	{"client.id-token.azp", "it does not look at azp, which OpenID Connect leaves to the client"},
	{"client.id-token.iat", "it requires iat, and does not compare it with the clock, which OpenID Connect leaves to the client"},
	{"client.id-token.at-hash", "it does not compare at_hash with the code flow, where OpenID Connect leaves it to the client"},
	{"client.token.size", "fetch reads a response of any size"},
}

func TestCheckAuthlib(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), needPython(t), "web.py")
	cmd.Dir = "python"
	attack(t, cmd, authlib, []string{"client.token.type", "client.userinfo.sub", "client.userinfo.redirect"}, "client.jwks.unreadable")
}

// Authlib 1.9.10 keeps a key set with a key that it cannot read, and then signs nobody in until it is
// started again. The command says what to do.
func TestCheckAuthlibKeepsUnreadableKeys(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), needPython(t), "web.py")
	cmd.Dir = "python"
	if _, problem := outcomes(t, cmd); !strings.Contains(problem, "--skip client.metadata,client.jwks.unreadable") {
		t.Errorf("got %q, want what to skip", problem)
	}
}

// authlib is what Authlib 1.9.10 does not do, as its documentation shows it for Flask.
var authlib = []failure{
	{"client.metadata.issuer", "it does not compare issuer in the metadata with the address of the metadata"},
	{"client.response.iss", "it does not look at iss of the response (RFC 9207)"},
	{"client.response.duplicate", "it takes the first of two codes, and of two values of state"},
	{"client.response.unknown-error", "a response without code and without error is an exception that is no OAuthError"},
	{"client.id-token.aud", "it accepts an empty list"},
	{"client.id-token.sub", "it accepts an empty text"},
	{"client.token.redirect", "requests follows redirects, and repeats the body after 307"},
	{"client.token.size", "requests reads a response of any size"},
	{"client.token.slow", "requests has no time limit unless it is given one"},
}

// needPython returns the Python of an environment with the packages of python/requirements.txt, and skips
// the test if there is none. With PYTHON=required its absence fails the test.
func needPython(t *testing.T) string {
	t.Helper()
	program, err := filepath.Abs("../../../.cache/clients/bin/python")
	if err == nil {
		_, err = os.Stat(program)
	}
	if err != nil {
		if os.Getenv("PYTHON") == "required" {
			t.Fatal(err)
		}
		t.Skip("there is no .cache/clients: make clients")
	}
	return program
}

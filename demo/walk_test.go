package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"quartet.example/demo/e2e/rig"
	"quartet.example/demo/mirror/report"
	"quartet.example/demo/walk"
	"quartet.example/inspector/flowfile"
)

// against moves the settings of the command to a running stack.
func against(t *testing.T, s *rig.Stack) {
	t.Helper()
	for name, value := range map[string]string{
		"ISSUER": s.Issuer, "RESOURCESERVER_RESOURCE": s.API, "CLIENT_API_URL": s.API, "CLIENT_PUBLIC_URL": s.Client, "INSPECTOR_PUBLIC_URL": s.Inspector,
	} {
		t.Setenv(name, value)
	}
}

// walked runs the command without a terminal.
func walked(t *testing.T, c walkCommand) (out, notes string, err error) {
	t.Helper()
	var o, n bytes.Buffer
	if c.Width == 0 {
		c.Width = 80
	}
	err = c.run(t.Context(), strings.NewReader(""), &o, &n)
	return o.String(), n.String(), err
}

func TestWalkOfARunningStack(t *testing.T) {
	against(t, rig.Start(t))
	t.Run("the result is on stdout, and the messages with their checks on stderr", func(t *testing.T) {
		out, notes, err := walked(t, walkCommand{Name: "client-credentials"})
		var result struct {
			AccessToken string `json:"access_token"`
			ExpiresIn   int    `json:"expires_in"`
		}
		if err != nil || json.Unmarshal([]byte(out), &result) != nil || !strings.HasPrefix(result.AccessToken, "•••• ‹") || result.ExpiresIn != 300 {
			t.Errorf("got %v and %s", err, out)
		}
		for _, want := range []string{"  1 BACK  Client ──> Auth server     POST /token", "grant_type client_credentials · scope notes:read", "checks 16 checks passed", "  2 BACK  Client ──> Resource server GET /whoami"} {
			if !strings.Contains(notes, want) {
				t.Errorf("stderr has no %q:\n%s", want, notes)
			}
		}
	})
	t.Run("with -v also meanings, checks and a curl command", func(t *testing.T) {
		_, notes, err := walked(t, walkCommand{Name: "client-credentials", Verbose: 1})
		for _, want := range []string{"What the client offers in exchange for tokens. RFC 6749 §4.1.3", "check as.client.auth passed", `-u "service:$CLIENT_SECRET"`} {
			if !strings.Contains(notes, want) {
				t.Errorf("got %v, and stderr has no %q:\n%s", err, want, notes)
			}
		}
	})
	t.Run("with -vv the messages as on the wire", func(t *testing.T) {
		_, notes, err := walked(t, walkCommand{Name: "client-credentials", Verbose: 2})
		for _, want := range []string{"> POST http://", "> grant_type=client_credentials&scope=notes%3Aread", "> Authorization: Basic ••••", "< 200 OK", `"token_type":"Bearer"`} {
			if !strings.Contains(notes, want) {
				t.Errorf("got %v, and stderr has no %q:\n%s", err, want, notes)
			}
		}
	})
	t.Run("with --reveal --force the token is readable, and passwords are not", func(t *testing.T) {
		out, notes, err := walked(t, walkCommand{Name: "code-pkce", Verbose: 2, Reveal: true, Force: true})
		if err != nil || !strings.Contains(out, `"access_token":"ey`) || strings.Contains(notes, "wonderland") || !strings.Contains(notes, "password=••••") {
			t.Errorf("got %v, %s, %s", err, out, notes)
		}
	})
	t.Run("with -q there is only the token", func(t *testing.T) {
		out, notes, err := walked(t, walkCommand{Name: "client-credentials", Quiet: true, Reveal: true, Force: true})
		if err != nil || notes != "" || strings.Count(out, ".") != 2 || strings.Count(out, "\n") != 1 {
			t.Errorf("got %v, %q and %q", err, out, notes)
		}
		if out, _, _ := walked(t, walkCommand{Name: "client-credentials", Quiet: true}); !strings.HasPrefix(out, "••••") {
			t.Errorf("without --reveal: got %q", out)
		}
	})
	t.Run("with --json there is one object per message", func(t *testing.T) {
		out, _, err := walked(t, walkCommand{Name: "introspect", JSON: true})
		lines := strings.Split(strings.TrimSpace(out), "\n")
		var second hop
		if err != nil || len(lines) != 2 || json.Unmarshal([]byte(lines[1]), &second) != nil || second.N != 2 || second.To != "authserver" || len(second.Checks) == 0 {
			t.Errorf("got %v and %s", err, out)
		}
	})
	t.Run("a narrow terminal with ASCII only", func(t *testing.T) {
		_, notes, _ := walked(t, walkCommand{Name: "code-pkce", ASCII: true, Width: 60})
		for line := range strings.Lines(notes) {
			if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 60 || n < len(strings.TrimSuffix(line, "\n")) {
				t.Errorf("got %d columns or other characters: %q", n, line)
			}
		}
	})
}

func TestWalkRecordsAFlowThatOpenReads(t *testing.T) {
	file := filepath.Join(t.TempDir(), "walk.jsonl")
	if _, notes, err := walked(t, walkCommand{Name: "code-pkce", Embedded: true, Record: file}); err != nil {
		t.Fatalf("%v %s", err, notes)
	}
	recording, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = recording.Close() }()
	flows, err := flowfile.Read(recording)
	if err != nil || len(flows) != 1 || flows[0].Title() != "Sign-in" || len(flows[0].Hops) != 8 || flows[0].Hops[7].Path() != "/notes" {
		t.Errorf("got %v, %+v", err, flows)
	}
	if info, _ := os.Stat(file); info.Mode().Perm() != 0o600 {
		t.Errorf("mode: got %v", info.Mode())
	}
	if _, notes, err := walked(t, walkCommand{Name: "client-credentials", Embedded: true, Record: file}); !errors.Is(err, report.ErrNotMade) {
		t.Errorf("a second walk replaces the file: %v %s", err, notes)
	}
}

func TestWalkRunsItsScript(t *testing.T) {
	out, notes, err := walked(t, walkCommand{Name: "code-pkce", Embedded: true, Curl: curlRun})
	if err != nil || !strings.Contains(out, "same statuses") {
		t.Errorf("got %v, %s, %s", err, out, notes)
	}
	if out, _, err := walked(t, walkCommand{Name: "client-credentials", Embedded: true, Curl: curlPrint}); err != nil || !strings.HasPrefix(out, "sh <<'END_OF_SCRIPT'\n") {
		t.Errorf("got %v, %s", err, out)
	}
}

func TestWalkThatIsNotTried(t *testing.T) {
	for name, tt := range map[string]struct {
		command walkCommand
		want    string
	}{
		"an unknown flow":              {walkCommand{Name: "x"}, "`quartet walk` lists them"},
		"--step without a terminal":    {walkCommand{Name: "par", Step: true}, "needs a terminal"},
		"--reveal without a terminal":  {walkCommand{Name: "par", Reveal: true}, "--force"},
		"a recording of another kind":  {walkCommand{Name: "par", Record: "x.html"}, ".jsonl"},
		"two outputs":                  {walkCommand{Name: "par", JSON: true, Curl: curlPrint}, "choose one"},
		"a client without an issuer":   {walkCommand{Name: "par", walkElsewhere: walkElsewhere{ClientID: "x"}}, "--issuer"},
		"an issuer without a client":   {walkCommand{Name: "par", walkElsewhere: walkElsewhere{Issuer: "https://as.example"}}, "--client-id"},
		"an issuer without encryption": {walkCommand{Name: "par", walkElsewhere: walkElsewhere{Issuer: "http://as.example", ClientID: "x"}}, "issuer: "},
		"a script of another server":   {walkCommand{Name: "par", Curl: curlPrint, walkElsewhere: walkElsewhere{Issuer: "https://as.example", ClientID: "x"}}, "--curl"},
	} {
		t.Run(name, func(t *testing.T) {
			out, notes, err := walked(t, tt.command)
			if !errors.Is(err, report.ErrNotMade) || report.ExitCode(err) != 2 || out != "" || !strings.Contains(notes, tt.want) {
				t.Errorf("got %v, %q and %q, want exit code 2 and %q", err, out, notes, tt.want)
			}
		})
	}
}

// The command line: the list, the exit codes, and --curl with and without a value.
func TestWalkOnTheCommandLine(t *testing.T) {
	said, exit := quartet(t, nil, "", "walk")
	if exit != 0 || strings.Count(said, "\n") != len(walk.Flows()) {
		t.Errorf("list: got exit code %d: %s", exit, said)
	}
	s := rig.Start(t)
	against(t, s)
	if said, exit := quartet(t, nil, "", "walk", "client-credentials", "--curl"); exit != 0 || !strings.Contains(said, "curl -sS -i --url "+s.Issuer+"/token") {
		t.Errorf("--curl: got exit code %d: %s", exit, said)
	}
	if said, exit := quartet(t, nil, "", "walk", "client-credentials", "--curl=x"); exit == 0 {
		t.Errorf("--curl=x: got exit code %d: %s", exit, said)
	}
	if said, exit := quartet(t, map[string]string{"WALK_CLIENT_SECRET": "wrong"}, "", "walk", "client-credentials", "--issuer", s.Issuer, "--client-id", "service"); exit != 1 || !strings.Contains(said, "invalid_client") {
		t.Errorf("a wrong secret: got exit code %d: %s", exit, said)
	}
	if said, exit := quartet(t, map[string]string{"WALK_CLIENT_SECRET": "service-dev-secret-not-for-production"}, "", "walk", "client-credentials", "--issuer", s.Issuer, "--client-id", "service"); exit != 0 || !strings.Contains(said, "Only the client's view") {
		t.Errorf("another server: got exit code %d: %s", exit, said)
	}
}

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"quartet.example/demo/labs/naive"
	"quartet.example/demo/mirror/report"
	"quartet.example/shared/config"
	"quartet.example/shared/porttest"
)

// The careless client lacks one defence. The command says which, in each format, and its error is that of
// exit code 1.
func TestCheckClientReportsInEachFormat(t *testing.T) {
	address, junit := porttest.Address(t), filepath.Join(t.TempDir(), "junit.xml")
	client := &naive.Client{
		Issuer: "http://" + address, ClientID: "check-client", ClientSecret: "a-secret", Timeout: time.Minute, Now: time.Now,
		Holes: naive.ClientHoles{IgnoreIss: true},
	}
	server := httptest.NewServer(client)
	defer server.Close()
	client.Address = server.URL
	command := checkClientCommand{
		URL: server.URL + "/login", Listen: address, ClientID: "check-client", ClientSecret: config.Secret("a-secret"), SignedIn: server.URL + "/", Patience: time.Minute,
		Only: []string{"client.response.iss", "client.response.csrf", "client.dpop.nonce"}, Files: report.Files{JSON: "-", JUnit: junit},
	}
	var stdout, stderr bytes.Buffer
	if err := command.run(t.Context(), strings.NewReader(""), &stdout, &stderr); !errors.Is(err, report.ErrFailed) {
		t.Errorf("got %v, want %v", err, report.ErrFailed)
	}
	var got report.Report
	if err := json.Unmarshal(stdout.Bytes(), &got); err != nil || got.Count != (report.Count{Pass: 1, Fail: 1, Skip: 1}) {
		t.Errorf("got %+v and %v, want one result of each kind", got.Count, err)
	}
	if !strings.Contains(stderr.String(), "FAIL   client.response.iss") || !strings.Contains(stderr.String(), "RFC 9207") {
		t.Errorf("got %s, want the defence that is missing", stderr.String())
	}
	if file, err := os.ReadFile(junit); err != nil || !bytes.Contains(file, []byte(`failures="1"`)) {
		t.Errorf("got %s and %v, want one failure", file, err)
	}
}

// A client that cannot be attacked is no client that has passed: exit code 2.
func TestCheckClientNeedsAClient(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*checkClientCommand)
		want   string
	}{
		"no URL":               {func(c *checkClientCommand) { c.URL = "" }, "which client?"},
		"not on loopback":      {func(c *checkClientCommand) { c.Listen = "0.0.0.0:0" }, "loopback"},
		"no secret, no user":   {func(c *checkClientCommand) { c.ClientSecret = "" }, "set --client-secret"},
		"no client":            {func(*checkClientCommand) {}, report.ErrNotMade.Error()},
		"an unknown defence":   {func(c *checkClientCommand) { c.Only = []string{"client.nothing"} }, report.ErrNotMade.Error()},
		"certificates of none": {func(c *checkClientCommand) { c.CA = "checkclient_test.go" }, "no certificate"},
	} {
		t.Run(name, func(t *testing.T) {
			command := checkClientCommand{URL: "http://" + porttest.Address(t) + "/login", Listen: "127.0.0.1:0", ClientSecret: "x", Patience: time.Minute}
			tt.change(&command)
			var out bytes.Buffer
			if err := command.run(t.Context(), strings.NewReader(""), &out, &out); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q in it\n%s", err, tt.want, out.String())
			}
		})
	}
}

// Each defence has an id of its own, a title, an attack, a fix and a specification.
func TestCheckClientListsItsDefences(t *testing.T) {
	var out bytes.Buffer
	if err := (checkClientCommand{List: true, Files: report.Files{JSON: "-"}}).run(t.Context(), nil, &out, &out); err != nil {
		t.Fatal(err)
	}
	var all []report.Defence
	if err := json.Unmarshal(out.Bytes(), &all); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, d := range all {
		if d.Title == "" || d.Attack == "" || d.Fix == "" || d.Spec == "" || !strings.HasPrefix(d.ID, "client.") || slices.Contains(ids, d.ID) {
			t.Errorf("got %+v, want an id of its own, a title, an attack, a fix and a specification", d)
		}
		ids = append(ids, d.ID)
	}
	if len(ids) < 40 {
		t.Errorf("got %d defences, want 40 or more", len(ids))
	}
}

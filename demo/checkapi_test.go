package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"quartet.example/demo/labs/naive"
	"quartet.example/demo/mirror/apicheck"
	"quartet.example/demo/mirror/report"
)

func TestCheckAPIReportsAMissingDefence(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(&naive.API{
		Issuer: "http://" + listener.Addr().String(), Audience: "https://api.example", Now: time.Now, Holes: naive.Holes{AllowNone: true, SkipScope: true},
	})
	t.Cleanup(server.Close)
	command := checkAPICommand{
		Options: apicheck.Options{
			URL: server.URL, Method: http.MethodGet, Listener: listener, Audience: "https://api.example", Subject: "alice", Client: "c", Alg: "ES256",
			Wait: time.Minute, Only: []string{"api.alg"},
		},
		Files: report.Files{JSON: "-"},
	}
	var stdout, stderr bytes.Buffer
	if err := command.run(t.Context(), &stdout, &stderr); !errors.Is(err, report.ErrFailed) {
		t.Fatalf("got %v, want %v\n%s", err, report.ErrFailed, stderr.String())
	}
	var r report.Report
	if err := json.Unmarshal(stdout.Bytes(), &r); err != nil || r.Count.Fail != 1 || r.Count.Pass != 2 {
		t.Errorf("got %+v, %v", r.Count, err)
	}
	if text := stderr.String(); !strings.Contains(text, "FAIL   api.alg.none") || !strings.Contains(text, "issuer    http://"+listener.Addr().String()) {
		t.Errorf("text: %s", text)
	}
}

func TestCheckAPIListsItsDefences(t *testing.T) {
	var text bytes.Buffer
	if err := (checkAPICommand{List: true}).run(t.Context(), &text, io.Discard); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(text.String(), "api.audience.other") || !strings.Contains(text.String(), "RFC 9068 §4") {
		t.Errorf("got %s", text.String())
	}
	if err := (checkAPICommand{}).run(t.Context(), &text, io.Discard); err == nil {
		t.Error("a command without a URL returns no error")
	}
}

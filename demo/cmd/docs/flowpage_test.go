package main

import (
	"strings"
	"testing"

	"quartet.example/demo/walk"
	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
)

func TestSequenceDiagram(t *testing.T) {
	hop := func(n int, from, to string, channel trace.Channel, method, path string, status int) *flow.Hop {
		return &flow.Hop{N: n, Event: trace.Event{From: from, To: to, Channel: channel, Method: method, URL: "http://x" + path, Status: status}}
	}
	f := flow.Flow{Hops: []*flow.Hop{
		hop(1, trace.Browser, trace.AuthServer, trace.Front, "GET", "/authorize", 303),
		hop(2, trace.Client, trace.AuthServer, trace.Back, "POST", "/token", 200),
		hop(3, trace.AuthServer, trace.Client, trace.Back, "POST", "/backchannel-logout", 200),
	}}
	want := `
      Browser                 Client           Authorization server       Resource server
         │                       │                       │                       │
         │ 1 GET /authorize 303  │                       │                       │
         ├╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌▶│                       │
         │                       │ 2 POST /token 200     │                       │
         │                       ├──────────────────────▶│                       │
         │                       │ 3 POST /backchannel-logout 200                │
         │                       │◀──────────────────────┤                       │
`
	if got := sequence(f); got != strings.TrimPrefix(want, "\n") {
		t.Errorf("got\n%s", got)
	}
}

// Two runs give the same page, so nothing that differs between them may be in it.
func TestValuesOfAFlowPage(t *testing.T) {
	random := "TbqaBqAGyfAiYoEN0VleONYu-CFd9MtJIiDCPIi7HRw"
	target := &walk.Target{Issuer: "http://auth.localhost:40001", API: "http://api.localhost:40002", App: "http://app.localhost:40003"}
	p := &flowPage{hosts: hostsOf(target), letters: map[string]string{}}
	for _, tt := range []struct {
		rule string
		one  trace.Param
		want string
	}{
		{"a secret has a letter", trace.Param{Name: "code", Masked: true, Print: "4f2a"}, "‹a›"},
		{"the same secret has the same letter", trace.Param{Name: "code", Masked: true, Print: "4f2a"}, "‹a›"},
		{"a secret without a fingerprint is hidden", trace.Param{Name: "password", Masked: true}, "hidden"},
		{"a random identifier has a letter", trace.Param{Name: "jti", Value: random}, "‹b›"},
		{"a random part has a letter", trace.Param{Name: "cnf", Value: "jkt " + random}, "jkt ‹b›"},
		{"a time is not shown", trace.Param{Name: "exp", Value: "1795373268"}, "a time"},
		{"seconds are rounded", trace.Param{Name: "expires_in", Value: "298"}, "`300`"},
		{"an address is that of make demo", trace.Param{Name: "iss", Value: target.Issuer}, "`http://auth.localhost:9000`"},
		{"a free port is always the same", trace.Param{Name: "redirect_uri", Value: "http://127.0.0.1:39377/callback"}, "`http://127.0.0.1:50000/callback`"},
		{"a separator of tables is text", trace.Param{Name: "scope", Value: "a|b"}, "`a\\|b`"},
	} {
		if got := p.value(tt.one); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.rule, got, tt.want)
		}
	}
}

func TestEveryFlowHasAText(t *testing.T) {
	all, err := flowsWithTexts()
	if err != nil || len(all) != len(walk.Flows()) {
		t.Errorf("got %d texts for %d flows, %v", len(all), len(walk.Flows()), err)
	}
}

package main

import (
	"net/http"
	"testing"

	"quartet.example/shared/trace"
)

// `quartet show` without an id shows a sign-in although the start page was opened after it.
func TestLatestFlowIsNotAVisit(t *testing.T) {
	message := func(flow, method, url string) hop {
		return hop{Event: trace.Event{Flow: flow, From: trace.Browser, To: trace.Client, Method: method, URL: url, Status: http.StatusOK}}
	}
	visit := func(flow string) hop { return message(flow, http.MethodGet, "http://app.localhost:8080/") }
	login := func(flow string) hop { return message(flow, http.MethodGet, "http://app.localhost:8080/login") }
	for name, tt := range map[string]struct {
		hops []hop
		want string
	}{
		"a sign-in":                          {[]hop{login("1-0")}, "1-0"},
		"a sign-in, then visits":             {[]hop{login("1-0"), visit("2-0"), visit("3-0")}, "1-0"},
		"a sign-in that begins with a visit": {[]hop{login("1-0"), visit("2-0"), login("2-0")}, "2-0"},
		"visits only":                        {[]hop{visit("1-0"), visit("2-0")}, "2-0"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := (document{Hops: tt.hops}).latest(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

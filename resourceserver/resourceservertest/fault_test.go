package resourceservertest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"quartet.example/resourceserver/resourceservertest"
	"quartet.example/shared/oauth"
	"quartet.example/shared/waittest"
)

// A fault is the response to one request; the next one is answered as usual.
func TestFailNext(t *testing.T) {
	r := start(t)
	for name, tt := range map[string]struct {
		fault     resourceservertest.Fault
		status    int
		body      string
		challenge string
	}{
		"RFC 6750 §3.1 invalid_token": {
			resourceservertest.Fault{Error: oauth.InvalidToken, Description: "expired"},
			401, `"error":"invalid_token"`,
			`Bearer realm="notes", error="invalid_token", error_description="expired"`,
		},
		"RFC 6750 §3.1 insufficient_scope": {
			resourceservertest.Fault{Error: oauth.InsufficientScope, Description: "x", Challenge: map[string]string{"scope": "notes:write"}},
			403,
			`"error":"insufficient_scope"`, `Bearer realm="notes", error="insufficient_scope", error_description="x", scope="notes:write"`,
		},
		"RFC 9470 §3 step-up": {
			resourceservertest.Fault{Error: oauth.InsufficientUserAuthentication, Description: "x", Challenge: map[string]string{"max_age": "60", "acr_values": "2"}},
			401,
			"", `Bearer realm="notes", error="insufficient_user_authentication", error_description="x", acr_values="2", max_age="60"`,
		},
		"RFC 9449 §9 use_dpop_nonce":   {resourceservertest.Fault{Error: oauth.UseDPoPNonce, Description: "x"}, 401, "", `DPoP realm="notes", error="use_dpop_nonce", error_description="x"`},
		"an error of the server":       {resourceservertest.Fault{Error: oauth.TemporarilyUnavailable}, 503, `"error":"temporarily_unavailable"`, ""},
		"an error with another status": {resourceservertest.Fault{Error: "odd", Status: 418, Description: "x"}, 418, `"error":"odd"`, `Bearer realm="notes", error="odd", error_description="x"`},
		"a status":                     {resourceservertest.Fault{Status: 502}, 502, "", ""},
		"a delay":                      {resourceservertest.Fault{Delay: time.Millisecond}, 200, "", ""},
		"a delay, then a status":       {resourceservertest.Fault{Delay: time.Millisecond, Status: 500}, 500, "", ""},
		"its method and path":          {resourceservertest.Fault{Method: "GET", Path: "/notes", Status: 500}, 500, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			r.FailNext(tt.fault)
			got := r.get(t)
			if got.StatusCode != tt.status || !strings.Contains(got.body, tt.body) || tt.fault.Error == "" && tt.fault.Status != 0 && got.body != "" {
				t.Errorf("got %d %s, want %d %s", got.StatusCode, got.body, tt.status, tt.body)
			}
			if challenge := got.Header.Get("WWW-Authenticate"); challenge != tt.challenge {
				t.Errorf("challenge: got %s, want %s", challenge, tt.challenge)
			}
			if has := got.Header.Get("DPoP-Nonce") != ""; has != (tt.fault.Error == oauth.UseDPoPNonce) {
				t.Errorf("DPoP-Nonce: got %t", has)
			}
			if next := r.get(t); next.StatusCode != http.StatusOK {
				t.Errorf("the next request: got %d %s", next.StatusCode, next.body)
			}
		})
	}
}

// The challenge is for the scheme of the request (RFC 9449 §7.1).
func TestTheChallengeHasTheSchemeOfTheRequest(t *testing.T) {
	r := start(t)
	r.FailNext(resourceservertest.Fault{Error: oauth.InvalidToken})
	if got := r.do(t, r.bound(t, newSigner(t), "")).Header.Get("WWW-Authenticate"); !strings.HasPrefix(got, `DPoP realm="notes", error="invalid_token"`) {
		t.Errorf("got %s", got)
	}
}

func TestFaultsAreUsedInTheirOrder(t *testing.T) {
	r := start(t)
	r.FailNext(resourceservertest.Fault{Status: 500, Times: 2}, resourceservertest.Fault{Path: "/whoami", Status: 501}, resourceservertest.Fault{Method: "POST", Status: 502}, resourceservertest.Fault{Status: 503})
	for i, want := range []int{500, 500, 503, 200} {
		if got := r.get(t).StatusCode; got != want {
			t.Errorf("request %d: got %d, want %d", i, got, want)
		}
	}
	for i, want := range []int{501, 200} {
		if got := r.do(t, r.request(t, http.MethodGet, "/whoami", "")).StatusCode; got != want {
			t.Errorf("/whoami, request %d: got %d, want %d", i, got, want)
		}
	}
}

// A dropped connection is an error of the client, and is recorded with the status 0.
func TestDrop(t *testing.T) {
	r := start(t)
	r.FailNext(resourceservertest.Fault{Drop: true})
	resp, err := r.Client().Do(r.request(t, http.MethodPost, "/notes", `{"text":"x"}`))
	if err == nil {
		resp.Body.Close()
	}
	if !errors.Is(err, io.EOF) && !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("got %v, want a closed connection", err)
	}
	waittest.Until(t, "the request is recorded", func() bool { return len(r.Requests()) == 1 })
	if got := r.Requests()[0]; got.Status != 0 || got.Path != "/notes" {
		t.Errorf("got %+v", got)
	}
}

// The server ends while a response is delayed, without waiting for the end of the delay.
func TestTheEndOfTheServerEndsDelays(t *testing.T) {
	began := time.Now()
	answered := make(chan struct{})
	t.Run("server", func(t *testing.T) {
		r := start(t)
		r.FailNext(resourceservertest.Fault{Delay: time.Hour})
		req := r.request(t, http.MethodGet, "/notes", "").WithContext(context.Background())
		go func() {
			defer close(answered)
			resp, err := r.Client().Do(req)
			if err == nil {
				resp.Body.Close()
			}
		}()
		waittest.Until(t, "the request has arrived", func() bool { return len(r.Requests()) == 1 })
	})
	waittest.Closed(t, "the request is answered", answered)
	waittest.InTime(t, "the end of the server", began)
}

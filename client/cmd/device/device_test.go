package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rsc.io/qr"

	"quartet.example/client/cmd/internal/command"
)

const (
	issuerURL = "https://auth.example"
	complete  = "https://auth.example/device?user_code=WDJB-MJHT"
)

// server is an authorization server and an API that answer each poll with the
// next of its answers, in the time of the test.
type server struct {
	answers []string // of the token endpoint; the last one again and again
	polls   []time.Time
	form    string // of the first poll
}

// RoundTrip plays the network.
func (s *server) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	w.Header().Set("Content-Type", "application/json")
	say := func(status int, v any) { w.WriteHeader(status); _ = json.NewEncoder(w).Encode(v) }
	switch r.URL.Path {
	case "/.well-known/oauth-authorization-server":
		say(200, map[string]any{"issuer": issuerURL, "token_endpoint": issuerURL + "/token", "device_authorization_endpoint": issuerURL + "/da"})
	case "/da":
		say(200, map[string]any{
			"device_code": "the-device-code", "user_code": "WDJB-MJHT", "verification_uri": issuerURL + "/device",
			"verification_uri_complete": complete, "expires_in": 58, "interval": 5,
		})
	case "/token":
		s.polls = append(s.polls, time.Now())
		if s.form == "" {
			_ = r.ParseForm()
			s.form = r.PostForm.Encode()
		}
		next := s.answers[min(len(s.polls), len(s.answers))-1]
		if next == "token" {
			say(200, map[string]any{"access_token": "the-access-token", "token_type": "Bearer", "expires_in": 300, "scope": "notes:read"})
		} else {
			say(400, map[string]any{"error": next})
		}
	case "/notes":
		say(200, map[string]any{"notes": []any{}})
	}
	return w.Result(), nil
}

// run starts the program in the network that s plays.
func run(t *testing.T, s *server, out io.Writer) error {
	var device settings
	if err := command.Load("device", description, &device, []string{"--issuer", issuerURL, "--resource", "https://api.example"}); err != nil {
		t.Fatal(err)
	}
	return device.Run(t.Context(), &http.Client{Transport: s}, out)
}

func TestPolling(t *testing.T) {
	for name, tt := range map[string]struct {
		answers []string
		waits   []int  // seconds before each poll
		err     string // "" for a token
	}{
		"allowed":                        {[]string{"authorization_pending", "token"}, []int{5, 5}, ""},
		"N-15 slow_down, and from there": {[]string{"slow_down", "authorization_pending", "slow_down", "token"}, []int{5, 10, 10, 15}, ""},
		"N-15 denied":                    {[]string{"authorization_pending", "access_denied"}, []int{5, 5}, "said no"},
		"N-15 expired":                   {[]string{"authorization_pending", "expired_token"}, []int{5, 5}, "in time"},
		"never answered":                 {[]string{"slow_down", "slow_down", "authorization_pending"}, []int{5, 10, 15, 15}, "in time"},
		"another error":                  {[]string{"invalid_grant"}, []int{5}, "invalid_grant"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, began := &server{answers: tt.answers}, time.Now()
				var out strings.Builder
				err := run(t, s, &out)
				if (err == nil) != (tt.err == "") || err != nil && !strings.Contains(err.Error(), tt.err) {
					t.Errorf("got %v, want %q", err, tt.err)
				}
				var waits []int
				for _, poll := range s.polls {
					waits, began = append(waits, int(poll.Sub(began).Seconds())), poll
				}
				if !slices.Equal(waits, tt.waits) {
					t.Errorf("got waits of %v, want %v", waits, tt.waits)
				}
				if want := "client_id=tv&device_code=the-device-code&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&scope=notes%3Aread"; s.form != want {
					t.Errorf("got poll %s, want %s", s.form, want)
				}
				for _, secret := range []string{"the-device-code", "the-access-token"} {
					if strings.Contains(out.String(), secret) {
						t.Errorf("it shows %s: %s", secret, out.String())
					}
				}
			})
		})
	}
}

// What is scanned is the address with the code in it, and the code is shown beside
// it (RFC 8628 §3.3.1).
func TestQRCode(t *testing.T) {
	var out strings.Builder
	synctest.Test(t, func(t *testing.T) {
		if err := run(t, &server{answers: []string{"token"}}, &out); err != nil {
			t.Fatal(err)
		}
	})
	code, err := qr.Encode(complete, qr.L)
	if err != nil {
		t.Fatal(err)
	}
	const quiet = 4
	dark := modules(out.String())
	if len(dark) < code.Size+quiet || len(dark[0]) < code.Size+2*quiet {
		t.Fatalf("no QR code of %d modules in %s", code.Size, out.String())
	}
	for y := range code.Size {
		for x := range code.Size {
			if dark[y+quiet][x+quiet] != code.Black(x, y) {
				t.Fatalf("the module at %d,%d is not that of %s:\n%s", x, y, complete, out.String())
			}
		}
	}
	for _, want := range []string{"\n  WDJB-MJHT\n", "\n  " + complete + "\n", "\n  " + issuerURL + "/device\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("got %s, want %q in it", out.String(), want)
		}
	}
}

// modules reads the half blocks of a terminal: two rows in each line, light where
// something is printed.
func modules(text string) (dark [][]bool) {
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "█") {
			continue
		}
		var upper, lower []bool
		for _, block := range strings.TrimSuffix(line, "\n") {
			upper = append(upper, block == ' ' || block == '▄')
			lower = append(lower, block == ' ' || block == '▀')
		}
		dark = append(dark, upper, lower)
	}
	return dark
}

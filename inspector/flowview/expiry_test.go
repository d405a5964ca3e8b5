package flowview_test

import (
	"testing"
	"time"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowview"
	"quartet.example/shared/trace"
)

func TestNextExpiry(t *testing.T) {
	start := time.Date(2026, 11, 29, 22, 0, 0, 0, time.UTC)
	lives := flowview.Lifetimes{Code: time.Minute, SessionIdle: 30 * time.Minute}
	message := func(after time.Duration, to, path string, params, answer []trace.Param) *flow.Hop {
		return &flow.Hop{Began: start.Add(after), Event: trace.Event{
			Kind: trace.Response, To: to, URL: "http://x.localhost" + path, Status: 200, Params: params, Answer: &trace.Answer{Params: answer},
		}}
	}
	code := func(in string) []trace.Param { return []trace.Param{{In: in, Name: "code", Print: "c1"}} }
	tokens := func(seconds string) []trace.Param {
		return []trace.Param{{In: trace.InBody, Name: "access_token"}, {In: trace.InBody, Name: "expires_in", Value: seconds}}
	}
	redirect := message(0, trace.AuthServer, "/consent", nil, code(trace.InLocation))
	exchange := message(time.Second, trace.AuthServer, "/token", code(trace.InBody), tokens("300"))
	refresh := message(4*time.Minute, trace.AuthServer, "/token", nil, tokens("300"))
	callback := message(0, trace.Client, "/callback", nil, nil)
	held := message(time.Second, trace.AuthServer, "/token", code(trace.InBody), nil)
	held.Held = true
	for name, tt := range map[string]struct {
		hops []*flow.Hop
		now  time.Duration
		what string
		at   time.Duration
	}{
		"nothing":                          {nil, 0, "", 0},
		"a code that was not redeemed":     {[]*flow.Hop{redirect}, 0, "authorization code", time.Minute},
		"a code whose redemption is held":  {[]*flow.Hop{redirect, held}, 0, "authorization code", time.Minute},
		"an expired code":                  {[]*flow.Hop{redirect}, time.Minute, "", 0},
		"a redeemed code":                  {[]*flow.Hop{redirect, exchange}, 2 * time.Second, "access token", 301 * time.Second},
		"a token that a refresh replaced":  {[]*flow.Hop{exchange, refresh}, 4 * time.Minute, "access token", 9 * time.Minute},
		"the session after the last token": {[]*flow.Hop{callback, exchange}, 6 * time.Minute, "session", 30 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := flowview.NextExpiry(flow.Flow{Hops: tt.hops}, start.Add(tt.now), lives)
			if ok != (tt.what != "") || ok && (got.What != tt.what || !got.At.Equal(start.Add(tt.at))) {
				t.Errorf("got %v %v, want %s after %s", got, ok, tt.what, tt.at)
			}
		})
	}
}

package flowview_test

import (
	"testing"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowview"
	"quartet.example/shared/trace"
)

// A thread says in one sentence who created the value, who saw it, and where it was used.
func TestTheWayOfAValue(t *testing.T) {
	at := func(n int, from, to string, channel trace.Channel, path string, response bool, params ...trace.Param) *flow.Hop {
		h := &flow.Hop{N: n, First: string(rune('a' + n))}
		h.From, h.To, h.Channel, h.Method, h.URL = from, to, channel, "POST", "http://host.example"+path
		if response {
			h.Answer = &trace.Answer{Params: params}
		} else {
			h.Params = params
		}
		return h
	}
	value := func(name string) trace.Param { return trace.Param{Name: name, In: "body", Print: "4f2a00"} }
	within := func(token, claim string) trace.Param {
		return trace.Param{Name: token, In: "body", JWT: &trace.JWT{Claims: []trace.Param{value(claim)}}}
	}
	front := func(n int, name string, response bool) *flow.Hop {
		return at(n, trace.Browser, trace.Client, trace.Front, "/callback", response, value(name))
	}
	issued := func(n int, name string) *flow.Hop {
		return at(n, trace.Client, trace.AuthServer, trace.Back, "/token", true, value(name))
	}
	sent := func(n int, to, path, name string) *flow.Hop {
		return at(n, trace.Client, to, trace.Back, path, false, value(name))
	}
	const session = "__Host-quartet-client-session"
	for name, tt := range map[string]struct {
		hops []*flow.Hop
		want string
	}{
		"code": {
			[]*flow.Hop{at(5, trace.Browser, trace.AuthServer, trace.Front, "/consent", true, value("code")), front(6, "code", false), sent(7, trace.AuthServer, "/token", "code")},
			"Created by the authorization server in message 5, seen by the browser in message 6, redeemed at the token endpoint in message 7",
		},
		"state":         {[]*flow.Hop{front(1, "state", true), front(2, "state", false), front(7, "state", false)}, "Created by the client in message 1, seen by the browser in messages 2 and 7"},
		"code_verifier": {[]*flow.Hop{sent(8, trace.AuthServer, "/token", "code_verifier")}, "First sent by the client to the token endpoint in message 8"},
		"nonce": {
			[]*flow.Hop{front(1, "nonce", true), at(8, trace.Client, trace.AuthServer, trace.Back, "/token", true, within("id_token", "nonce"))},
			"Created by the client in message 1, returned inside the ID token in message 8",
		},
		"request_uri":   {[]*flow.Hop{at(2, trace.Client, trace.AuthServer, trace.Back, "/par", true, value("request_uri")), front(3, "request_uri", true)}, "Created by the authorization server in message 2, seen by the browser in message 3"},
		"access_token":  {[]*flow.Hop{issued(8, "access_token"), sent(9, trace.ResourceServer, "/notes", "access_token")}, "Created by the authorization server in message 8, presented to the resource server in message 9"},
		"refresh_token": {[]*flow.Hop{issued(8, "refresh_token"), sent(12, trace.AuthServer, "/token", "refresh_token")}, "Created by the authorization server in message 8, used at the token endpoint in message 12"},
		"jti": {
			[]*flow.Hop{at(8, trace.Client, trace.AuthServer, trace.Back, "/token", true, within("access_token", "jti")), at(9, trace.Client, trace.ResourceServer, trace.Back, "/notes", false, within("access_token", "jti"))},
			"First sent by the authorization server in message 8, inside the access token for the resource server in message 9",
		},
		session: {[]*flow.Hop{front(7, session, true), front(10, session, false)}, "Created by the client in message 7, sent by the browser in message 10"},
	} {
		t.Run(name, func(t *testing.T) {
			thread, ok := flowview.NewThread(flow.Flow{Hops: tt.hops}, "4f2a00")
			if !ok || thread.Way() != tt.want {
				t.Errorf("got %q\nwant %q", thread.Way(), tt.want)
			}
			if thread.Meaning() == "" {
				t.Error("the strip does not say what the value is for")
			}
		})
	}
}

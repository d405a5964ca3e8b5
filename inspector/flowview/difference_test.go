package flowview_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowview"
	"quartet.example/shared/trace"
)

// both is one record of a message.
func both() *trace.Event {
	return &trace.Event{
		Kind: trace.Response, URL: "http://a/token", Status: 200,
		Headers: []trace.Param{{Name: "Accept", In: "header", Value: "application/json"}},
		Params:  []trace.Param{{Name: "resource", In: "body", Value: "1"}, {Name: "resource", In: "body", Value: "2"}, {Name: "code", In: "body", Masked: true, Len: 43, Print: "4f2a00000000"}},
		Answer:  &trace.Answer{Headers: []trace.Param{{Name: "Cache-Control", In: "header", Value: "no-store"}}},
	}
}

func TestDifferencesOfTheTwoRecords(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(received *trace.Event)
		want   []flowview.Difference
	}{
		"none": {func(*trace.Event) {}, nil},
		"the address": {
			func(e *trace.Event) { e.URL = "http://b/token" },
			[]flowview.Difference{{Part: "request", Name: "address", Sent: "http://a/token", Received: "http://b/token"}},
		},
		"a header was added": {func(e *trace.Event) {
			e.Headers = append(e.Headers, trace.Param{Name: "X-Proxy", In: "header", Masked: true, Len: 3})
		}, []flowview.Difference{{Part: "request", Name: "X-Proxy", In: "header", Received: "hidden, 3 characters"}}},
		"the library names itself": {func(e *trace.Event) {
			e.Headers = append(e.Headers, trace.Param{Name: "User-Agent", In: "header", Value: "Go-http-client/1.1"})
		}, nil},
		"a parameter was removed": {
			func(e *trace.Event) { e.Params = e.Params[:2] },
			[]flowview.Difference{{Part: "request", Name: "code", In: "body", Sent: "hidden, 43 characters, fingerprint 4f2a"}},
		},
		"the second value was changed": {
			func(e *trace.Event) { e.Params[1].Value = "3" },
			[]flowview.Difference{{Part: "request", Name: "resource", In: "body", Sent: "2", Received: "3"}},
		},
		"a secret was changed": {
			func(e *trace.Event) { e.Params[2].Print = "9e3300000000" },
			[]flowview.Difference{{Part: "request", Name: "code", In: "body", Sent: "hidden, 43 characters, fingerprint 4f2a", Received: "hidden, 43 characters, fingerprint 9e33"}},
		},
		"the response": {func(e *trace.Event) { e.Status, e.Answer.Headers[0].Value = 500, "public" }, []flowview.Difference{
			{Part: "response", Name: "status", Sent: "500", Received: "200"},
			{Part: "response", Name: "Cache-Control", In: "header", Sent: "public", Received: "no-store"},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			h := &flow.Hop{Sent: both(), Received: both()}
			tt.change(h.Received)
			if diff := cmp.Diff(tt.want, flowview.Differences(h)); diff != "" {
				t.Error(diff)
			}
		})
	}
	if one := (&flow.Hop{Received: both()}); flowview.Compared(one) || flowview.Differences(one) != nil {
		t.Error("one record is compared with nothing")
	}
}

func TestParametersAreInTheOrderOfTheirSections(t *testing.T) {
	for name, tt := range map[string]struct{ in, want []string }{
		"token request":  {[]string{"code_verifier", "redirect_uri", "x", "code", "grant_type", "client_id"}, []string{"grant_type", "code", "redirect_uri", "code_verifier", "client_id", "x"}},
		"token response": {[]string{"id_token", "scope", "expires_in", "token_type", "access_token"}, []string{"access_token", "token_type", "expires_in", "scope", "id_token"}},
		"authorization":  {[]string{"state", "scope", "client_id", "response_type"}, []string{"response_type", "client_id", "scope", "state"}},
		"its response":   {[]string{"iss", "state", "code"}, []string{"code", "state", "iss"}},
	} {
		var list []trace.Param
		for _, n := range tt.in {
			list = append(list, trace.Param{Name: n, In: "body"})
		}
		var got []string
		for _, p := range flowview.Ordered(list) {
			got = append(got, p.Name)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

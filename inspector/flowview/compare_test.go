package flowview_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowview"
	"quartet.example/shared/trace"
)

func messageTo(path string, status int, change ...func(*flow.Hop)) *flow.Hop {
	h := &flow.Hop{Event: trace.Event{
		Kind: trace.Response, From: trace.Client, To: trace.AuthServer, Channel: trace.Back, Method: "POST", URL: "http://auth.localhost:9000" + path, Status: status,
	}}
	for _, do := range change {
		do(h)
	}
	return h
}

func checked(id string, ok bool) func(*flow.Hop) {
	return func(h *flow.Hop) { h.Checks = append(h.Checks, trace.Checked{ID: id, OK: ok}) }
}

func sent(p trace.Param) func(*flow.Hop) { return func(h *flow.Hop) { h.Params = append(h.Params, p) } }

func TestCompareAlignsMessages(t *testing.T) {
	a := flow.Flow{Hops: []*flow.Hop{messageTo("/par", 201), messageTo("/token", 200), messageTo("/introspect", 200)}}
	b := flow.Flow{Hops: []*flow.Hop{messageTo("/token", 200), messageTo("/revoke", 200), messageTo("/introspect", 200)}}
	var got []string
	for _, p := range flowview.Compare(a, b).Pairs {
		got = append(got, p.Any().Path()+" "+p.Outcome())
	}
	want := []string{"/par only in A", "/token same", "/revoke only in B", "/introspect same"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

func TestCompareSaysWhatDiffers(t *testing.T) {
	code := func(print string) trace.Param {
		return trace.Param{Name: "code", In: trace.InBody, Class: trace.Credential, Masked: true, Print: print}
	}
	scope := func(value string) trace.Param {
		return trace.Param{Name: "scope", In: trace.InBody, Class: trace.Public, Value: value}
	}
	resource := trace.Param{Name: "resource", In: trace.InBody, Class: trace.Public, Value: "x"}
	for name, tt := range map[string]struct {
		a, b *flow.Hop
		want []string
	}{
		"status":                           {messageTo("/token", 200), messageTo("/token", 400), []string{"status 200 in A, 400 in B"}},
		"a check that refuses":             {messageTo("/token", 200, checked("as.x", true)), messageTo("/token", 200, checked("as.x", false)), []string{"refused by as.x in B only"}},
		"a check that is only in one":      {messageTo("/token", 200, checked("as.x", true)), messageTo("/token", 200), []string{"check as.x in A only"}},
		"a parameter that is only in one":  {messageTo("/token", 200), messageTo("/token", 200, sent(resource)), []string{"request: resource (body) in B only"}},
		"a value that is shown":            {messageTo("/token", 200, sent(scope("a"))), messageTo("/token", 200, sent(scope("b"))), []string{`request: scope is "a" in A, "b" in B`}},
		"a masked value differs every day": {messageTo("/token", 200, sent(code("aaaa"))), messageTo("/token", 200, sent(code("bbbb"))), nil},
	} {
		t.Run(name, func(t *testing.T) {
			pairs := flowview.Compare(flow.Flow{Hops: []*flow.Hop{tt.a}}, flow.Flow{Hops: []*flow.Hop{tt.b}}).Pairs
			if len(pairs) != 1 || !slices.Equal(pairs[0].Differences, tt.want) {
				t.Errorf("got %+v, want %q", pairs, tt.want)
			}
		})
	}
}

// Flows can be long, for example those of a file that somebody else made.
func TestCompareIsLimited(t *testing.T) {
	var long flow.Flow
	for range 4000 {
		long.Hops = append(long.Hops, messageTo("/token", 200))
	}
	c := flowview.Compare(long, long)
	if c.Missing == 0 || len(c.Pairs)+c.Missing/2 != 4000 {
		t.Errorf("%d pairs, %d missing", len(c.Pairs), c.Missing)
	}
}

// The programs of a lab listen on other ports in each run.
func TestCompareKnowsAPartyAtAnotherPort(t *testing.T) {
	at := func(host, redirect string) flow.Flow {
		h := messageTo("/token", 200, sent(trace.Param{Name: "redirect_uri", In: trace.InBody, Class: trace.Public, Value: redirect}))
		app := messageTo("/callback", 200, func(h *flow.Hop) { h.To, h.URL = "native-app", "http://"+host+"/callback" })
		return flow.Flow{Hops: []*flow.Hop{h, app}}
	}
	for name, tt := range map[string]struct {
		a, b flow.Flow
		want int
	}{
		"a name with another port":               {at("127.0.0.1:1", "http://app.localhost:1/cb"), at("127.0.0.1:1", "http://app.localhost:2/cb"), 0},
		"the same party at another port":         {at("127.0.0.1:1", "http://127.0.0.1:1/cb"), at("127.0.0.1:2", "http://127.0.0.1:2/cb"), 0},
		"a port of nobody":                       {at("127.0.0.1:1", "http://127.0.0.1:1/cb"), at("127.0.0.1:2", "http://127.0.0.1:3/cb"), 1},
		"another name":                           {at("127.0.0.1:1", "http://app.localhost:1/cb"), at("127.0.0.1:1", "http://evil.localhost:1/cb"), 1},
		"another path at the same party":         {at("127.0.0.1:1", "http://127.0.0.1:1/cb"), at("127.0.0.1:2", "http://127.0.0.1:2/other"), 1},
		"another port of a host on the Internet": {at("127.0.0.1:1", "https://app.example:1/cb"), at("127.0.0.1:1", "https://app.example:2/cb"), 1},
	} {
		t.Run(name, func(t *testing.T) {
			if got := flowview.Compare(tt.a, tt.b).Differing(); got != tt.want {
				t.Errorf("got %d differences, want %d", got, tt.want)
			}
		})
	}
}

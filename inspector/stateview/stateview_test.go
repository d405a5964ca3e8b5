package stateview_test

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/stateview"
	"quartet.example/shared/trace"
	"quartet.example/shared/trace/state"
)

var began = time.Unix(1_800_000_000, 0).UTC()

// request is a request of the browser, n minutes after began, with a cookie of this fingerprint ("" for
// none), whose response sets a cookie.
func request(n int, sent, set, attrs string) *flow.Hop {
	h := &flow.Hop{Began: began.Add(time.Duration(n) * time.Minute)}
	h.From, h.To, h.URL, h.Answer = trace.Browser, trace.Client, "http://app.localhost:8080/", &trace.Answer{}
	if sent != "" {
		h.Params = []trace.Param{{Name: "c", In: trace.InCookie, Print: sent, Masked: true}}
	}
	if set != "" || attrs != "" {
		h.Answer.Params = []trace.Param{{Name: "c", In: trace.InSetCookie, Print: set, Masked: true, Attrs: attrs}}
	}
	return h
}

func TestTheBrowserKeepsWhatTheServersSet(t *testing.T) { // RFC 6265 §5.3
	for name, tt := range map[string]struct {
		hops []*flow.Hop
		want []string
	}{
		"set":                           {[]*flow.Hop{request(0, "", "aaaa", "Path=/")}, []string{"aaaa"}},
		"sent, but set before":          {[]*flow.Hop{request(0, "aaaa", "", "")}, []string{"aaaa"}},
		"replaced":                      {[]*flow.Hop{request(0, "", "aaaa", "Path=/"), request(1, "aaaa", "bbbb", "Path=/")}, []string{"bbbb"}},
		"of two browsers":               {[]*flow.Hop{request(0, "", "aaaa", "Path=/"), request(1, "", "bbbb", "Path=/")}, []string{"aaaa", "bbbb"}},
		"deleted in one of them":        {[]*flow.Hop{request(0, "", "aaaa", "Path=/"), request(1, "", "bbbb", "Path=/"), request(2, "aaaa", "", "Max-Age=0")}, []string{"bbbb"}},
		"deleted by a date":             {[]*flow.Hop{request(0, "", "aaaa", "Path=/"), request(1, "aaaa", "", "Expires=Thu, 01 Jan 1970 00:00:00 GMT")}, nil},
		"still valid":                   {[]*flow.Hop{request(0, "", "aaaa", "Max-Age=3601")}, []string{"aaaa"}},
		"expired":                       {[]*flow.Hop{request(0, "", "aaaa", "Max-Age=3600")}, nil},
		"Max-Age counts before Expires": {[]*flow.Hop{request(0, "", "aaaa", "Max-Age=3601; Expires=Thu, 01 Jan 1970 00:00:00 GMT")}, []string{"aaaa"}},
	} {
		sections := stateview.New(began.Add(time.Hour), tt.hops, nil).Roles[0].Sections
		var got []string
		for _, item := range sections[0].Items {
			got = append(got, item.Values[0].Param.Print)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %v, want %v", name, got, tt.want)
		}
	}
}

// issued is a response of the token endpoint.
func issued(n int, grant, refresh, jti string) *flow.Hop {
	h := &flow.Hop{Began: began.Add(time.Duration(n) * time.Minute)}
	h.From, h.To, h.URL, h.Method, h.Status = trace.Client, trace.AuthServer, "http://auth.localhost:9000/token", "POST", 200
	h.Params = []trace.Param{{Name: "grant_type", Value: grant}}
	h.Answer = &trace.Answer{Params: []trace.Param{{Name: "access_token", Print: "t-" + jti, JWT: &trace.JWT{Claims: []trace.Param{
		{Name: "gid", Value: "g"}, {Name: "jti", Value: jti}, {Name: "exp", Value: strconv.FormatInt(h.Began.Add(5*time.Minute).Unix(), 10)},
	}}}}}
	if refresh != "" {
		h.Answer.Params = append(h.Answer.Params, trace.Param{Name: "refresh_token", Print: refresh, Masked: true})
	}
	return h
}

// tree returns names and statuses of the tokens of the grant g.
func tree(hops []*flow.Hop, ended bool) (lines []string) {
	answer := state.Snapshot{Service: trace.AuthServer, Time: began.Add(8 * time.Minute), Sections: []state.Section{{ID: state.Families, Items: []state.Item{{Key: "g", Ended: ended}}}}}
	grant := stateview.New(began, hops, []state.Snapshot{answer}).Roles[2].Sections[0].Items[0]
	for _, g := range grant.Items {
		lines = append(lines, g.Name+": "+g.Status)
		for _, token := range g.Items {
			lines = append(lines, token.Key+" "+token.Status)
		}
	}
	return lines
}

func TestTheTokensOfAGrantAreATree(t *testing.T) {
	first, second := issued(0, "authorization_code", "r1", "1"), issued(5, "refresh_token", "r2", "2")
	for name, tt := range map[string]struct {
		hops  []*flow.Hop
		ended bool
		want  []string
	}{
		"two generations": {[]*flow.Hop{first, second}, false, []string{"Refresh token, generation 1: replaced", "1 expired", "Refresh token, generation 2: current", "2 valid"}},
		"revoked":         {[]*flow.Hop{first, second}, true, []string{"Refresh token, generation 1: revoked", "1 revoked", "Refresh token, generation 2: revoked", "2 revoked"}},
		"a repeated refresh gets the same token": {[]*flow.Hop{first, second, issued(6, "refresh_token", "r2", "3")}, false, []string{
			"Refresh token, generation 1: replaced", "1 expired", "Refresh token, generation 2: current", "2 valid", "3 valid",
		}},
		"the beginning was deleted": {[]*flow.Hop{second}, false, []string{"Refresh token, a later generation: current", "2 valid"}},
		"no refresh token":          {[]*flow.Hop{issued(5, "urn:ietf:params:oauth:grant-type:token-exchange", "", "4")}, false, []string{"Access token: valid"}},
	} {
		if got := tree(tt.hops, tt.ended); !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}

// What is in Redis is shown once, and what is in memory for each process. A service without an answer is
// shown as such.
func TestEachProcessHasItsOwnMemory(t *testing.T) {
	sections := []state.Section{{ID: "sessions"}, {ID: "servers", Local: true}}
	v := stateview.New(began, nil, []state.Snapshot{
		{Service: trace.Client, Instance: "AAAA", Sections: sections}, {Service: trace.Client, Instance: "BBBB", Sections: sections},
	})
	var got []string
	for _, s := range v.Roles[1].Sections {
		got = append(got, s.ID)
	}
	if want := []string{"sessions", "servers-AAAA", "servers-BBBB"}; !slices.Equal(got, want) || v.Roles[1].Processes != 2 {
		t.Errorf("got %v of %d processes, want %v", got, v.Roles[1].Processes, want)
	}
	if !v.Roles[1].Answered || v.Roles[2].Answered || v.Roles[3].Answered {
		t.Errorf("got %+v", v.Roles)
	}
}

func TestTimesAsText(t *testing.T) {
	for d, want := range map[time.Duration]string{-time.Second: "0:00", 271 * time.Second: "4:31", time.Hour: "1:00:00", 49 * time.Hour: "2 days"} {
		if got := stateview.Clock(d); got != want {
			t.Errorf("in %s: got %q, want %q", d, got, want)
		}
	}
	for d, want := range map[time.Duration]string{-time.Second: "now", 12 * time.Second: "12 s ago", 3 * time.Minute: "3 min ago", 5 * time.Hour: "5 h ago", 72 * time.Hour: "3 days ago"} {
		if got := stateview.Ago(d); got != want {
			t.Errorf("before %s: got %q, want %q", d, got, want)
		}
	}
}

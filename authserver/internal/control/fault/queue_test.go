package fault_test

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"quartet.example/authserver/controlapi"
	"quartet.example/authserver/internal/control/fault"
	"quartet.example/shared/jose"
)

const issuer = "https://as.test"

// ring has the key set of before a rotation, unless it is empty.
type ring struct{ outdated string }

func (r ring) IDTokenKey(alg string) (jose.SigningKey, error) { return jose.Generate(alg, "") }

func (r ring) Outdated() []byte {
	if r.outdated == "" {
		return nil
	}
	return []byte(r.outdated)
}

func newQueue() *fault.Queue { return fault.New(issuer, ring{}) }

func pointer(s string) *string { return &s }

func TestAFaultThatContradictsItselfIsRefused(t *testing.T) {
	change := map[string]any{"iss": "x"}
	for name, tt := range map[string]struct {
		fault controlapi.Fault
		want  string // part of the error; "" if the fault is good
	}{
		"an error":                            {controlapi.Fault{Error: "server_error", Description: "no"}, ""},
		"an error with a delay":               {controlapi.Fault{Error: "server_error", Delay: 60_000}, ""},
		"a status that redirects":             {controlapi.Fault{Status: 302, Location: "https://a.test"}, ""},
		"several changes":                     {controlapi.Fault{Endpoint: "token", IDToken: change, Response: change, Delay: 1, Times: 1000}, ""},
		"a delay alone":                       {controlapi.Fault{Delay: 1, State: "s", Client: "c"}, ""},
		"nothing":                             {controlapi.Fault{Endpoint: "token"}, "it says nothing"},
		"a failure and a change":              {controlapi.Fault{Error: "server_error", IDToken: change}, "cannot be combined"},
		"a status and a change":               {controlapi.Fault{Status: 500, StaleJWKS: true}, "cannot be combined"},
		"a dropped connection with a status":  {controlapi.Fault{Drop: true, Status: 500}, "drop:"},
		"a description without an error":      {controlapi.Fault{Status: 500, Description: "no"}, "error_description: it needs error"},
		"an error with a status of success":   {controlapi.Fault{Error: "server_error", Status: 200}, "status: an error needs"},
		"a location without a redirect":       {controlapi.Fault{Status: 500, Location: "https://a.test"}, "location: it needs"},
		"a location with a line break":        {controlapi.Fault{Status: 302, Location: "https://a.test\r\nX: y"}, "location: it has a line break"},
		"a negative number of times":          {controlapi.Fault{Drop: true, Times: -1}, "times: -1 is not between"},
		"too many times":                      {controlapi.Fault{Drop: true, Times: 1001}, "times: 1001 is not between"},
		"a negative delay":                    {controlapi.Fault{Drop: true, Delay: -1}, "delay_ms: -1"},
		"a delay that is too long":            {controlapi.Fault{Delay: 60_001}, "delay_ms: 60001"},
		"no HTTP status":                      {controlapi.Fault{Status: 42}, "status: 42"},
		"an informational status":             {controlapi.Fault{Status: 103}, "status: 103"},
		"an unknown endpoint":                 {controlapi.Fault{Endpoint: "tokens", Drop: true}, `endpoint: "tokens" is none of`},
		"an error code with a quote":          {controlapi.Fault{Error: `"`}, "error: not an error code"},
		"a description with a line break":     {controlapi.Fault{Error: "x", Description: "a\nb"}, "error_description: not printable"},
		"an OAuth error of the keys":          {controlapi.Fault{Endpoint: "jwks", Error: "server_error"}, "has no OAuth errors"},
		"a status of a redirected error":      {controlapi.Fault{Endpoint: "authorize", Error: "server_error", Status: 500}, "by a redirect"},
		"a client of the metadata":            {controlapi.Fault{Endpoint: "metadata", Client: "c", Drop: true}, "client_id:"},
		"a state of userinfo":                 {controlapi.Fault{Endpoint: "userinfo", State: "s", Drop: true}, "state:"},
		"an issuer of the token response":     {controlapi.Fault{Endpoint: "token", Issuer: pointer("x")}, "iss: it is in the response of the endpoint authorize"},
		"an ID token of userinfo":             {controlapi.Fault{Endpoint: "userinfo", IDToken: change}, "id_token: it is in the response of the endpoint token"},
		"a stale key set of the token":        {controlapi.Fault{Endpoint: "token", StaleJWKS: true}, "stale_jwks: it is the response of the endpoint jwks"},
		"a stale key set of a client":         {controlapi.Fault{Client: "c", StaleJWKS: true}, "stale_jwks:"},
		"a stale key set and a new one":       {controlapi.Fault{Endpoint: "jwks", StaleJWKS: true, Response: change}, "response would replace it"},
		"a stale key set before any rotation": {controlapi.Fault{StaleJWKS: true}, "rotate them first"},
		"a response of any endpoint":          {controlapi.Fault{Response: change}, "response: it needs an endpoint"},
		"a response of revoke":                {controlapi.Fault{Endpoint: "revoke", Response: change}, "response: it needs an endpoint"},
		"a parameter that is a number":        {controlapi.Fault{Endpoint: "authorize", Response: map[string]any{"state": 1}}, `"state" of the authorization response is not a string`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := newQueue().Put(tt.fault)
			if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			if err != nil && (len(err.Error()) > 200 || strings.ContainsFunc(err.Error(), func(r rune) bool { return r < ' ' || r > '~' })) {
				t.Errorf("it does not fit into an error_description: %v", err)
			}
		})
	}
}

func TestTheQueueIsBounded(t *testing.T) {
	q := newQueue()
	for range 1000 {
		if _, err := q.Put(controlapi.Fault{Drop: true}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := q.Put(controlapi.Fault{Drop: true}); err == nil || !strings.Contains(err.Error(), "there are 1000 faults") {
		t.Errorf("got %v", err)
	}
	q.Clear()
	if _, err := q.Put(controlapi.Fault{Drop: true}); err != nil || len(q.List()) != 1 {
		t.Errorf("after Clear: got %v", err)
	}
}

func TestFaultsAreListedAndRemoved(t *testing.T) {
	q := newQueue()
	first, _ := q.Put(controlapi.Fault{Drop: true, Times: 2})
	second, _ := q.Put(controlapi.Fault{Status: 500})
	if first.ID == "" || first.ID == second.ID || second.Times != 1 {
		t.Errorf("got %+v and %+v", first, second)
	}
	send(t, q, "GET", "/userinfo", "")
	if list := q.List(); len(list) != 2 || list[0].ID != first.ID || list[0].Times != 1 {
		t.Errorf("got %+v", list)
	}
	if !q.Remove(first.ID) || q.Remove(first.ID) || len(q.List()) != 1 {
		t.Errorf("left: %+v", q.List())
	}
}

// Parallel requests use a fault exactly as often as it says.
func TestAFaultIsUsedAtMostTimes(t *testing.T) {
	const times, requests = 7, 50
	q := newQueue()
	if _, err := q.Put(controlapi.Fault{Status: 500, Times: times}); err != nil {
		t.Fatal(err)
	}
	var failed atomic.Int32
	var all sync.WaitGroup
	for range requests {
		all.Go(func() {
			if send(t, q, "POST", "/token", "client_id=web") == 500 {
				failed.Add(1)
			}
		})
	}
	all.Wait()
	if failed.Load() != times || len(q.List()) != 0 {
		t.Errorf("%d of %d requests failed, want %d; left: %+v", failed.Load(), requests, times, q.List())
	}
}

func TestAFaultIsForTheRequestsThatItChooses(t *testing.T) {
	for name, tt := range map[string]struct {
		fault        controlapi.Fault
		method, path string
		form         string
		fails        bool
	}{
		"any endpoint":               {controlapi.Fault{Status: 500}, "GET", "/jwks", "", true},
		"not a page":                 {controlapi.Fault{Status: 500}, "POST", "/login", "", false},
		"not the consent page":       {controlapi.Fault{Status: 500}, "GET", "/consent", "", false},
		"not another path":           {controlapi.Fault{Status: 500}, "GET", "/livez", "", false},
		"not the control API":        {controlapi.Fault{Status: 500}, "POST", "/control/token", "", false},
		"its endpoint":               {controlapi.Fault{Status: 500, Endpoint: "revoke"}, "POST", "/revoke", "", true},
		"not another endpoint":       {controlapi.Fault{Status: 500, Endpoint: "revoke"}, "POST", "/token", "", false},
		"both documents of metadata": {controlapi.Fault{Status: 500, Endpoint: "metadata"}, "GET", "/.well-known/oauth-authorization-server", "", true},
		"an error not of the keys":   {controlapi.Fault{Error: "server_error"}, "GET", "/jwks", "", false},
		"an error of any other":      {controlapi.Fault{Error: "server_error"}, "POST", "/introspect", "", true},
		"its client":                 {controlapi.Fault{Status: 500, Client: "web"}, "POST", "/token", "client_id=web", true},
		"not another client":         {controlapi.Fault{Status: 500, Client: "web"}, "POST", "/token", "client_id=app", false},
		"its state":                  {controlapi.Fault{Status: 500, State: "s"}, "GET", "/authorize?state=s", "", true},
		"not another state":          {controlapi.Fault{Status: 500, State: "s"}, "GET", "/authorize?state=S", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			q := newQueue()
			if _, err := q.Put(tt.fault); err != nil {
				t.Fatal(err)
			}
			if got := send(t, q, tt.method, tt.path, tt.form); (got >= 500) != tt.fails || (len(q.List()) == 0) != tt.fails {
				t.Errorf("got %d, left: %+v", got, q.List())
			}
		})
	}
}

func TestTheFirstFaultThatMatchesIsUsed(t *testing.T) {
	q := newQueue()
	for _, f := range []controlapi.Fault{{Status: 501, Client: "web"}, {Status: 502}, {Status: 503, Client: "web"}} {
		if _, err := q.Put(f); err != nil {
			t.Fatal(err)
		}
	}
	for i, want := range []int{502, 200} {
		if got := send(t, q, "POST", "/token", "client_id=app"); got != want {
			t.Errorf("app %d: got %d, want %d", i, got, want)
		}
	}
	for i, want := range []int{501, 503, 200} {
		if got := send(t, q, "POST", "/token", "client_id=web"); got != want {
			t.Errorf("web %d: got %d, want %d", i, got, want)
		}
	}
}

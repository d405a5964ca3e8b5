package fault

import (
	"net/http"
	"net/url"

	"quartet.example/authserver/controlapi"
	"quartet.example/authserver/internal/control/received"
	"quartet.example/shared/web"
)

// maxBody is the number of bytes of a body in which the parameters are looked for.
const maxBody = 256 << 10

// place is where a request goes. The zero place is one that has no faults.
type place struct {
	endpoint controlapi.Endpoint
	page     bool // a page on the way from the authorization request to its response
}

// placeOf returns the place at a path.
func placeOf(path string) place {
	if path == "/login" || path == "/consent" {
		return place{controlapi.Authorize, true}
	}
	return place{endpoint: controlapi.EndpointOf(path)}
}

// remembers reports whether the response at this place may have a handle to remember.
func (p place) remembers() bool {
	return p.endpoint == controlapi.Authorize || p.endpoint == controlapi.PushedAuthorization
}

// sighting is a request as faults see it.
type sighting struct {
	place
	origin
	params url.Values
}

// sight reads who sent the request, and which authorization request it belongs to.
func (q *Queue) sight(r *http.Request, p place) sighting {
	body, _ := web.ReadAhead(r, maxBody)
	params := received.Params(r.Header, r.URL.RawQuery, body)
	s := sighting{place: p, params: params, origin: origin{client: received.Client(r.Header, params), state: params.Get("state")}}
	for _, name := range []string{"request_uri", "transaction", "code"} {
		if o, known := q.memory.find(params.Get(name)); known {
			s.state, s.pushed = o.state, o.pushed
			if s.client == "" {
				s.client = o.client
			}
		}
	}
	return s
}

// chosenBy reports whether the fault is about this request.
func (s sighting) chosenBy(f controlapi.Fault) bool {
	return (f.Endpoint == "" || f.Endpoint == s.endpoint) && (f.Client == "" || f.Client == s.client) &&
		(f.State == "" || f.State == s.state)
}

// failsBy reports whether the fault fails or delays this request before it is handled.
func (s sighting) failsBy(f controlapi.Fault) bool {
	if s.page || changes(f) || !s.chosenBy(f) {
		return false
	}
	return f.Error == "" || s.endpoint != controlapi.JWKS && s.endpoint != controlapi.Metadata
}

// mayChangeBy reports whether the fault may change the response to this request.
func (s sighting) mayChangeBy(f controlapi.Fault) bool { return changes(f) && s.chosenBy(f) }

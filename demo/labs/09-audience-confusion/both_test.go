package audienceconfusion

import (
	"net/url"
	"testing"

	"quartet.example/demo/labs/lab"
)

// The README says that a client that names no resource gets one token for both APIs, and that nothing helps
// then. It is a white-box test because this is no attack of the lab: it succeeds on the reference.
func TestOneTokenForBothSucceedsOnTheReference(t *testing.T) {
	r, err := lab.Run(t.Context(), &Lab, &lab.Attack{Title: "relays a token for both APIs", Run: func(s *lab.Scene) error {
		return use(s, url.Values{"scope": {"photos:read notes:read"}})
	}}, lab.Reference, lab.Options{})
	if err == nil {
		err = r.Verdict()
	}
	if err != nil {
		t.Error(err)
	}
}

// With a resource each, the same app gets a token per API, and the notes API refuses the other one.
func TestOneTokenPerAPI(t *testing.T) {
	r, err := lab.Run(t.Context(), &Lab, &lab.Attack{Title: "relays one of two tokens", Stops: []string{"rs.aud"}, Run: func(s *lab.Scene) error {
		return use(s, url.Values{"scope": {"photos:read notes:read"}, "resource": {photos(s)}})
	}}, lab.Reference, lab.Options{})
	if err == nil {
		err = r.Verdict()
	}
	if err != nil {
		t.Error(err)
	}
}
